/**
 * The committed blobs: native/SET.json has the machine code of a set of modules, where its calls start, and the hash of the C that it
 * was made from, which only the sources and this pass decide. `npm run native` makes all of them; nobody edits them.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import profiles from '../profiles.cjs';
import { openLibrary, translate } from './index.js';
import { writeLibrary } from './library.js';
import { compilerVersion, link } from './link.js';
import { MODULES } from './modules.js';
import { openProgram } from './program.js';
import { fileOf } from './read.js';

export { readBlob } from './read.js';

const { root } = profiles;

/** Which modules are in one blob, by its name. */
export const SETS = {
  headers: ['headers'],
  'records+queue': ['records', 'queue', 'rows'],
  messages: ['messages'],
  paging: ['paging'],
  tables: ['tables'],
  'tables+strings': ['tables', 'strings'],
  'tables+gc': ['tables', 'gc'],
  all: ['headers', 'records', 'queue', 'rows', 'messages', 'tables', 'strings', 'gc'],
};

/** The compiler whose code is committed: gcc-arm-none-eabi of Debian 12. Another one makes other bytes. */
export const COMPILER = '12.2.1';

/** Code that tests run: the constructs of the subset. */
const CONSTRUCTS = join(root, 'test', 'native', 'compiler');

const testFile = (name) => join(root, 'test', 'native', 'blobs', `${name}.json`);

/** The C of test/native/compiler/constructs.ts, every exported function an entry on a heap. */
export function translateConstructs() {
  const file = join(CONSTRUCTS, 'constructs.ts');
  const names = [...readFileSync(file, 'utf8').matchAll(/^export function (\w+)/gm)].map(([, name]) => name);
  const calls = names.map((name) => ({ file: 'constructs', name, form: 'heap' }));
  const program = openProgram(CONSTRUCTS, [file, join(root, 'boards', 'es5.d.ts')]);
  return translate(program, [{ name: 'constructs', calls }]);
}


/**
 * Code that only tests run: a headers pool that believes the size of a block below, whatever it is. With bounds nothing outside is
 * touched all the same; without them it is, and the count of such accesses is proven to count.
 */
const MUTANT = [{ file: 'headers/bins', from: 'if (below < 2 || b - below < pool.first) return', to: 'if (below < 2) return' }];
const MUTANTS = { bounded: [], unbounded: ['-DUNBOUNDED'] };

export const hashOf = (text) => createHash('sha256').update(text).digest('hex');

/** The C of every set, from sources that are read once. */
export function translateSets() {
  const program = openLibrary();
  return Object.fromEntries(
    Object.entries(SETS).map(([set, names]) => [
      set,
      translate(
        program,
        names.map((name) => MODULES[name]),
      ),
    ]),
  );
}

/** The text of a blob's file. */
export function blobText(set, { text, signatures }, flags = []) {
  const { code, offsets, stackBytes } = link(text, { name: set, flags });
  const calls = Object.fromEntries(
    Object.entries(signatures).map(([name, signature]) => [name, [offsets[name], signature]]),
  );
  const lines = code.toString('base64').match(/.{1,100}/g);
  const blob = { modules: SETS[set], hash: hashOf(text), compiler: COMPILER, bytes: code.length, stackBytes, calls, code: lines };
  return `${JSON.stringify(blob, null, 1)}\n`;
}

/** The texts of the mutant's blobs, by name. */
export function mutantsOf() {
  const mutant = translate(openLibrary(MUTANT), [MODULES.headers]);
  return Object.fromEntries(Object.entries(MUTANTS).map(([name, flags]) => [name, blobText('headers', mutant, flags)]));
}

/** Makes all blobs anew; BuildFault where the pinned compiler is not there. */
export function writeBlobs() {
  const version = compilerVersion();
  if (version !== COMPILER)
    throw new profiles.BuildFault(
      `native code is made with gcc-arm-none-eabi ${COMPILER}, as Debian 12 has it; here is ${version ?? 'none'}`,
    );
  const sets = translateSets();
  for (const [set, translated] of Object.entries(sets)) {
    const text = blobText(set, translated);
    writeFileSync(fileOf(set), text);
    const { bytes, stackBytes, calls } = JSON.parse(text);
    console.log(
      `native/${set}.json: ${bytes} bytes of code, ${Object.keys(calls).length} calls, a stack of up to ${stackBytes} bytes`,
    );
  }
  writeLibrary(openLibrary());
  for (const [name, text] of Object.entries(mutantsOf())) writeFileSync(testFile(name), text);
  writeFileSync(testFile('constructs'), blobText('constructs', translateConstructs()));
}
