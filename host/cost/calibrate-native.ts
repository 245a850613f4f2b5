/**
 * npm run calibrate:native -- small=/path/of/espruino large=/path/of/espruino counted='qemu-arm -plugin /path/insn.so /path/of/espruino' [only=sets,pools,rows,paging,inspect]
 *
 * What native code takes on Espruino for ARM with its Storage mapped, into host/cost/measured/native.json: variables of the idle library, and those that have
 * to be free for a cold call (sets); variables with a pool of each module (pools); U of each scene (rows, and the others). What `only` does not name stays as it was. `small` has 2,630 variables, `large` 12,000. `counted` is `large` under a plugin of qemu's that counts
 * the instructions of the first thread and writes them at each stat-like system call to the file INSNFILE, as 64-bit words: all of them, the number of
 * such calls, then the count at each. One empty call is the unit.
 */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildBundles } from '../boards/bundles.ts';
import { projectFolder } from '../emulator/index.ts';
import { type Command, outputOf, writeToStorage } from '../engines/program.ts';
import { capture } from '../support/capture.ts';
import { median } from '../support/statistics.ts';
import { LOADED_SETS, type LoadedSet, nativeFigures, type NativeFigures, type NativeRow } from './native.ts';
import { type MeasuredPool, POOL_HEAP_BYTES, POOLS } from './pools.ts';
import { type Scene, textOf, turnsOf } from './scene.ts';
import { SCENES } from './scenes.ts';

const BOARD = 'puckjs';
const FLASH = 'espruino.flash';
const FILES = ['ckremm.bin', 'ckremm', 'ckremm.es5'];
/** A scene's turns; of those that go through a whole pool fewer. */
const TURNS = { usual: 40, dear: 8 };

const folder = mkdtempSync(join(tmpdir(), 'ckremm-native-'));
const inFolder = (name: string): string => join(folder, name);

/** Storage with the library of these modules, as a file; `change` is made to the loader. */
async function flashOf(
  engine: Command,
  modules: string,
  name: string,
  change = (text: string) => text,
): Promise<string> {
  await buildBundles({ boards: [BOARD], modules, out: folder, kinds: ['ckremm.storage.js'] });
  rmSync(inFolder(FLASH), { force: true });
  for (const file of FILES) {
    const text = readFileSync(join(folder, BOARD, 'native', file), 'latin1');
    await writeToStorage(engine, folder, file, file === 'ckremm' ? change(text) : text);
  }
  copyFileSync(inFolder(FLASH), inFolder(name));
  return inFolder(name);
}

/** What a script says over such a Storage. */
async function said(command: Command, flash: string, script: string): Promise<string> {
  copyFileSync(flash, inFolder(FLASH));
  writeFileSync(inFolder('run.js'), script);
  return (await outputOf(command, ['run.js'], folder)).text.replace(/[\r\x08]/g, '');
}

const numberIn = (text: string, pattern: RegExp): number => {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`not said: ${text.slice(-400)}`);
  return Number(found);
};

/** Instructions between each two marks of a script. */
async function marksOf([program, ...words]: Command, flash: string, script: string): Promise<number[]> {
  copyFileSync(flash, inFolder(FLASH));
  writeFileSync(inFolder('run.js'), script);
  rmSync(inFolder('insn'), { force: true });
  process.env.INSNFILE = inFolder('insn');
  const { text } = await capture(program!, [...words, 'run.js'], {
    cwd: folder,
    mostMilliseconds: 600_000,
  });
  if (!/^>?done\r?$/m.test(text) || /Uncaught|Interrupted|MEMORY/.test(text)) throw new Error(text.slice(-300));
  const bytes = readFileSync(inFolder('insn'));
  return Array.from({ length: Number(bytes.readBigUInt64LE(8)) }, (_, i) => Number(bytes.readBigUInt64LE(16 + 8 * i)));
}

