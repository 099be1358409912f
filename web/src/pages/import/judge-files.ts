import { formatBytes } from '../../format/bytes.ts';
import { formatCount } from '../../format/number.ts';

/** What the server takes in at most: bytes of one file, bytes of one upload, files of one upload. */
const limits = { fileBytes: 1024 ** 3, uploadBytes: 4 * 1024 ** 3, files: 500 };

const exportName = /\.(?:zip|json|jsonl|csv)$/i;
const archiveName = /\.(?:rar|7z|tar|t?gz|tgz|bz2|xz|zipx)$/i;
/** What systems leave in folders without anybody's doing. */
const systemName = /^(?:\.|Thumbs\.db$|desktop\.ini$)/i;

interface RefusedFile {
  name: string;
  why: string;
}

/** What of some chosen files can be handed in. */
export interface ChosenFiles<F> {
  files: F[];
  refused: RefusedFile[];
  /** Why nothing at all can be sent. */
  problem?: string;
}

/** Tells before anything is sent which files cannot be an export, and which the server would refuse for their size. */
export function judgeFiles<F extends { name: string; size: number }>(chosen: readonly F[]): ChosenFiles<F> {
  const files: F[] = [];
  const refused: RefusedFile[] = [];
  for (const file of chosen) {
    if (systemName.test(file.name)) continue;
    const why = refusal(file);
    if (why === undefined) files.push(file);
    else refused.push({ name: file.name, why });
  }
  const problem = files.length === 0 ? 'There is no export among these files.' : excess(files);
  return problem === undefined ? { files, refused } : { files: [], refused, problem };
}

function refusal({ name, size }: { name: string; size: number }): string | undefined {
  if (archiveName.test(name)) return 'is packed in a way that cannot be read; use an ordinary ZIP';
  if (!exportName.test(name)) return 'is neither a ZIP nor a JSON, JSON Lines or CSV file';
  if (size === 0) return 'is empty';
  if (size > limits.fileBytes)
    return `has ${formatBytes(size)}; a file may have ${formatBytes(limits.fileBytes)} at most`;
  return undefined;
}

function excess(files: readonly { size: number }[]): string | undefined {
  if (files.length > limits.files)
    return `These are ${formatCount(files.length, 'file')}; at most ${limits.files} can be added at once.`;
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (bytes > limits.uploadBytes)
    return `These files have ${formatBytes(bytes)} together; at most ${formatBytes(limits.uploadBytes)} can be added at once.`;
  return undefined;
}
