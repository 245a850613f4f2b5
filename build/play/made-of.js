/** Hashes of all that the page in which programs are tried is made of: a test compares them with those in docs/play.html. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import profiles from '../profiles.cjs';

const { root } = profiles;

/** What bundles are made of; native code is in none of them. */
const OF_BUNDLES = ['src', 'boards', 'build', 'build/tree'];
const OF_PAGE = ['build/play', 'host/play/programs'];

const filesIn = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: folder === 'src' })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

function hashOf(folders, texts) {
  const hash = createHash('sha256');
  for (const [name, text] of Object.entries(texts)) hash.update(name).update(text);
  for (const file of folders.flatMap(filesIn)) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

/** @param {string[]} modules those that the bundles have */
export const bundlesMadeOf = (modules) => hashOf(OF_BUNDLES, { modules: modules.join() });

/** @param {Record<string, string>} sources the scripts of the page, as they are written: see scripts.js */
export const pageMadeOf = (sources) => hashOf(OF_PAGE, sources);
