/** The committed blobs are made of src/ as it is; where the pinned compiler is, byte by byte. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  blobText,
  COMPILER,
  hashOf,
  mutantsOf,
  readBlob,
  SETS,
  translateConstructs,
  translateSets,
} from '../../build/native/blobs.js';
import { compilerVersion } from '../../build/native/link.js';
import { requiredOf } from '../../host/engines/find.ts';
import { root } from '../support/project.ts';

const HOW = 'run npm run native';
const sets: Record<string, { text: string; signatures: object }> = translateSets();

test.each(Object.keys(SETS))('native/%s.json is made of the sources as they are', (set) => {
  expect([set, readBlob(set).hash, HOW]).toEqual([set, hashOf(sets[set]!.text), HOW]);
});

test('a blob has nothing but code: no call starts outside it, and the entries are even', () => {
  for (const set of Object.keys(SETS)) {
    const { code, bytes, offsets } = readBlob(set);
    expect(code.length).toBe(bytes);
    for (const [name, offset] of Object.entries(offsets))
      expect([name, (offset as number) < bytes && (offset as number) % 2]).toEqual([name, 0]);
  }
});

const version: string | null = compilerVersion();
const why =
  version === COMPILER
    ? ''
    : `gcc-arm-none-eabi ${COMPILER} is not there, so no native code is made again: apt-get install gcc-arm-none-eabi`;
if (why && requiredOf(process.env).includes('gcc-arm-none-eabi')) throw new Error(why);

(why ? describe.skip : describe)(why || 'made again', () => {
  const committed = (file: string): string => readFileSync(join(root, file), 'utf8');

  test.each(Object.keys(SETS))('native/%s.json is the same, byte by byte', (set) => {
    expect(blobText(set, sets[set]) === committed(`native/${set}.json`) || HOW).toBe(true);
  });

  test('so is the code that tests run', () => {
    const made: Record<string, string> = { ...mutantsOf(), constructs: blobText('constructs', translateConstructs()) };
    for (const [name, text] of Object.entries(made))
      expect([name, text === committed(`test/native/blobs/${name}.json`) || HOW]).toEqual([name, true]);
  });
});
