import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of an archive; what is left out is as it should be, what is given is written whatever the truth is. */
interface HostileEntry {
  name: string | Buffer;
  content?: Buffer;
  /** 8: deflated. */
  method?: number;
  flags?: number;
  crc?: number;
  /** Of the content, as it is declared; from 4 GiB on in the way of ZIP64. */
  size?: number | bigint;
  packed?: Buffer;
  /** Where the entry's data are said to lie; by default it has data of its own. */
  offset?: number;
  comment?: Buffer;
}

const ZIP64_FROM = 0xffff_ffffn;

/** An archive as no honest program packs it. */
export function hostileArchive(entries: readonly HostileEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const parts = partsOf(entry);
    directory.push(central(entry, parts, entry.offset ?? offset));
    if (entry.offset !== undefined) continue;
    const file = Buffer.concat([local(parts), parts.name, parts.packed]);
    files.push(file);
    offset += file.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, listed, end]);
}

interface Parts {
  name: Buffer;
  packed: Buffer;
  method: number;
  flags: number;
  crc: number;
  size: bigint;
}

function partsOf({ name, content = Buffer.alloc(0), method = 8, flags = 0, ...entry }: HostileEntry): Parts {
  return {
    name: Buffer.from(name as string),
    packed: entry.packed ?? (method === 8 ? deflateRawSync(content) : content),
    method,
    flags,
    crc: entry.crc ?? crc32(content),
    size: BigInt(entry.size ?? content.length),
  };
}

function local({ name, packed, method, flags, crc, size }: Parts): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(packed.length, 18);
  header.writeUInt32LE(Number(size < ZIP64_FROM ? size : ZIP64_FROM), 22);
  header.writeUInt16LE(name.length, 26);
  return header;
}

function central({ comment = Buffer.alloc(0) }: HostileEntry, parts: Parts, offset: number): Buffer {
  const header = Buffer.alloc(46);
  const extra = parts.size < ZIP64_FROM ? Buffer.alloc(0) : Buffer.alloc(12);
  header.writeUInt32LE(0x02014b50);
  header.writeUInt16LE(20, 4);
  local(parts).copy(header, 6, 4, 30);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt16LE(comment.length, 32);
  header.writeUInt32LE(offset, 42);
  if (extra.length > 0) {
    extra.writeUInt16LE(1);
    extra.writeUInt16LE(8, 2);
    extra.writeBigUInt64LE(parts.size, 4);
  }
  return Buffer.concat([header, parts.name, extra, comment]);
}
