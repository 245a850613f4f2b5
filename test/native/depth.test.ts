/** The stack that calls need at most, of gcc's graph of calls: the deepest way, and what has none is no code of ours. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deepest } from '../../build/native/depth.js';
import { missing } from './runners.ts';

const node = (name: string, bytes: number, kind = 'static'): string =>
  `node: { title: "code.c:${name}" label: "${name}\\ncode.c:1:1\\n${bytes} bytes (${kind})" }`;
const edge = (from: string, to: string): string =>
  `edge: { sourcename: "code.c:${from}" targetname: "code.c:${to}" label: "code.c:1:1" }`;

const depthOf = (lines: string[], symbols = {}, code = Buffer.alloc(0)): number => deepest(lines.join('\n'), code, symbols);

const TREE = [node('top', 8), node('left', 100), node('right', 16), node('leaf', 40)];

test('the frames along the deepest way are added up, whatever leads there', () => {
  const calls = [edge('top', 'left'), edge('top', 'right'), edge('left', 'leaf'), edge('right', 'leaf')];
  expect(depthOf([...TREE, ...calls])).toBe(148);
  expect(depthOf([...TREE, ...calls, node('alone', 200)])).toBe(200);
});

test('what an entry puts there is added: registers, the largest pool, and arguments while the pool is looked for', () => {
  // begin_a: sub sp, #64 as its sixth instruction; begin_b: sub sp, #32.
  const code = Buffer.alloc(28);
  code.writeUInt16LE(0xb090, 10);
  const more = Buffer.alloc(28);
  more.writeUInt16LE(0xb088, 10);
  const both = Buffer.concat([code, more]);
  expect(depthOf(TREE, { begin_a: 0, begin_b: 28 }, both)).toBe(100 + 36 + 64);
  expect(depthOf([...TREE, node('enter_a', 100)], { begin_a: 0 }, both)).toBe(100 + 16 + 36 + 64);
  expect(() => depthOf(TREE, { begin_c: 2 }, both)).toThrow('begin_c has no frame');
});

test.each<[string, string[], string]>([
  ['calls itself', [edge('leaf', 'top'), edge('top', 'left'), edge('left', 'leaf')], 'top calls left calls leaf calls top'],
  ['calls through a pointer', [edge('leaf', '__indirect_call')], 'leaf calls __indirect_call, whose frame is not known'],
  ['calls what is not there', [edge('right', 'memcpy')], 'right calls memcpy, whose frame is not known'],
  ['has a frame of any size', [node('array', 8, 'dynamic')], 'array: a frame of no fixed size'],
  ['has one with a bound that gcc tells', [node('array', 8, 'dynamic,bounded')], 'array: a frame of no fixed size'],
])('code is refused that %s', (_what, lines, message) => {
  expect(() => depthOf([...TREE, ...lines])).toThrow(message);
});

/** C whose frames gcc can tell, and one function that it cannot inline. */
const C = `
#define NOINLINE __attribute__((noinline))
NOINLINE int leaf(volatile char *at) { volatile char room[64]; room[*at & 63] = *at; return room[3]; }
NOINLINE int top(int n) { volatile char room[128]; room[n & 127] = 1; return leaf(room) + leaf(room + 64); }
`;

const why = missing({ 'arm-none-eabi-gcc': 'gcc-arm-none-eabi' });
(why ? test.skip : test)(`what gcc writes is read, to the byte that it says of each function${why && `: ${why}`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-depth-'));
  writeFileSync(join(folder, 'code.c'), C);
  const flags = '-Os -mcpu=cortex-m0 -mthumb -ffreestanding -fcallgraph-info=su -fstack-usage -c code.c'.split(' ');
  execFileSync('arm-none-eabi-gcc', flags, { cwd: folder });
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const usage = [...read('code.su').matchAll(/(\d+)\tstatic/g)].map(([, bytes]) => Number(bytes));
  expect(usage.length).toBe(2);
  expect(usage.every((bytes) => bytes >= 64)).toBe(true);
  expect(deepest(read('code.ci'), Buffer.alloc(0), {})).toBe(usage[0]! + usage[1]!);
  rmSync(folder, { recursive: true });
});
