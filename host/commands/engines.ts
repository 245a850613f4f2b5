/** `ckremm engines`: every module's workload, from every board's bundles, on every engine there is. */
import { boardNames } from '../emulator/index.ts';
import {
  type Engine,
  type EngineOutcome,
  type FirmwareEngine,
  type Target,
  builtTargets,
  findEngines,
  firmwareEngines,
  fullTargets,
  isSentTo,
  memoryUses,
  namedCommands,
  outcomeOn,
  recordMemory,
  workloadModules,
} from '../engines/index.ts';
import type { Command, Values } from './command.ts';
import { boardOf } from './inputs.ts';
import { endProgress, showProgress } from './progress.ts';
import { UserError } from '../support/errors.ts';
import { number, paint, renderTable } from './table.ts';

/** Boards whose profile may leave modules out: their bundles are built with all, for one small heap and one large. */
const FULL_BOARDS = ['puckjs', 'kaluma-pico'];

export const enginesCommand: Command = {
  name: 'engines',
  summary: 'Run a workload of each module on every available JavaScript engine, and compare the heaps byte for byte.',
  options: [
    { name: 'board', value: 'NAME', help: "only this board's bundles" },
    { name: 'modules', value: 'M,N', help: 'only the workloads of these' },
    {
      name: 'memory',
      help: 'how many variables each module and its heap take on each Espruino in CKREMM_ENGINES',
    },
    {
      name: 'record',
      value: 'FOLDER',
      help: 'how many variables the programs named in FOLDER leave free on CKREMM_ENGINES, into FOLDER/recorded.json',
    },
  ],
  notes: [
    'Engines: node (in a realm that has what boards have), QuickJS (with the memory of the board), Duktape where\n' +
      'it is installed, and CKREMM_ENGINES="espruino=/path jerry=/path arm=\'qemu-arm /path\'". CKREMM_REQUIRE="duktape"\n' +
      "makes a missing one an error. If a bundle leaves no room as text, it is run from the engine's flash, or\n" +
      'its module alone is; if that leaves none either, the cell is skipped, in a line. Exit code 1: a heap differs.',
    'CKREMM_FIRMWARE="pico=FILE.uf2,kaluma-pico=FILE.uf2" CKREMM_BOOTROM=FILE: firmware for a Pico is one more engine, in an emulated RP2040, for\n' +
      'the bundles of such boards, with all modules. It takes minutes a module; docs/firmware.md says where to get the files.',
  ],
  run,
};

async function run(values: Values): Promise<void> {
  if (values.record !== undefined) return record(String(values.record));
  const { engines, missing } = findEngines();
  if (values.memory) return showMemory(engines);
  for (const line of missing) console.log(line);
  const firmware = firmwareEngines();
  const targets = await targetsFor(values, firmware);
  const asked = values.modules === undefined ? undefined : modulesAsked(String(values.modules));
  const rows = targets.flatMap((target) =>
    target.modules.filter((module) => asked?.includes(module) ?? true).map((module) => ({ target, module })),
  );
  const told: Told = { same: 0, faults: [], skipped: [] };
  const cells: string[][] = [];
  for (const [at, row] of rows.entries()) {
    showProgress(at, rows.length, `${row.target.title}, ${row.target.kind}: ${row.module}`);
    const some = await cellsOf(row.target, row.module, engines, told);
    cells.push([...some, ...(await firmwareCells(row.target, row.module, firmware, told))]);
  }
  endProgress();
  console.log(
    renderTable(
      ['board', 'bundle', 'module', ...[...engines, ...firmware].map(({ name }) => name)].map((title) => ({
        title,
        align: 'left' as const,
      })),
      cells,
    ),
  );
  if (cells.flat().some((cell) => cell === 'flash' || cell === 'alone'))
    console.log(
      'flash: the same, with the bundle in flash; alone: the same, from a bundle of that module alone: as text it leaves no room',
    );
  for (const line of [...told.skipped, ...told.faults]) console.log(line);
  console.log(`${told.same} passed, ${told.faults.length} failed`);
  if (told.faults.length > 0) process.exitCode = 1;
}

