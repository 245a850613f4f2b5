/** The memory of emulated boards beside that of real engines, whose figures stand in recorded.json (`npm run engines -- --record test/memory`). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtinsOf } from '../../host/builtins/recorded.ts';
import { projectFolder, readBoard } from '../../host/emulator/index.ts';
import { type Recorded, bundleBeside, programText, readMemoryPrograms } from '../../host/engines/index.ts';
import { runProgram } from '../../host/program/run.ts';
import type { RunResult } from '../../host/program/types.ts';

const folder = join(projectFolder, 'test', 'memory');
const recorded = JSON.parse(readFileSync(join(folder, 'recorded.json'), 'utf8')) as Recorded;
const engines = Object.entries(recorded).filter(([name]) => name.startsWith('espruino'));

/** Of what is free on the engine. */
const BAR = 0.02;
/** Of a module that is asked for, and the list that it is in. */
const STORAGE = 6;
/** Of a construct: variables. */
const MOST_APART = 1;

const freeIn = ({ output }: RunResult): number[] =>
  output.flatMap(({ text }) => (/^free \d+$/.test(text) ? [Number(text.slice(5))] : []));

/** Pins have other names on other boards: what they take is the same. */
const withPinsOf = (board: string, statement: string): string =>
  builtinsOf(readBoard(board))!.names.pins!.split(' ').includes('D1')
    ? statement
    : statement.replace(/\bD(?=\d\b)/g, 'A');

describe.each(engines)('%s', (_name, { board, total, idle, constructs, programs }) => {
  // What is free is told by an object that is a variable itself; and the program was read from Storage there.
  const run = (program: string, bundleFile?: string): RunResult =>
    runProgram(board, `require("Storage"); ${program}`, {
      forMilliseconds: 1,
      stallMilliseconds: 1e9,
      counting: { idle: total - idle - 1 - STORAGE },
      ...(bundleFile && { bundleFile }),
    }).result;

  test('each construct takes the variables that it takes there', () => {
    const apart = Object.entries(constructs).flatMap(([statement, variables]) => {
      const { output, problems } = run(`${withPinsOf(board, statement)};\nprint('free ' + process.memory().free);`);
      const counted = idle - Number(output.at(-1)?.text.slice(5));
      return Math.abs(counted - variables) <= MOST_APART
        ? []
        : [`${statement}: ${counted}, and ${variables} there ${problems.map(({ message }) => message).join()}`];
    });
    expect(apart).toEqual([]);
  });

  test.each(readMemoryPrograms(folder, 'espruino'))('$name leaves what it leaves there', (program) => {
    const bundleFile = program.modules ? bundleBeside(folder, program.modules, 'espruino') : undefined;
    const result = run(programText(program, 'espruino'), bundleFile);
    const { free, isOut } = programs[program.name]!;
    const counted = freeIn(result);
    expect(counted).toHaveLength(free.length);
    free.forEach((there, i) => expect(Math.abs(counted[i]! - there) / there).toBeLessThanOrEqual(BAR));
    expect(result.problems.some(({ kind }) => kind === 'out of memory')).toBe(isOut);
  });
});
