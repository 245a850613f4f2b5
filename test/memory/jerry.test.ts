/** The memory of emulated Kaluma boards beside that of JerryScript, whose figures stand in recorded.json (`npm run engines -- --record test/memory`). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../host/emulator/index.ts';
import { type Recorded, TELL, bundleBeside, programText, readMemoryPrograms } from '../../host/engines/index.ts';
import { runProgram } from '../../host/program/run.ts';
import type { RunResult } from '../../host/program/types.ts';

const folder = join(projectFolder, 'test', 'memory');
const recorded = JSON.parse(readFileSync(join(folder, 'recorded.json'), 'utf8')) as Recorded;
const engines = Object.entries(recorded).filter(([name]) => name.startsWith('jerryscript'));

/** Of what is in use on the engine. */
const BAR = 0.03;
/** Of a construct, bytes or part of what it takes, whichever is more. */
const MOST_APART = 24;
const PART_APART = 0.05;

const freeIn = ({ output }: RunResult): number[] =>
  output.flatMap(({ text }) => (/^free \d+$/.test(text) ? [Number(text.slice(5))] : []));

describe.each(engines)('%s', (_name, { board, total, idle, constructs, programs }) => {
  const runOn = (idleBytes: number, program: string, bundleFile?: string): RunResult =>
    runProgram(board, program, {
      forMilliseconds: 1,
      stallMilliseconds: 1e9,
      counting: { idle: idleBytes, total },
      ...(bundleFile && { bundleFile }),
    }).result;
  const empty = join(folder, 'bundles', 'none.bundle');
  // What the script takes that tells it is none of the idle engine's.
  const [toldOfNone] = freeIn(runOn(0, TELL.jerryscript, empty));
  const run = (program: string, bundleFile = empty): RunResult => runOn(toldOfNone! - idle, program, bundleFile);

  test('each construct takes the bytes that it takes there', () => {
    const apart = Object.entries(constructs).flatMap(([statement, bytes]) => {
      const result = run(`${statement};\n${TELL.jerryscript}`);
      const counted = idle - freeIn(result).at(-1)!;
      return Math.abs(counted - bytes) <= Math.max(MOST_APART, bytes * PART_APART)
        ? []
        : [`${statement}: ${counted}, and ${bytes} there ${result.problems.map(({ message }) => message).join()}`];
    });
    expect(apart).toEqual([]);
  });

  test.each(readMemoryPrograms(folder, 'jerryscript'))('$name has in use what it has there', (program) => {
    const bundleFile = program.modules ? bundleBeside(folder, program.modules, 'jerryscript') : undefined;
    const result = run(programText(program, 'jerryscript'), bundleFile);
    const { free, isOut } = programs[program.name]!;
    const counted = freeIn(result);
    expect(counted).toHaveLength(free.length);
    free.forEach((there, i) => expect(Math.abs(counted[i]! - there) / (total - there)).toBeLessThanOrEqual(BAR));
    expect(result.problems.some(({ kind }) => kind === 'out of memory')).toBe(isOut);
  });
});
