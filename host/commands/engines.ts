/** `ckremm engines`: every module's workload, from every board's bundles, on every engine there is. */
import { boardNames } from '../emulator/index.ts';
import { type Engine, type Target, builtTargets, differenceOn, findEngines, fullTargets } from '../engines/index.ts';
import type { Command, Values } from './command.ts';
import { boardOf } from './inputs.ts';
import { endProgress, showProgress } from './progress.ts';
import { paint, renderTable } from './table.ts';

/** Boards whose profile may leave modules out: their bundles are built with all, for one small heap and one large. */
const FULL_BOARDS = ['puckjs', 'kaluma-pico'];

export const enginesCommand: Command = {
  name: 'engines',
  summary: 'Run a workload of each module on every JavaScript engine there is, and compare the heaps byte for byte.',
  options: [{ name: 'board', value: 'NAME', help: "only this board's bundles" }],
  notes: [
    'Engines: node (in a realm that has what boards have), QuickJS (with the memory of the board), Duktape where\n' +
    'it is installed, and CKREMM_ENGINES="espruino=/path jerry=/path mqjs=/path". CKREMM_REQUIRE="duktape"\n' +
    'makes one that is missing an error. Exit code 1: an engine gave another heap.',
  ],
  run,
};

async function run(values: Values): Promise<void> {
  const { engines, missing } = findEngines();
  for (const line of missing) console.log(line);
  const targets = values.board
    ? builtTargets([boardOf(values).name])
    : [...builtTargets(boardNames()), ...FULL_BOARDS.flatMap(fullTargets)];
  const rows = targets.flatMap((target) => target.modules.map((module) => ({ target, module })));
  const faults: string[] = [];
  const cells: string[][] = [];
  for (const [at, row] of rows.entries()) {
    showProgress(at, rows.length, `${row.target.title}, ${row.target.kind}: ${row.module}`);
    cells.push(await cellsOf(row.target, row.module, engines, faults));
  }
  endProgress();
  console.log(renderTable(['board', 'bundle', 'module', ...engines.map(({ name }) => name)]
    .map((title) => ({ title, align: 'left' as const })), cells));
  for (const fault of faults) console.log(fault);
  console.log(`${rows.length * engines.length - faults.length} passed, ${faults.length} failed`);
  if (faults.length > 0) process.exitCode = 1;
}

async function cellsOf(target: Target, module: string, engines: Engine[], faults: string[]): Promise<string[]> {
  const cells = [target.title, target.kind, module];
  for (const engine of engines) {
    const difference = await differenceOn(engine, target, module);
    if (difference) faults.push(`${engine.name}, ${cells.slice(0, 3).join(', ')}: ${difference}`);
    cells.push(difference ? paint('red', 'differs') : 'same');
  }
  return cells;
}
