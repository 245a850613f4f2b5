/** The build as a function: bundles of any board and modules, over the library that is compiled, and dist/ stays as it was. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withoutPrototypes } from '../../build/tree/prototypes.js';
import { buildBundles, root } from '../support/project.ts';

const out = mkdtempSync(join(tmpdir(), 'ckremm-build-'));
afterAll(() => rmSync(out, { recursive: true }));
const textOf = (...path: string[]): string => readFileSync(join(...path), 'utf8');

test('a board of its own modules is what npm run build makes; two boards and other modules, one after the other', async () => {
  const before = statSync(join(root, 'dist', 'puckjs', 'ckremm.min.js')).mtimeMs;
  await buildBundles({ boards: ['puckjs'], out });
  for (const file of ['ckremm.js', 'ckremm.min.js', 'ckremm.storage.js'])
    expect(textOf(out, 'puckjs', file)).toBe(textOf(root, 'dist', 'puckjs', file));
  await buildBundles({
    boards: ['puckjs', 'kaluma-pico'],
    modules: 'headers.create,headers.alloc',
    out: join(out, 'other'),
    kinds: ['ckremm.min.js'],
  });
  expect(readdirSync(join(out, 'other')).sort()).toEqual(['kaluma-pico', 'puckjs']);
  expect(readdirSync(join(out, 'other', 'puckjs')).sort()).toEqual([
    'ckremm.min.d.ts',
    'ckremm.min.js',
    'package.json',
  ]);
  expect(textOf(out, 'other', 'puckjs', 'ckremm.min.js').length).toBeLessThan(
    textOf(out, 'puckjs', 'ckremm.min.js').length,
  );
  expect(statSync(join(root, 'dist', 'puckjs', 'ckremm.min.js')).mtimeMs).toBe(before);
});

test.each([
  [{ boards: ['toaster'] }, /no board "toaster"/],
  [{ boards: ['puckjs'], modules: 'nonsense' }, /--configModules: entry\.0 is "nonsense"/],
  [{ boards: ['puckjs'], ram: 'headers' }, /"headers" is a whole module/],
  [{ boards: ['puckjs', 'kaluma-pico'], jit: 'headers.alloc' }, /kaluma-pico does not know "jit"/],
])('%j is refused in words', async (wish, words) => {
  await expect(buildBundles({ ...wish, out })).rejects.toThrow(words);
});

test('namespaces lose their null prototype, and nothing else', () => {
  const text = 'var a = {\n  __proto__: null,\n  b: b,\n  c: { __proto__: null }\n};\nvar s = "__proto__: null,";';
  expect(withoutPrototypes(text)).toBe('var a = {\n  b: b,\n  c: {  }\n};\nvar s = "__proto__: null,";');
});

test('a look at the data of records takes no rare arm in, which an interpreter would read each time', async () => {
  await buildBundles({
    boards: ['puckjs'],
    modules: 'records',
    out: join(out, 'records'),
    kinds: ['ckremm.storage.js'],
  });
  const text = textOf(out, 'records', 'puckjs', 'ckremm.storage.js');
  const [, at] = /[{,]at:(function\([^}]*\})/.exec(text)!;
  expect(at!.length).toBeLessThan(90);
});
