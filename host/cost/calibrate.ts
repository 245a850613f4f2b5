/**
 * npm run calibrate -- espruino=/path/of/espruino jerryscript=/path/of/jerry
 * CKREMM_BOOTROM=FILE npm run calibrate -- jerryscript=FILE.uf2     on the firmware of a Pico, in microseconds of its clock
 * npm run calibrate -- espruino        counts and fits anew, with the instructions that were measured: for when the
 *                                      instrument has changed and the library has not
 *
 * Runs every scene on real engines under valgrind, which counts instructions: the same each time; or on a firmware in an emulated
 * RP2040, whose time is the same each time, too. One empty call is the unit. Writes host/cost/measured/ENGINE.json: what was measured, what was executed, and the
 * weights that follow. The engines must run a script file and have print.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildBundles } from '../boards/bundles.ts';
import { projectFolder } from '../emulator/index.ts';
import { CountingBoard } from './count.ts';
import { countInstructions } from './instructions.ts';
import { agreementOf, fitWeights, leftOut } from './fit.ts';
import { FirmwareMeter } from './on-firmware.ts';
import { type Calibration, ENGINES, type EngineKind, calibrationOf } from './model.ts';
import { type Scene, textOf, turnsOf } from './scene.ts';
import { SCENES } from './scenes.ts';
import { COPIES, STATEMENT_SCENES } from './statements.ts';

const MODULES =
  'headers,headers.inspect,tables,tables.inspect,records,records.inspect,queue,queue.inspect,messages,messages.inspect,strings,gc,gc.inspect,paging,paging.inspect';
const AT_ONCE = 2;
const EMPTY: Scene = { call: 'statement', what: 'nothing', modules: [], setup: '', run: '' };

/** Instructions of a whole run of `text`. */
async function instructionsOf(engine: string, text: string, file: string): Promise<number> {
  writeFileSync(file, text);
  return countInstructions(engine, file);
}

/** Instructions of a turn, the loop included. */
async function perTurn(engine: string, bundle: string, scene: Scene, folder: string): Promise<number> {
  const [from, to] = turnsOf(scene);
  const name = `${scene.call}-${scene.what}`.replace(/\W+/g, '-').slice(0, 60);
  const run = (turns: number): Promise<number> =>
    instructionsOf(
      engine,
      `${scene.modules.length ? bundle : ''}\n${textOf(scene, turns)}\nprint("done");`,
      join(folder, `${name}-${turns}.js`),
    );
  return ((await run(to)) - (await run(from))) / (to - from);
}

const ALL: (Scene & { thumbUnits?: number })[] = [...STATEMENT_SCENES, ...SCENES];

/** What no feature tells: a fraction read from a column is a number of its own in JerryScript's heap, 9 U where a whole number is 1. */
const isUntold = (board: string, { call, what }: Scene): boolean =>
  board === ENGINES.jerryscript.board && call === 'records.column' && what.startsWith('an element');
type Row = Calibration['rows'][number];

/** Statements come in copies: what one of them executes, or costs. */
const copiesOf = ({ modules }: Scene): number => (modules.length ? 1 : COPIES);

/** The lean bundle with all modules, built for this. */
async function buildFor(board: string, folder: string): Promise<string> {
  await buildBundles({ boards: [board], modules: MODULES, out: folder });
  return join(folder, board, 'ckremm.min.js');
}

function rowOf(scene: Scene & { thumbUnits?: number }, units: number, board: string, bundleFile: string): Row {
  const { counts } = new CountingBoard(board, { bundleFile }).count(scene, true);
  const executed = Object.entries(counts).flatMap(([feature, count]) =>
    count ? [[feature, Number((count / copiesOf(scene)).toFixed(4))]] : [],
  );
  // Of Espruino.
  const { call, what, thumbUnits } = scene;
  return {
    call,
    what,
    units: Number(units.toPrecision(5)),
    ...(thumbUnits && board === ENGINES.espruino.board ? { thumbUnits } : {}),
    counts: Object.fromEntries(executed),
  };
}

/** What a turn of a scene takes, the loop included, and how many scenes may be measured at a time. */
interface Instrument {
  perTurn(scene: Scene): Promise<number>;
  atOnce: number;
  unitOf(empty: number): Pick<Calibration, 'unitInstructions' | 'unitMicroseconds'>;
}

