/** A hash of all that the page in which programs are tried is made of: a test compares it with the one in docs/play.html. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import profiles from '../profiles.cjs';

const { root } = profiles;

/** What bundles are made of; native code is in none of them. */
const FOLDERS = ['src', 'boards', 'boards/builtins', 'build', 'build/tree', 'build/play', 'host/play/programs'];

const filesIn = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: folder === 'src' })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

/** @param {Record<string, string>} sources the scripts of the page, as they are written: see scripts.js */
export function madeOf(sources) {
  const hash = createHash('sha256');
  for (const [name, text] of Object.entries(sources)) hash.update(name).update(text);
  for (const file of FOLDERS.flatMap(filesIn)) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}
