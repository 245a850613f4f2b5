/** Bundles that the page makes of the one with all modules: they are what the build would make, but for how functions are put into their callers. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../../host/boards/board.ts';
import { bundleWith, wholeBundle } from '../../host/play/bundles.ts';
import { modulesIn } from '../../host/play/modules.ts';
import { trimmed } from '../../host/play/trim.ts';
import { runJob } from '../../host/play/run.ts';
import type { Step } from '../../host/play/types.ts';
import { runProgram } from '../../host/program/run.ts';
import { isSoak } from '../support/soak.ts';
import { dataOfPage } from './data.ts';

const { boards, modules, programs, bundles } = dataOfPage();
const names = modules.map(([name]) => name);
/** A trimmed bundle may be larger than what the build makes by so much. */
const MOST_LARGER = 1.06;
/** So fast that all modules are there before the first timer of an example is due. */
const BOARD = 'pico2';
/** A bundle that takes longer to load leaves less of the time: from here on calls of one run may be missing. */
const SAME_CALLS = 60;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const fileOf = (text: string): string => {
  const file = join(folder, 'bundle.js');
  writeFileSync(file, text);
  return file;
};

/** What a bundle gives to a program, on a board that has room for it. */
function exportsOf(text: string, engine: 'espruino' | 'kaluma'): string[] {
  const start = engine === 'espruino' ? 'var ckremm = require("ckremm");' : '';
  const program = `${start} print(Object.keys(ckremm).join()); ckremm.devices.heap(0, 1024);`;
  const { result } = runProgram(engine === 'espruino' ? 'pico' : 'kaluma-pico', program, {
    bundleFile: fileOf(text),
    forMilliseconds: 10,
  });
  expect(result.problems.filter(({ kind }) => kind !== 'stall')).toEqual([]);
  return result.output[0]!.text.split(',');
}

/** Of the modules these, in a soak all: a bundle takes seconds to trim and to start. */
const ALONE = isSoak ? names : ['headers', 'queue', 'paging'];

test.each(['puckjs', 'kaluma-pico'])('of %s: modules alone, and all, with what every bundle has', (board) => {
  const { engine } = boards.find(({ name }) => name === board)!;
  for (const name of ALONE) {
    const text = bundleWith(bundles, board, [name]);
    expect(exportsOf(text, engine).sort()).toEqual(['devices', 'fault', 'heap', name].sort());
    expect(text.length).toBeLessThan(0.65 * wholeBundle(bundles, board).length);
  }
  expect(trimmed(wholeBundle(bundles, board), names)).toBe(wholeBundle(bundles, board));
});

test.each([
  ['puckjs', 'ckremm.storage.js'],
  ['pico', 'ckremm.storage.js'],
  ['banglejs2', 'ckremm.storage.js'],
  ['kaluma-pico', 'ckremm.min.js'],
])('of %s: with the modules of its profile it is about as large as the one that was built', (board, file) => {
  const built = statSync(join(projectFolder, 'dist', board, file)).size;
  const { modules: own } = boards.find(({ name }) => name === board)!;
  expect(bundleWith(bundles, board, own).length).toBeLessThan(MOST_LARGER * built);
});

/** How many steps of a collector come between two other calls is a matter of time, which a bundle that loads faster has more of; so are texts that tell it. */
const isTimed = (call: string): boolean => call.startsWith('gc.step') || / at \d+ s"/.test(call);

/** What a program does, call by call. */
function callsWith(bundle: string, program: string): string[] {
  const steps: Step[] = [];
  const job = { board: BOARD, bundle: '', program, forMilliseconds: 20000 };
  runJob(job, fileOf(bundle), (chunk) => void steps.push(...chunk.steps));
  return steps
    .filter(({ isTurn, text }) => !isTurn && !isTimed(text))
    .map(({ text, result, reason }) => `${text} ${result} ${reason}`);
}

test.each(programs.map(({ name }) => name))('the example %s does what it does with all modules', (name) => {
  const { text } = programs.find((one) => one.name === name)!;
  // What is drawn may differ from run to run.
  const program = `var seed = 1; Math.random = function () { seed = (seed * 75 + 74) % 65537; return seed / 65537; };\n${text}`;
  const needed = modulesIn(program, names);
  const calls = callsWith(bundleWith(bundles, BOARD, needed), program).slice(0, SAME_CALLS);
  expect(calls).toEqual(callsWith(wholeBundle(bundles, BOARD), program).slice(0, SAME_CALLS));
  expect([needed.length > 0, calls.length > 10]).toEqual([true, true]);
});

test('each board has a bundle of its own', () => {
  const texts = boards.map(({ name }) => wholeBundle(bundles, name));
  expect(new Set(texts).size).toBe(boards.length);
  for (const [i, { name }] of boards.entries())
    expect([name, /\.headers=/.test(texts[i]!), texts[i]!.includes(`"${name}"`)]).toEqual([name, true, true]);
});
