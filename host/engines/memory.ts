/** What a bundle takes of the variables of an Espruino build, and whether its heap lies in one piece there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BoardProfile, boardNames, projectFolder, readBoard } from '../emulator/index.ts';
import { type Engine, flashRunnerOf } from './engine.ts';

export interface MemoryUse {
  engine: string;
  board: string;
  /** Variables of the build, and free before anything was loaded. */
  variables: number;
  freeVariables: number;
  functions: number;
  parameters: number;
  /** Variables that `require` took. */
  moduleVariables: number;
  /** Of the heap that was had, or 0 and the fault. */
  heapBytes: number;
  fault: number;
  freeAfter: number;
}

/** process.memory() collects garbage first. */
const PROGRAM = `print('begin');
var total = process.memory().total, before = process.memory().free, ckremm = require("ckremm");
var loaded = process.memory().free, heap = ckremm.devices.heap();
print([total, before, before - loaded, heap ? heap.length : 0, ckremm.fault(), process.memory().free].join());
print('done');`;

/** The variables of an Espruino and the bytes of each; null: the engine is none. */
export async function variablesOf(engine: Engine): Promise<{ variables: number; variableBytes: number } | null> {
  const said = await engine.ask?.(
    'var m; try { m = process.memory(); print("of " + m.total + " variables of " + m.blocksize); } catch (e) {}',
  );
  const [, variables, variableBytes] = /of (\d+) variables of (\d+)/.exec(said ?? '') ?? [];
  return variables ? { variables: Number(variables), variableBytes: Number(variableBytes) } : null;
}

const espruinoBoards = (): BoardProfile[] =>
  boardNames()
    .map(readBoard)
    .filter(({ engine }) => engine.name === 'espruino');

/** Functions of a bundle and their parameters: each function is 5 variables, each parameter one. */
export function countFunctions(text: string): { functions: number; parameters: number } {
  const lists = Array.from(text.matchAll(/\bfunction\s*[\w$]*\(([^)]*)\)/g), (match) => match[1]!);
  return {
    functions: lists.length,
    parameters: lists.reduce((sum, list) => sum + list.split(',').filter(Boolean).length, 0),
  };
}

async function useOn(engine: Engine, board: BoardProfile): Promise<MemoryUse> {
  const bundleFile = join(projectFolder, 'dist', board.board, 'ckremm.storage.js');
  const [line] = await engine.runFromFlash!({ board, bundleFile, program: PROGRAM });
  const [variables, freeVariables, moduleVariables, heapBytes, fault, freeAfter] = line!.split(',').map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return {
    engine: engine.name,
    board: board.board,
    variables,
    freeVariables,
    moduleVariables,
    heapBytes,
    fault,
    freeAfter,
    ...countFunctions(readFileSync(bundleFile, 'utf8')),
  };
}

/** Each Espruino engine with the boards that have as many variables, and the next larger board: it must be refused its heap, or have it. */
export async function memoryUses(engines: Engine[]): Promise<MemoryUse[]> {
  const found: MemoryUse[] = [];
  const boards = espruinoBoards().sort((a, b) => a.engine.jsvarCount! - b.engine.jsvarCount!);
  for (const engine of engines) {
    if (!(await flashRunnerOf(engine))) continue;
    const first = await useOn(engine, boards[0]!);
    const same = boards.filter((board) => board.engine.jsvarCount === first.variables);
    const next = boards.filter((board) => board.engine.jsvarCount! > first.variables).slice(0, 1);
    for (const board of [...same, ...next]) found.push(board === boards[0] ? first : await useOn(engine, board));
  }
  return found;
}