/** Instructions of a scene's `run`, the median of its turns. */
async function instructionsOf(counted: Command, flash: string, scene: Scene): Promise<number> {
  const turns = turnsOf(scene)[1] < 100 ? TURNS.dear : TURNS.usual;
  const marked = { ...scene, setup: `var M=require("fs");${scene.setup}` };
  const text = textOf(marked, turns, (run) => `M.statSync("m");${run}M.statSync("m");`);
  const marks = (await marksOf(counted, flash, `var ckremm=require("ckremm");\n${text}\nprint("done");`)).slice(
    -2 * turns,
  );
  return median(Array.from({ length: turns }, (_, i) => marks[2 * i + 1]! - marks[2 * i]!));
}

async function rowsOf(counted: Command, flash: string, scenes: Scene[]): Promise<{ unit: number; rows: NativeRow[] }> {
  const of = (run: string): Promise<number> =>
    instructionsOf(counted, flash, { call: '', what: '', modules: [], setup: '', run });
  const nothing = await of('');
  const unit = ((await of('f();f();f();f();')) - nothing) / 4;
  const rows: NativeRow[] = [];
  for (const scene of scenes)
    try {
      const units = Number((((await instructionsOf(counted, flash, scene)) - nothing) / unit).toPrecision(4));
      rows.push({ call: scene.call, what: scene.what, units });
      console.error(`${units.toFixed(2).padStart(9)} U  ${scene.call} ${scene.what}`);
    } catch (error) {
      console.error(`${scene.call} ${scene.what}: ${(error as Error).message}`);
    }
  return { unit, rows };
}

/** The least variables that have to be free for all cold calls of a set, found by halving. */
async function loadingOf(large: Command, flash: string, { make, cold }: LoadedSet): Promise<number> {
  const works = async (free: number): Promise<boolean> => {
    const text = await said(
      large,
      flash,
      `var K=require("ckremm"),h=K.devices.heap(0,8192),p,junk=[];${make};(function(){for(var s=2000;s;s=s>9?s/8|0:s-1)while(process.memory().free>${free}+s+8)junk.push(s>4?new Uint8Array(11*s):0);})();
${cold.map((call) => `print("cold",(${call},K.fault()!==15));`).join('')}print("done");`,
    );
    return !/MEMORY|Uncaught|Interrupted/.test(text) && text.split('cold true').length === cold.length + 1;
  };
  let [least, most] = [50, 4000];
  while (most - least > 8) {
    const middle = (least + most) >> 1;
    if (await works(middle)) most = middle;
    else least = middle;
  }
  // The loop above leaves so many at most.
  return most + 9;
}

async function setOf(small: Command, large: Command, set: LoadedSet): Promise<NativeFigures['sets'][number]> {
  const variables =
    'var n,ckremm;n=process.memory().free;ckremm=require("ckremm");print("took",n-process.memory().free);';
  // A set that is too large for the small engine is loaded on the large one: variables are as many on both.
  const engine = set.isLarge ? large : small;
  const flash = await flashOf(large, set.modules, 'idle');
  const idle = numberIn(await said(engine, flash, variables), /took (\d+)/);
  const es5 = numberIn(
    await said(engine, flash, variables.replace('require("ckremm")', 'require("ckremm.es5")')),
    /took (\d+)/,
  );
  const es5Bytes = readFileSync(join(folder, BOARD, 'native', 'ckremm.es5')).length;
  const open = await flashOf(large, set.modules, 'open', (text) => text.replace(/\.free>=\d+/g, '.free>=0'));
  const loading = await loadingOf(engine, open, set);
  console.error(`${set.modules}: idle ${idle}, in ES5 ${es5}; a cold call needs ${loading}, ES5 has ${es5Bytes} bytes`);
  return { modules: set.modules, idle, es5, es5Bytes, loading };
}

