/** Runs workloads on engines and says where the result is not the one it should be. */
import { join } from 'node:path';
import { projectFolder, readBoard } from '../emulator/index.ts';
import { type Engine, flashRunnerOf, isOutOfRoom } from './engine.ts';
import { realmEngine } from './realm.ts';
import { type Target, aloneOf } from './targets.ts';
import { workloadProgram } from './workloads.ts';

const expected = new Map<string, Promise<string[]>>();

/** What a module's workload must say on every engine, from every bundle: what the host's lean one says in node. */
export function expectedOf(module: string): Promise<string[]> {
  let lines = expected.get(module);
  if (!lines) {
    const bundleFile = join(projectFolder, 'dist', 'host', 'ckremm.min.js');
    lines = realmEngine.run({ board: readBoard('host'), bundleFile, program: workloadProgram(module) });
    expected.set(module, lines);
  }
  return lines;
}

/** '' when the engine says what it should, else what it said instead. */
export const differenceOn = (engine: Engine, target: Target, module: string): Promise<string> =>
  differenceOf((script) => engine.run(script), target, module);

async function differenceOf(run: Engine['run'], { board, bundleFile }: Target, module: string): Promise<string> {
  const wanted = (await expectedOf(module)).join(' / ');
  try {
    const said = (await run({ board, bundleFile, program: workloadProgram(module) })).join(' / ');
    return said === wanted ? '' : `it said "${said}", not "${wanted}"`;
  } catch (error) {
    return (error as Error).message;
  }
}

/** How a cell of the table came out. */
export interface EngineOutcome {
  /** 'flash': the same with the bundle in flash; 'alone': the same from a bundle of that module alone. */
  result: 'same' | 'flash' | 'alone' | 'no room' | 'differs';
  /** What was said instead. */
  difference: string;
}

/**
 * A bundle is read as text into the engine's memory, where a board has it in flash. When that memory is too
 * small for it, the cell is run with the bundle in flash, then with a bundle of the module alone, as text and
 * from flash.
 */
export async function outcomeOn(engine: Engine, target: Target, module: string): Promise<EngineOutcome> {
  const difference = await differenceOn(engine, target, module);
  if (!difference) return { result: 'same', difference };
  if (!isOutOfRoom(difference)) return { result: 'differs', difference };
  const fromFlash = await flashRunnerOf(engine);
  const attempts: ['flash' | 'alone', () => Promise<string>][] = [
    ['alone', async () => differenceOn(engine, await aloneOf(target, module), module)],
  ];
  if (fromFlash) {
    attempts.unshift(['flash', () => differenceOf(fromFlash, target, module)]);
    attempts.push(['alone', async () => differenceOf(fromFlash, await aloneOf(target, module), module)]);
  }
  let last = difference;
  for (const [result, attempt] of attempts) {
    const found = await attempt();
    if (!found) return { result, difference: '' };
    if (!isOutOfRoom(found)) return { result: 'differs', difference: found };
    last = found;
  }
  return { result: 'no room', difference: last };
}
