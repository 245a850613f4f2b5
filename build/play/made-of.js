/** Hashes of all that the page in which programs are tried is made of: a test compares them with those in docs/play.html. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import profiles from '../profiles.cjs';

const { root } = profiles;

const OF_PAGE = ['build/play', 'host/play/programs'];
/** What bundles are made of, and what makes them: these files and all that they import. Native code is in none of the bundles. */
const OF_BUNDLES = ['src', 'boards'];
const MAKERS = ['build/bundles.js', 'build/library.js', 'build/marked.js'];

const filesIn = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: OF_BUNDLES.includes(folder) })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

function makers() {
  const found = new Set();
  const visit = (file) => {
    if (found.has(file) || file.includes('/native/')) return;
    found.add(file);
    for (const [, name] of readFileSync(join(root, file), 'utf8').matchAll(/ from '(\.\.?\/[^']+js)';$/gm))
      visit(posix.join(posix.dirname(file), name));
  };
  MAKERS.forEach(visit);
  return [...found, 'build/heat.json'].sort().map((file) => join(root, file));
}

function hashOf(files, texts) {
  const hash = createHash('sha256');
  for (const [name, text] of Object.entries(texts)) hash.update(name).update(text);
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

/** @param {string[]} modules those that the bundles have */
export const bundlesMadeOf = (modules) =>
  hashOf([...OF_BUNDLES.flatMap(filesIn), ...makers()], { modules: modules.join() });

/** @param {Record<string, string>} sources the scripts of the page, as they are written: see scripts.js */
export const pageMadeOf = (sources) => hashOf(OF_PAGE.flatMap(filesIn), sources);
