import { parentPort, workerData } from 'node:worker_threads';
import { readUpload, type UploadFile, type UploadStep } from './read-upload.ts';
import { RowLines } from './row-lines.ts';

/** What the thread is started with. */
export interface ReadingOrder {
  files: UploadFile[];
  /** What every line begins with, as COPY spells it. */
  prefix: string;
}

/** What the thread sends for every step, and null at the end. */
export interface ReadStep extends Omit<UploadStep, 'rows'> {
  rows: Uint8Array<ArrayBuffer>;
  tracks: Uint8Array<ArrayBuffer>;
}

/** So many steps are on their way at most; the reader of the messages answers each with one of its own. */
const MOST_UNDER_WAY = 4;

const { files, prefix } = workerData as ReadingOrder;
if (!parentPort) throw new Error('this is the inside of a thread');
const port = parentPort;
const encoder = new TextEncoder();
const lines = new RowLines(prefix);
let underWay = 0;
let resume = () => {};
port.on('message', () => {
  underWay -= 1;
  resume();
});
for await (const { rows, ...step } of readUpload(files)) {
  if (underWay >= MOST_UNDER_WAY) {
    await new Promise<void>((resolve) => {
      resume = resolve;
    });
  }
  underWay += 1;
  const added = lines.add(rows);
  const message: ReadStep = {
    ...step,
    rows: encoder.encode(added.rows),
    tracks: encoder.encode(added.tracks),
  };
  port.postMessage(message, [message.rows.buffer, message.tracks.buffer]);
}
port.postMessage(null);
port.close();