/** Of Espruinos: what is counted of emulated boards is compared with these figures. */
async function record(folder: string): Promise<void> {
  const commands = namedCommands(process.env.CKREMM_ENGINES ?? '');
  if (commands.length === 0) throw new UserError('engines: --record needs engines, CKREMM_ENGINES="name=/path ..."');
  const file = await recordMemory(folder, commands, (line) => console.error(line));
  console.log(`recorded in ${file}`);
}

/** The bundles to run: those of boards whose firmware is named have all modules, too. */
async function targetsFor(values: Values, firmware: FirmwareEngine[]): Promise<Target[]> {
  const named = values.board === undefined ? undefined : boardOf(values).name;
  const full = [...new Set([...(named ? [] : FULL_BOARDS), ...firmware.map(({ board }) => board)])].filter(
    (name) => named === undefined || name === named,
  );
  return [
    ...builtTargets(named === undefined ? boardNames() : [named]),
    ...(await Promise.all(full.map(fullTargets))).flat(),
  ];
}

function modulesAsked(list: string): string[] {
  const modules = list.split(',').filter(Boolean);
  const unknown = modules.find((name) => !workloadModules().includes(name));
  if (unknown !== undefined || modules.length === 0)
    throw new UserError(
      `engines: there is no workload of '${unknown ?? ''}'; there are ${workloadModules().join(', ')}`,
    );
  return modules;
}

interface Told {
  same: number;
  faults: string[];
  skipped: string[];
}

/** So many engines at a time. */
const AT_ONCE = 3;

async function cellsOf(target: Target, module: string, engines: Engine[], told: Told): Promise<string[]> {
  const cells = [target.title, target.kind, module];
  for (let i = 0; i < engines.length; i += AT_ONCE) {
    const some = engines.slice(i, i + AT_ONCE);
    const outcomes = await Promise.all(some.map((engine) => outcomeOn(engine, target, module)));
    outcomes.forEach((outcome, k) =>
      cells.push(tell(outcome, `${some[k]!.name}, ${cells.slice(0, 3).join(', ')}`, told)),
    );
  }
  return cells;
}

/** Firmware takes its board's own bundle with all modules; it runs in this process, one after the other. */
async function firmwareCells(
  target: Target,
  module: string,
  firmware: FirmwareEngine[],
  told: Told,
): Promise<string[]> {
  const cells: string[] = [];
  for (const engine of firmware) {
    const isFor = isSentTo(engine, target) && target.title !== target.board.board;
    const cell = `${engine.name}, ${target.title}, ${target.kind}, ${module}`;
    cells.push(isFor ? tell(await outcomeOn(engine, target, module), cell, told) : '-');
  }
  return cells;
}

function tell({ result, difference }: EngineOutcome, cell: string, told: Told): string {
  if (result === 'differs') told.faults.push(`${cell}: ${difference}`);
  else if (result === 'no room')
    told.skipped.push(`skipped: ${cell}: no room for the bundle, nor for that module alone: ${difference}`);
  else told.same++;
  return result === 'differs' ? paint('red', result) : result;
}

/** The bar is what a module of functions with short names would take: see docs/design/engines.md. */
async function showMemory(engines: Engine[]): Promise<void> {
  const uses = await memoryUses(engines);
  if (uses.length === 0)
    throw new UserError('no Espruino to measure on; name builds, CKREMM_ENGINES="puck=/path pico=/path"');
  const titles = [
    'engine',
    'variables',
    'board',
    'functions',
    'parameters',
    '9+5f+p',
    'require takes',
    'heap',
    'free then',
  ];
  console.log(
    renderTable(
      titles.map((title, i) => ({ title, align: i === 0 || i === 2 ? ('left' as const) : ('right' as const) })),
      uses.map(({ engine, variables, board, functions, parameters, moduleVariables, heapBytes, fault, freeAfter }) => [
        engine,
        number(variables),
        board,
        String(functions),
        String(parameters),
        number(9 + 5 * functions + parameters),
        number(moduleVariables),
        heapBytes ? number(heapBytes) : `fault ${fault}`,
        number(freeAfter),
      ]),
    ),
  );
}
