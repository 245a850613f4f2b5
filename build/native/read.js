/** A committed blob, as it is read: without what makes it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import profiles from '../profiles.cjs';

export const fileOf = (set) => join(profiles.root, 'native', `${set}.json`);

/** { modules, hash, compiler, bytes, stackBytes, calls: { name: [offset, signature] }, offsets, code } of native/SET.json. */
export function readBlob(set) {
  const blob = JSON.parse(readFileSync(fileOf(set), 'utf8'));
  const offsets = Object.fromEntries(Object.entries(blob.calls).map(([name, [offset]]) => [name, offset]));
  return { ...blob, offsets, code: Buffer.from(blob.code.join(''), 'base64') };
}
