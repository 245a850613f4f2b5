/** The emulated board fails on what its engine lacks, even where the compiler was talked round; what other engines lack is the compiler's to refuse. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boot } from '../../host/emulator/boot.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What happens when `body` runs on an ESP32 with metered arrays; `u8` has 8 bytes. */
function runPlanted(body: string, strictStores = false): unknown {
  const bundleFile = join(folder, 'planted.js');
  writeFileSync(bundleFile, `var ckremm = { run: function (u8) { ${body} } };`);
  const { ckremm, newHeap } = boot('esp32', { bundleFile, strictStores });
  return ckremm.run(newHeap(8));
}

// boot() keeps bundles by name, so each planted body needs its own.
afterEach(() => {
  rmSync(folder, { recursive: true });
  folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
});

test.each([
  'Math.clz32(1)',
  'Math.imul(1, 2)',
  'new Map()',
  'Symbol("s")',
  'new RangeError("r")',
  'Object.freeze({})',
  'setImmediate(function () {})',
  'u8.copyWithin(0, 1)',
  'Uint8Array.from([1])',
  'Array.from([1])',
  '[1].at(0)',
  '[1].lastIndexOf(1)',
  '[[1]].flat()',
  'u8.lastIndexOf(0)',
  'new Proxy({}, {})',
])('%s throws', (expression) => {
  expect(() => runPlanted(`return ${expression};`)).toThrow();
});

test.each([
  ['a store past the end', 'u8[8] = 1', /store to index 8 of an array of 8/],
  ['a store below the start', 'u8[-1] = 1', /store to index -1/],
  ['a load past the end', 'return u8[8]', /load of index 8 of an array of 8/],
  ['a fraction as index', 'return u8[1.5]', /load of index 1\.5/],
  ['an undefined index', 'return u8[undefined]', /load of index undefined/],
  ['NaN as index', 'u8[NaN] = 1', /store to index NaN/],
  ['a property on an array', 'u8.kind = 1', /store to the property kind/],
  ['a view past the end', 'return new Uint16Array(u8.buffer, 4, 3)', /length|range/i],
  ['a subarray past the end', 'return u8.subarray(4, 12)', /subarray \[4, 12\) of an array of 8/],
  ['a set past the end', 'u8.set([1, 2, 3], 6)', /set to \[6, 9\) of an array of 8/],
])('with strictStores, %s throws', (_what, body, message) => {
  expect(() => runPlanted(body, true)).toThrow(message);
});

test('what boards have works', () => {
  expect(
    runPlanted(
      'var w = new Uint16Array(u8.buffer, 2, 3); w[0] = 513; u8.set(u8.subarray(2, 4), 6); return [u8[6], u8[7], w.length].join();',
      true,
    ),
  ).toBe('1,2,3');
});