type Measured = Pick<Calibration, 'unitInstructions' | 'unitMicroseconds' | 'rows'>;

function instrumentOf(engine: string, board: string, bundleFile: string, folder: string): Instrument {
  if (!engine.endsWith('.uf2')) {
    const bundle = readFileSync(bundleFile, 'utf8');
    return {
      perTurn: (scene) => perTurn(engine, bundle, scene, folder),
      atOnce: AT_ONCE,
      unitOf: (empty) => ({ unitInstructions: Math.round(empty) }),
    };
  }
  const bootrom = process.env.CKREMM_BOOTROM;
  if (!bootrom) throw new Error('a firmware needs CKREMM_BOOTROM, the file of the bootrom');
  const meter = new FirmwareMeter(board, { firmware: engine, bootrom }, join(folder, 'firmware'));
  return {
    perTurn: (scene) => meter.perTurn(scene),
    atOnce: 1,
    unitOf: (empty) => ({ unitMicroseconds: Number(empty.toPrecision(4)) }),
  };
}

/** Measure all scenes, some at a time. One that the engine cannot run is left out, and told. */
async function measureAll(instrument: Instrument, board: string, bundleFile: string): Promise<Measured> {
  const loop = await instrument.perTurn(EMPTY);
  const unit = ((await instrument.perTurn({ ...EMPTY, what: 'unit', run: 'f();'.repeat(COPIES) })) - loop) / COPIES;
  const rows: Row[] = [];
  const rest = ALL.filter((scene) => !isUntold(board, scene));
  const measure = async (): Promise<void> => {
    for (let scene = rest.shift(); scene; scene = rest.shift()) {
      try {
        const units = ((await instrument.perTurn(scene)) - loop) / unit / copiesOf(scene);
        rows.push(rowOf(scene, units, board, bundleFile));
        console.error(`${units.toFixed(2).padStart(9)} U  ${scene.call} ${scene.what}`);
      } catch (error) {
        console.error(`${scene.call} ${scene.what}: ${(error as Error).message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: instrument.atOnce }, measure));
  return { ...instrument.unitOf(unit), rows };
}

function recount(kind: EngineKind, board: string, bundleFile: string): Measured {
  const { unitInstructions, unitMicroseconds, rows } = calibrationOf(kind);
  return {
    ...(unitInstructions && { unitInstructions }),
    ...(unitMicroseconds && { unitMicroseconds }),
    rows: ALL.flatMap((scene) => {
      const known = rows.find(({ call, what }) => call === scene.call && what === scene.what);
      return known ? [rowOf(scene, known.units, board, bundleFile)] : [];
    }),
  };
}

async function calibrate(kind: EngineKind, engine: string | undefined): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-cost-'));
  try {
    const { board, version } = ENGINES[kind];
    const bundleFile = await buildFor(board, folder);
    const { rows, ...unit } = engine
      ? await measureAll(instrumentOf(engine, board, bundleFile, folder), board, bundleFile)
      : recount(kind, board, bundleFile);
    rows.sort((a, b) => (a.call + a.what < b.call + b.what ? -1 : 1));
    write(kind, {
      engine: kind,
      version,
      ...unit,
      weights: fitWeights(rows, kind),
      agreement: agreementOf(leftOut(rows)),
      rows,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A scene to a line, so that a new measurement is a readable difference. */
function write(kind: string, { rows, ...head }: Calibration): void {
  const folder = join(projectFolder, 'host', 'cost', 'measured');
  mkdirSync(folder, { recursive: true });
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
  writeFileSync(
    join(folder, `${kind}.json`),
    `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "rows": [\n${lines}\n  ]\n}\n`,
  );
  console.error(head.agreement);
}

for (const argument of process.argv.slice(2)) {
  const [kind, path] = argument.split('=');
  if (!(kind in ENGINES))
    throw new Error(
      `"${argument}" should be one of ${Object.keys(ENGINES)
        .map((name) => `${name}=/path`)
        .join(', ')}`,
    );
  await calibrate(kind as EngineKind, path);
}
