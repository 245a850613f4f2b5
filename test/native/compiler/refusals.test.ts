/** What the pass cannot take stops it: with file and line, and why. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { translate } from '../../../build/native/index.js';
import { openProgram } from '../../../build/native/program.js';
import { root } from '../../support/project.ts';

const HEAD = `type Heap = Uint8Array;
interface Pool { u8: Uint8Array; at: number } interface Wide extends Pool { end: number } function touch(pool: Pool): number { return pool.at++; }
export declare function outside(a: number): number;
var global = 5;
`;

/** What stops on line 6 of a file: a function of two lines, and why it is refused. */
const REFUSED: [string, string][] = [
  ['return a / b;', 'try.ts:6: / may give a fraction or NaN'],
  ['return a % b;', 'try.ts:6: % may give a fraction or NaN'],
  ['return a * b;', 'try.ts:6: a product beyond 2^53'],
  ['return Math.sqrt(a);', 'try.ts:6: no such function of Math in C'],
  ['return Math.ceil(a);', 'try.ts:6: Math.ceil of no quotient'],
  ['return Math.ceil(a / b);', 'try.ts:6: Math.ceil(a / b) takes b from 1 up'],
  ['return a > 0 ? f(heap, a - 1, b) : 0;', 'try.ts:6: calls itself'],
  ['return global;', 'try.ts:6: a variable outside functions'],
  ['return outside(a);', 'try.ts:6: a call of no plain function'],
  ["return ('' + a) as any as number;", 'try.ts:6: no strings'],
  ['try { return a; } finally { heap[0] = 1; }', 'try.ts:6: try has no counterpart'],
  ['throw a;', 'try.ts:6: nothing can be thrown'],
  ['switch (a) { default: return b; }', 'try.ts:6: switch would need a table'],
  ['for (var i = 0; i < a; i++) heap[i] = 0; return 0;', 'try.ts:6: declare before the loop'],
  ['var f = function () { return a; }; return f();', 'try.ts:6: a call of no plain function'],
  ['return [a, b][0];', 'try.ts:6: no arrays of JavaScript'],
  ['var x = a >>> 0, y = x - 1; return y | 0;', 'try.ts:6: holds numbers below 0 and of 2^31 or more'],
  ['var seen = new Uint8Array(a); return seen[0];', 'try.ts:6: memory of a call is at most 512 elements'],
  ['return heap.buffer ? 1 : 0;', 'try.ts:6: no such property in C'],
  ['return no(a);', "try.ts:6: Cannot find name 'no'"],
  ['heap.set([1, 2], a); return 0;', 'try.ts:6: set takes a subarray(start, end)'],
  ['return heap.subarray(a).length;', 'try.ts:6: no such property in C'],
  ['return new Uint16Array(heap.buffer)[0];', 'try.ts:6: a view takes heap.buffer and heap.byteOffset'],
  ['return touch({ u8: heap, at: a, end: b } as Wide);', 'try.ts:6: '],
  ['var wide: Wide = { u8: heap, at: a, end: b }; return touch(wide);', 'try.ts:6: an object of another type'],
  ['lots: while (a--) break lots; return 0;', 'try.ts:6: no labels'],
];

function translating(body: string): () => unknown {
  return () => {
    const folder = mkdtempSync(join(tmpdir(), 'ckremm-refused-'));
    try {
      const file = join(folder, 'try.ts');
      const text = `export function f(heap: Heap, a: number, b: number): number {\n  ${body}\n}\n`;
      writeFileSync(file, `${HEAD}${text}`);
      const program = openProgram(folder, [file, join(root, 'boards', 'es5.d.ts')]);
      const calls = [{ file: 'try', name: 'f', form: 'heap' }];
      return translate(program, [{ name: 'try', calls }]).text;
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
}

test.each(REFUSED)('%s', (body, reason) => {
  expect(translating(body)).toThrow(reason);
});

test('what is taken does not stop it', () => {
  expect(translating('return (a / 3) | 0;')()).toContain('div_(a, 3)');
});