/** Variables of an idle library with a pool of a module, native and in ES5; those of its heap are taken off. */
async function poolOf(
  large: Command,
  { module, modules, make, before = '' }: MeasuredPool,
): Promise<NativeFigures['pools'][number]> {
  const flash = await flashOf(large, modules, 'pool');
  const took = async (file: string): Promise<number> => {
    const script = `${before}var K,h,p,n,j,m;n=process.memory().free;j=new Uint8Array(${POOL_HEAP_BYTES});m=n-process.memory().free;j=undefined;
n=process.memory().free;K=require("${file}");h=K.devices.heap(0,${POOL_HEAP_BYTES});p=${make};print("took",n-process.memory().free-m,!!p);`;
    return numberIn(await said(large, flash, script), /took (\d+) true/);
  };
  const found = { module, native: await took('ckremm'), es5: await took('ckremm.es5') };
  console.error(`${module}: with a pool ${found.native}, in ES5 ${found.es5}`);
  return found;
}

function write({ rows, ...head }: NativeFigures): void {
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
  writeFileSync(
    join(projectFolder, 'host', 'cost', 'measured', 'native.json'),
    `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "rows": [\n${lines}\n  ]\n}\n`,
  );
}

const commands = Object.fromEntries(
  process.argv.slice(2).map((argument) => {
    const at = argument.indexOf('=');
    return [argument.slice(0, at), argument.slice(at + 1).split(/\s+/)];
  }),
);
const { small, large, counted } = commands;
if (!small || !large || !counted)
  throw new Error('name three engines: small=/path large=/path counted="qemu-arm -plugin ..."');
const known = nativeFigures();
const all = LOADED_SETS.at(-1)!.modules;
const INSPECTION = /\.(stats|walk|check|declaration|layout|sectors|lifetimeDays)$/;

/** Bundles in which scenes are measured, and which calls in each: a larger library takes longer to be loaded for a cold call. */
const ROWS: { part: string; modules: string; has(call: string): boolean }[] = [
  {
    part: 'inspect',
    modules: `${all},paging,${[...all.split(','), 'paging'].map((name) => `${name}.inspect`).join(',')}`.replace(
      ',strings.inspect',
      '',
    ),
    has: (call) => INSPECTION.test(call),
  },
  { part: 'paging', modules: 'paging', has: (call) => call.startsWith('paging.') },
  { part: 'rows', modules: all, has: () => true },
];
const partOf = (call: string): string => ROWS.find(({ has }) => has(call))!.part;

const parts = commands.only?.[0]?.split(',') ?? ['sets', 'pools', ...ROWS.map(({ part }) => part)];
const isAsked = (part: string): boolean => parts.includes(part);

/** U of the scenes of a part, measured, or as they were. */
async function rowsOfPart({ part, modules }: (typeof ROWS)[number]): Promise<{ unit: number; rows: NativeRow[] }> {
  if (!isAsked(part))
    return { unit: known.unitInstructions, rows: known.rows.filter(({ call }) => partOf(call) === part) };
  const there = [...modules.split(','), 'heap'];
  const scenes = SCENES.filter(
    (scene) => partOf(scene.call) === part && scene.modules.every((module) => there.includes(module)),
  );
  return rowsOf(counted!, await flashOf(large!, modules, 'rows'), scenes);
}

try {
  const { sets, pools } = { sets: [...known.sets], pools: [...known.pools] };
  if (isAsked('sets')) sets.length = 0;
  for (const set of isAsked('sets') ? LOADED_SETS : []) sets.push(await setOf(small, large, set));
  if (isAsked('pools')) pools.length = 0;
  for (const one of isAsked('pools') ? POOLS : []) pools.push(await poolOf(large, one));
  const measured = [];
  for (const part of [...ROWS].reverse()) measured.push(await rowsOfPart(part));
  const unit = Math.round(measured[0]!.unit);
  const engine = await flashOf(large, 'headers', 'version');
  const version = /\d+v\d+[.\d]*/.exec(await said(large, engine, 'print(process.env.VERSION)'))?.[0];
  const head = { version: `Espruino ${version} for ARM, Storage mapped`, unitInstructions: unit };
  write({ ...head, sets, pools, rows: measured.flatMap(({ rows }) => rows) });
} finally {
  rmSync(folder, { recursive: true });
}
