/** What native code takes, as measured on a real engine (calibrate-native.ts): U of calls, variables; and what a call takes on a board that runs it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BoardProfile, projectFolder } from '../boards/board.ts';
import { calibrationOf, modelOf } from './model.ts';

/** A scene of scenes.ts, run alone, on a board with native code. */
export interface NativeRow {
  call: string;
  what: string;
  units: number;
}

export interface NativeFigures {
  version: string;
  /** Instructions of an empty call on that build: 1 U. */
  unitInstructions: number;
  sets: {
    modules: string;
    /** Variables that `require` takes: native, and of the same library in ES5. */
    idle: number;
    es5: number;
    /** Bytes of the library in ES5, and variables that have to be free for every cold call. */
    es5Bytes: number;
    loading: number;
  }[];
  /** Variables of an idle library with one module and a pool of it, the heap not counted: native, and the same in ES5 (pools.ts). */
  pools: { module: string; native: number; es5: number }[];
  rows: NativeRow[];
}

/** Modules whose variables are measured, and what makes a pool `p` in a heap `h` of each, and what is cold there. */
export interface LoadedSet {
  modules: string;
  make: string;
  cold: string[];
  /** Of more variables than the smallest board with native code has. */
  isLarge?: boolean;
}

const ROWS = 'p=K.queue.create(h,"t:u32 v:i16",40)';
const ROWS_COLD = ['K.queue.create(h,"t:u32 v:i16",9)', 'K.queue.column(p,"t")', 'K.heap.freeBytes(h)'];
const STRINGS_COLD = ['K.strings.create(h,900)', 'K.strings.repair(p)', 'K.heap.freeBytes(h)'];

/** The last has all modules that can be native. */
export const LOADED_SETS: LoadedSet[] = [
  {
    modules: 'headers',
    make: 'p=K.headers.create(h,2048)',
    cold: ['K.headers.reorder(p,function(){})', 'K.heap.freeBytes(h)'],
  },
  { modules: 'records,queue', make: ROWS, cold: ROWS_COLD },
  { modules: 'queue,messages', make: ROWS, cold: ROWS_COLD },
  { modules: 'queue,strings', make: 'p=K.strings.create(h,2048)', cold: STRINGS_COLD },
  {
    modules: 'headers,tables',
    make: 'p=K.tables.create(h,2048)',
    cold: ['K.tables.repair(p)', 'K.tables.reorder(p,0)', 'K.heap.freeBytes(h)'],
  },
  {
    modules: 'headers,tables,records,queue,messages,strings,gc',
    make: 'p=K.gc.create(h,2048,40)',
    cold: ['K.gc.defineType(p,[0])', 'K.gc.repair(p)', 'K.heap.freeBytes(h)'],
    isLarge: true,
  },
];

let known: NativeFigures | undefined;

/** Read once. */
export const nativeFigures = (): NativeFigures =>
  (known ??= JSON.parse(
    readFileSync(join(projectFolder, 'host', 'cost', 'measured', 'native.json'), 'utf8'),
  ) as NativeFigures);

/**
 * U of native code over U of the same in ES5, of what a call does and not of the call itself: tables.reorder of 500 blocks, 146 over 280,126, and gc.collect of
 * 500 objects, 97.5 over 152,196.
 */
const WORK_SHARE = 0.0006;

/**
 * Above this share of what it takes in ES5 a case is one that ES5 makes, after it was loaded: then what the state makes it do beyond the case is done in ES5, too.
 */
const ES5_SHARE = 0.9;

/** Cases of a call, with U in ES5 as well: of all that a turn of the case runs. */
interface Case {
  units: number;
  es5Units: number;
}

function casesOf(call: string): Case[] {
  const inEs5 = calibrationOf('espruino').rows;
  return nativeFigures()
    .rows.filter((row) => row.call === call)
    .map(({ what, units }) => {
      const row = inEs5.find((one) => one.call === call && one.what === what);
      return { units, es5Units: row?.units ?? Infinity };
    });
}

/** Whether a board runs native code where it is sent as usual. */
export const isNative = ({ native }: BoardProfile): boolean => native !== undefined;

/**
 * Milliseconds that calls take natively on a board, `milliseconds` of ES5 being counted; the same where a call was not measured there. It is what the case takes whose
 * time in ES5 is the nearest, as cases differ by their arguments, and what the call does beyond that; of a call that ES5 makes, its time and that of the loading.
 */
export function nativeTimes(board: BoardProfile): (call: string, milliseconds: number) => number {
  const known = new Map<string, Case[]>();
  const { unitMicroseconds } = modelOf(board)!;
  return (call, milliseconds) => {
    const cases = known.get(call) ?? casesOf(call);
    known.set(call, cases);
    if (!cases.length) return milliseconds;
    const units = (milliseconds * 1000) / unitMicroseconds;
    const distance = ({ es5Units }: Case): number => Math.abs(Math.log(es5Units / units));
    const nearest = cases.reduce((best, one) => (distance(one) < distance(best) ? one : best));
    if (nearest.units > ES5_SHARE * nearest.es5Units)
      return milliseconds + (Math.max(0, nearest.units - nearest.es5Units) * board.callMicroseconds) / 1000;
    return (nearest.units * board.callMicroseconds) / 1000 + milliseconds * WORK_SHARE;
  };
}

/** U of a case; undefined where it was not measured. */
export const nativeUnits = (call: string, what: string): number | undefined =>
  nativeFigures().rows.find((row) => row.call === call && row.what === what)?.units;

/** Whether a call is in a blob. */
export const isNativeCall = (call: string): boolean => nativeFigures().rows.some((row) => row.call === call);
