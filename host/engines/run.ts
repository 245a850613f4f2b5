/** Runs workloads on engines and says where the result is not the one it should be. */
import { join } from 'node:path';
import { projectFolder, readBoard } from '../emulator/index.ts';
import type { Engine } from './engine.ts';
import { realmEngine } from './realm.ts';
import type { Target } from './targets.ts';
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
export async function differenceOn(engine: Engine, { board, bundleFile }: Target, module: string): Promise<string> {
  const wanted = (await expectedOf(module)).join(' / ');
  try {
    const said = (await engine.run({ board, bundleFile, program: workloadProgram(module) })).join(' / ');
    return said === wanted ? '' : `it said "${said}", not "${wanted}"`;
  } catch (error) {
    return (error as Error).message;
  }
}
