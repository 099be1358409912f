import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../errors.ts';
import { shownName } from './read-source.ts';

/** What one upload may bring. */
export interface UploadLimits {
  fileBytes: number;
  uploadBytes: number;
  files: number;
}

/**
 * Streams the parts named `file` into a folder, where their names are their numbers, and answers what the browser called them.
 * @throws DomainError `too-large`; and what the reader of multipart bodies throws
 */
export async function saveFiles(
  request: FastifyRequest,
  directory: string,
  limits: UploadLimits,
): Promise<string[]> {
  const names: string[] = [];
  let bytes = 0;
  const parts = request.parts({
    limits: { fileSize: limits.fileBytes, files: limits.files, fields: 10, fieldSize: 1_000 },
  });
  for await (const part of parts) {
    if (part.type !== 'file') continue;
    if (part.fieldname !== 'file') {
      part.file.resume();
      continue;
    }
    await pipeline(part.file, createWriteStream(join(directory, String(names.length)), { mode: 0o600 }));
    if (part.file.truncated) {
      throw new DomainError('too-large', `A file may have at most ${inGiB(limits.fileBytes)} GiB.`);
    }
    bytes += part.file.bytesRead;
    if (bytes > limits.uploadBytes) {
      throw new DomainError('too-large', `An upload may have at most ${inGiB(limits.uploadBytes)} GiB.`);
    }
    names.push(shownName(part.filename ?? ''));
  }
  return names;
}

const inGiB = (bytes: number) => bytes / 1024 ** 3;
