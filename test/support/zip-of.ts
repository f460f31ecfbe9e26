import { crc32 } from 'node:zlib';

/**
 * A ZIP archive of one text file, not compressed: what Lambda takes as the code of a function.
 *
 * Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function zipOf(fileName: string, text: string): Uint8Array {
  const name = Buffer.from(fileName);
  const content = Buffer.from(text);
  // Version 2.0, no flags, stored, no time; then checksum and the two sizes.
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, name, content]);
  const attributes = Buffer.alloc(14);
  // A regular file that everybody may read.
  attributes.writeUInt32LE((0o100644 << 16) >>> 0, 6);
  const made = Buffer.from([20, 3]);
  const directory = Buffer.concat([Buffer.from('PK\u0001\u0002'), made, common, attributes, name]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, directory, Buffer.from('PK\u0005\u0006'), end]);
}
