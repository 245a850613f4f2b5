/**
 * npm run calibrate -- espruino=/path/of/espruino jerryscript=/path/of/jerry
 * npm run calibrate -- espruino        counts and fits anew, with the instructions that were measured: for when the
 *                                      instrument has changed and the library has not
 *
 * Runs every scene on real engines under valgrind, which counts instructions: the same each time. One empty
 * call is the unit. Writes host/cost/measured/ENGINE.json: what was measured, what was executed, and the
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
import { type Calibration, ENGINES, type EngineKind, calibrationOf } from './model.ts';
import { type Scene, textOf, turnsOf } from './scene.ts';
import { SCENES } from './scenes.ts';
import { COPIES, STATEMENT_SCENES } from './statements.ts';

const MODULES =
  'headers,headers.inspect,tables,tables.inspect,records,records.inspect,queue,messages,messages.inspect,strings,gc,gc.inspect,paging,paging.inspect';
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

/** Measure all scenes, some at a time. One that the engine cannot run is left out, and told. */
async function measureAll(
  engine: string,
  board: string,
  bundleFile: string,
  folder: string,
): Promise<{ unit: number; rows: Row[] }> {
  const bundle = readFileSync(bundleFile, 'utf8');
  const loop = await perTurn(engine, bundle, EMPTY, folder);
  const unit =
    ((await perTurn(engine, bundle, { ...EMPTY, what: 'unit', run: 'f();'.repeat(COPIES) }, folder)) - loop) / COPIES;
  const rows: Row[] = [];
  const rest = [...ALL];
  const measure = async (): Promise<void> => {
    for (let scene = rest.shift(); scene; scene = rest.shift()) {
      try {
        const units = ((await perTurn(engine, bundle, scene, folder)) - loop) / unit / copiesOf(scene);
        rows.push(rowOf(scene, units, board, bundleFile));
        console.error(`${units.toFixed(2).padStart(9)} U  ${scene.call} ${scene.what}`);
      } catch (error) {
        console.error(`${scene.call} ${scene.what}: ${(error as Error).message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, measure));
  return { unit, rows };
}

function recount(kind: EngineKind, board: string, bundleFile: string): { unit: number; rows: Row[] } {
  const { unitInstructions, rows } = calibrationOf(kind);
  return {
    unit: unitInstructions,
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
    const { unit, rows } = engine
      ? await measureAll(engine, board, bundleFile, folder)
      : recount(kind, board, bundleFile);
    rows.sort((a, b) => (a.call + a.what < b.call + b.what ? -1 : 1));
    write(kind, {
      engine: kind,
      version,
      unitInstructions: Math.round(unit),
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
