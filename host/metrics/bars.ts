/* eslint max-lines: off -- one table, a row for each bar */
/**
 * The bars: what must hold, each written once, with where it is from. `ckremm metrics` prints README's table
 * from this list, and test/host/readme.test.ts gates every bar that can be measured without a clock. A bar
 * that is missed is gated at what was measured, so that it gets no worse.
 */
export interface Bar {
  /** What is measured. */
  what: string;
  unit: string;
  /** Where the bar is from: a row of the design's section 8, or an issue. */
  source: string;
  bar: number;
  /** What would be better still. */
  stretch?: number;
  isAtLeast?: boolean;
  /** Digits behind the point, 0 when not given. */
  digits?: number;
  /** A miss: nothing may be worse than this. docs/design has the reason. */
  gate?: number;
  /** Measured on real engines or by time, so not again in each run: by what. */
  by?: string;
  /** Then what it was, null where nothing was. Times are never gated. */
  was?: number | null;
}

const EIGHT = 'design, section 8';
const PROCESSES = 'docs/design/processes.md';
const TIME = 'a time on one machine, never gated: npm run bench';
const ESPRUINO = 'measured on Espruino 2v29';
const JERRY = 'measured on JerryScript 2.4, 32 bit, in instructions: host/bench/jerry.ts';

const list = {
  'headers.heapPerPeak': {
    what: 'headers: smallest heap / peak of live bytes, geometric mean of the five traces',
    unit: 'ratio',
    source: EIGHT,
    bar: 1.135,
    stretch: 1.12,
    digits: 3,
  },
  'headers.binary': {
    what: 'headers: the same for n pairs of 64 and 448 bytes, the 448s freed, then n of 512',
    unit: 'ratio',
    source: EIGHT,
    bar: 1.03,
    digits: 3,
  },
  'headers.bytesPerBlock': {
    what: 'headers: bytes per block of 4 to 100 bytes, a heap of 64 KB full of them',
    unit: 'bytes',
    source: EIGHT,
    bar: 4.4,
    digits: 2,
  },
  'headers.bytesPerBlockWide': {
    what: 'headers: the same, 512 KB, blocks of 8 to 100 bytes',
    unit: 'bytes',
    source: EIGHT,
    bar: 8.5,
    digits: 2,
  },
  'headers.bytesPerLeastBlockWide': {
    what: 'headers: the same, 512 KB, blocks of 4 bytes',
    unit: 'bytes',
    source: EIGHT,
    bar: 8.5,
    gate: 12.1,
    digits: 2,
  },
  'headers.control': {
    what: 'headers: control area over what is allowed, max(128 bytes, 2 %), worst of 512 B to 512 KB',
    unit: 'ratio',
    source: EIGHT,
    bar: 1,
    digits: 2,
  },
  'headers.steps': {
    what: 'headers: loop steps of the dearest alloc or dealloc, random loads',
    unit: 'steps',
    source: EIGHT,
    bar: 8,
  },
  'headers.words': {
    what: 'headers: words touched by the dearest alloc or dealloc, random loads',
    unit: 'words',
    source: EIGHT,
    bar: 64,
  },
  'headers.settleWords': {
    what: 'headers: words touched by an alloc that settles deferred blocks',
    unit: 'words',
    source: 'design, section 5',
    bar: 512,
  },
  'headers.pairUnits': {
    what: 'headers on Espruino, counted: alloc + dealloc, 16 bytes, steady, U',
    unit: 'U',
    source: EIGHT,
    bar: 60,
    stretch: 45,
    digits: 1,
  },
  'headers.worstUnits': {
    what: 'headers on Espruino, counted: the dearest alloc, allocAligned or dealloc found, U',
    unit: 'U',
    source: EIGHT,
    bar: 300,
    stretch: 150,
    gate: 368,
  },
  'headers.lean': { what: 'lean bundle, headers, bytes', unit: 'bytes', source: EIGHT, bar: 3072, gate: 11930 },
  'tables.heapPerPeak': {
    what: 'tables: smallest heap / peak of live bytes, geometric mean of the five traces',
    unit: 'ratio',
    source: EIGHT,
    bar: 1.17,
    stretch: 1.15,
    digits: 3,
  },
  'tables.bytesPerBlock': {
    what: 'tables: bytes per block of 8 to 100 bytes, the control area apart',
    unit: 'bytes',
    source: EIGHT,
    bar: 6,
    digits: 2,
  },
  'tables.control': {
    what: 'tables: control area over what is allowed, max(128 bytes, 2 %), worst of 512 B to 512 KB',
    unit: 'ratio',
    source: EIGHT,
    bar: 1,
    digits: 2,
  },
  'tables.steps': {
    what: 'tables: loop steps of the dearest alloc or dealloc that the gap serves, random loads',
    unit: 'steps',
    source: EIGHT,
    bar: 8,
    gate: 45,
  },
  'tables.words': {
    what: 'tables: words touched by the dearest alloc or dealloc that the gap serves, random loads',
    unit: 'words',
    source: EIGHT,
    bar: 64,
  },
  'tables.movedPerByte': {
    what: 'tables: bytes moved per byte allocated, smallest heap, worst trace',
    unit: 'ratio',
    source: EIGHT,
    bar: 1,
    digits: 2,
  },
  'tables.usable': {
    what: 'tables: share of the free bytes in one piece after reorder',
    unit: 'ratio',
    source: EIGHT,
    bar: 1,
    isAtLeast: true,
    digits: 2,
  },
  'tables.stepBlocks': {
    what: 'tables: blocks that reorder(budget) moves beyond its budget',
    unit: 'blocks',
    source: EIGHT,
    bar: 1,
    digits: 2,
  },
  'tables.pairUnits': {
    what: 'tables on Espruino, counted: alloc + dealloc, 16 bytes, steady, U',
    unit: 'U',
    source: EIGHT,
    bar: 45,
    stretch: 30,
    gate: 75.5,
    digits: 1,
  },
  'tables.worstUnits': {
    what: 'tables on Espruino, counted: the dearest call found with 500 live blocks, U',
    unit: 'U',
    source: EIGHT,
    bar: 60000,
    stretch: 30000,
  },
  'tables.pausedUnits': {
    what: 'tables on Espruino, counted: the same after setPause(pool, 8), U',
    unit: 'U',
    source: EIGHT,
    bar: 2000,
    stretch: 1000,
  },
  'tables.meanUnits': {
    what: 'tables on Espruino, counted: alloc + dealloc, 8 to 64 bytes, pool 80 % full, mean of 20,000 with all compaction, U',
    unit: 'U',
    source: EIGHT,
    bar: 200,
    stretch: 120,
    digits: 1,
  },
  'tables.reorderUnits': {
    what: 'tables on Espruino, counted: reorder, per kept block, U',
    unit: 'U',
    source: EIGHT,
    bar: 120,
    stretch: 60,
    digits: 1,
  },
  'tables.lean': { what: 'lean bundle, tables, bytes', unit: 'bytes', source: EIGHT, bar: 3276, gate: 21950 },
  'gc.unitsPerBudget': {
    what: 'gc: units of a step over its budget, any of 4 graphs and 5 budgets',
    unit: 'ratio',
    source: EIGHT,
    bar: 1,
    digits: 2,
  },
  'gc.bytesPerObject': { what: 'gc: bytes per object beyond tables', unit: 'bytes', source: EIGHT, bar: 2, digits: 2 },
  'gc.collectUnits': {
    what: 'gc on Espruino, counted: a full collection, per live object of two references, U',
    unit: 'U',
    source: EIGHT,
    bar: 120,
    stretch: 60,
    digits: 1,
    gate: 124.5,
  },
  'gc.allocUnits': {
    what: 'gc on Espruino, counted: alloc of garbage of 12 bytes with its share of collection, U',
    unit: 'U',
    source: EIGHT,
    bar: 350,
    stretch: 200,
    gate: 580,
  },
  'gc.stepUnits': {
    what: 'gc on Espruino, counted: step(1), mean over cycles, U',
    unit: 'U',
    source: 'issue: no stalls in ES5',
    bar: 100,
    gate: 210.5,
  },
  'gc.lean': { what: 'lean bundle, gc with tables, bytes', unit: 'bytes', source: EIGHT, bar: 5939, gate: 34350 },
  'gc.collect': {
    what: "gc: a full collection of 4,000 objects over AssemblyScript's ITCMS",
    unit: 'ratio',
    source: EIGHT,
    bar: 3,
    digits: 1,
    by: TIME,
    was: 7.8,
  },
  'records.thousandRows': {
    what: 'records: {t: u32, v: i16} x 1000, bytes, all included',
    unit: 'bytes',
    source: EIGHT,
    bar: 6400,
  },
  'records.columnUnits': {
    what: 'records on Espruino, counted: x = t[row], U',
    unit: 'U',
    source: EIGHT,
    bar: 3,
    digits: 1,
  },
  'records.getUnits': {
    what: 'records on Espruino, counted: x = get(pool, row, 1), U',
    unit: 'U',
    source: EIGHT,
    bar: 9,
    gate: 21.5,
    digits: 1,
  },
  'records.setUnits': {
    what: 'records on Espruino, counted: set(pool, row, 1, value), U',
    unit: 'U',
    source: EIGHT,
    bar: 9,
    gate: 23.5,
    digits: 1,
  },
  'records.pairUnits': {
    what: 'records on Espruino, counted: alloc + dealloc of the row taken last, U',
    unit: 'U',
    source: EIGHT,
    bar: 20,
    stretch: 12,
    gate: 54.5,
    digits: 1,
  },
  'records.turnUnits': {
    what: 'records on Espruino, counted: alloc + dealloc, rows in turn, U',
    unit: 'U',
    source: EIGHT,
    bar: 20,
    stretch: 12,
    gate: 55,
    digits: 1,
  },
  'messages.pairUnits': {
    what: 'messages: push + shift of 20 bytes on Espruino, counted',
    unit: 'U',
    source: 'no stalls where there is no machine code',
    bar: 150,
  },
  'records.lean': {
    what: 'lean bundle, records with queue, bytes',
    unit: 'bytes',
    source: EIGHT,
    bar: 2867,
    gate: 10890,
  },
  'paging.writeAmplification16': {
    what: 'paging: bytes programmed per byte committed, half full, 16 pages a commit',
    unit: 'ratio',
    source: 'issue 6',
    bar: 2.5,
    digits: 2,
  },
  'paging.writeAmplification4': {
    what: 'paging: the same, 4 pages a commit',
    unit: 'ratio',
    source: 'issue 6',
    bar: 4,
    digits: 2,
  },
  'paging.wearSpread': {
    what: 'paging: wear of data sectors, most less least',
    unit: 'erases',
    source: 'issue 6',
    bar: 16,
  },
  'paging.rootErases': {
    what: 'paging: root erases per commit of one page, program unit 4',
    unit: 'erases',
    source: 'issue 6',
    bar: 0.1,
    digits: 3,
  },
  'paging.misses': {
    what: "paging: misses over LRU's, geometric mean, worst of 4 to 64 frames",
    unit: 'ratio',
    source: 'issue 6',
    bar: 1,
    digits: 3,
  },
  'paging.writeBacks': {
    what: "paging: write-backs over LRU's, likewise",
    unit: 'ratio',
    source: 'issue 6',
    bar: 0.93,
    digits: 3,
  },
  'paging.lean': { what: 'lean bundle, paging, bytes', unit: 'bytes', source: EIGHT, bar: 6144, gate: 26730 },
  'all.lean': {
    what: 'lean bundle, all modules of boards, bytes',
    unit: 'bytes',
    source: EIGHT,
    bar: 17408,
    gate: 82300,
  },
  'jerry.headers': {
    what: 'JerryScript, 200 live blocks of 8 to 512 bytes in 40 KB: headers over @thi.ng/malloc',
    unit: 'ratio',
    source: EIGHT,
    bar: 30,
    stretch: 40,
    isAtLeast: true,
    digits: 1,
    by: JERRY,
    was: 15.1,
  },
  'jerry.tables': {
    what: 'JerryScript, the same: tables over @thi.ng/malloc',
    unit: 'ratio',
    source: EIGHT,
    bar: 45,
    stretch: 60,
    isAtLeast: true,
    digits: 1,
    by: JERRY,
    was: 14.4,
  },
  'espruino.idle': {
    what: 'variables of headers as an idle Storage module',
    unit: 'variables',
    source: EIGHT,
    bar: 340,
    stretch: 200,
    by: ESPRUINO,
    was: 331,
  },
  'espruino.idleTables': {
    what: 'variables of tables as an idle Storage module',
    unit: 'variables',
    source: EIGHT,
    bar: 500,
    stretch: 300,
    by: ESPRUINO,
    was: 601,
  },
  'espruino.idleQueueStrings': {
    what: 'variables of queue and strings as an idle Storage module',
    unit: 'variables',
    source: EIGHT,
    bar: 600,
    stretch: 400,
    by: ESPRUINO,
    was: 809,
  },
  'espruino.idleAll': {
    what: 'variables of all modules of boards as an idle Storage module',
    unit: 'variables',
    source: EIGHT,
    bar: 1600,
    stretch: 800,
    by: ESPRUINO,
    was: 2163,
  },
  'native.headersUnits': {
    what: 'native headers: alloc + dealloc, 16 to 300 bytes',
    unit: 'U',
    source: EIGHT,
    bar: 5,
    stretch: 3,
    digits: 2,
    by: ESPRUINO,
    was: 4.08,
  },
  'native.idle': {
    what: 'native headers: variables of the idle library',
    unit: 'variables',
    source: EIGHT,
    bar: 100,
    stretch: 50,
    by: ESPRUINO,
    was: 100,
  },
  'native.headersBytes': {
    what: 'native headers: bytes of code, bounded, with create, attach, repair and destroy',
    unit: 'bytes',
    source: EIGHT,
    bar: 5000,
    gate: 7912,
  },
  'native.tablesBytes': {
    what: 'native tables: bytes of code, bounded',
    unit: 'bytes',
    source: EIGHT,
    bar: 7500,
    gate: 12224,
  },
  'native.headersCycles': {
    what: 'native headers: alloc + dealloc of 300 bytes',
    unit: 'cycles of a Cortex-M0+',
    source: 'what the bounded code of the exploration took',
    bar: 1887,
    gate: 2933,
  },
  'processes.lean': {
    what: 'lean bundle, processes, bytes',
    unit: 'bytes',
    source: PROCESSES,
    bar: 3072,
    gate: 8200,
  },
  'processes.idle': {
    what: 'variables of processes as an idle Storage module, beside heap, devices and the spare',
    unit: 'variables',
    source: PROCESSES,
    bar: 150,
    by: ESPRUINO,
    was: 314,
  },
  'processes.interval': {
    what: 'variables of a process with one interval',
    unit: 'variables',
    source: PROCESSES,
    bar: 32,
    by: ESPRUINO,
    was: 30,
  },
  'processes.tickUnits': {
    what: "processes: a turn of an interval, over the engine's own, U",
    unit: 'U',
    source: PROCESSES,
    bar: 8,
    digits: 1,
    by: ESPRUINO,
    was: 7.5,
  },
  'processes.timeoutUnits': {
    what: 'processes: a timeout set and run, likewise',
    unit: 'U',
    source: PROCESSES,
    bar: 20,
    digits: 1,
    by: ESPRUINO,
    was: 29.3,
  },
  'processes.listenerUnits': {
    what: 'processes: an event heard, likewise',
    unit: 'U',
    source: PROCESSES,
    bar: 10,
    digits: 1,
    by: ESPRUINO,
    was: 10.3,
  },
  'processes.letterUnits': {
    what: 'processes: a letter sent and delivered, in all, U',
    unit: 'U',
    source: PROCESSES,
    bar: 40,
    digits: 1,
    by: ESPRUINO,
    was: 52.5,
  },
  'processes.spawnUnits': {
    what: 'processes: spawn, start and kill, U',
    unit: 'U',
    source: PROCESSES,
    bar: 200,
    digits: 1,
    by: ESPRUINO,
    was: 144.4,
  },
  'processes.appUnits': {
    what: "a Bangle.js app loaded and left by the example's loader, over the same without, U",
    unit: 'U',
    source: PROCESSES,
    bar: 500,
    by: ESPRUINO,
    was: 2214,
  },
  'host.headersDense': {
    what: "headers up to 256 KB, operations a second over AssemblyScript's TLSF",
    unit: 'ratio',
    source: EIGHT,
    bar: 0.9,
    stretch: 1.1,
    isAtLeast: true,
    digits: 2,
    by: TIME,
    was: 0.61,
  },
  'host.headersWide': {
    what: 'headers, larger: the same',
    unit: 'ratio',
    source: EIGHT,
    bar: 1.3,
    isAtLeast: true,
    digits: 2,
    by: TIME,
    was: 0.63,
  },
  'host.tables': {
    what: 'tables in 1.25 x the smallest heap: the same',
    unit: 'ratio',
    source: EIGHT,
    bar: 1.2,
    stretch: 1.5,
    isAtLeast: true,
    digits: 2,
    by: TIME,
    was: 0.37,
  },
  'host.headersThing': {
    what: 'headers up to 256 KB, operations a second over @thi.ng/malloc',
    unit: 'ratio',
    source: EIGHT,
    bar: 8,
    isAtLeast: true,
    digits: 1,
    by: TIME,
    was: 9.4,
  },
  'host.headersWideThing': {
    what: 'headers, larger: the same',
    unit: 'ratio',
    source: EIGHT,
    bar: 11,
    isAtLeast: true,
    digits: 1,
    by: TIME,
    was: 9.7,
  },
} satisfies Record<string, Bar>;

export type BarName = keyof typeof list;
export const BARS: Record<BarName, Bar> = list;

/** Bars that are measured anew in every run, and gated. */
export const GATED = (Object.keys(list) as BarName[]).filter((name) => !BARS[name].by);

/** Whether what was measured, as printed, meets the bar. */
export function isHeld({ bar, digits = 0, isAtLeast }: Bar, measured: number): boolean {
  const shown = Number(measured.toFixed(digits));
  return isAtLeast ? shown >= bar : shown <= bar;
}

/** Whether it is no worse than it was. */
export function isGated(bar: Bar, measured: number): boolean {
  return isHeld({ ...bar, bar: bar.gate ?? bar.bar }, measured);
}

const at = (name: BarName): number => BARS[name].bar;
/** "control area of a pool (directory row, lock, lists included) <= max(128 bytes, 2 %)" */
export const allowedControlBytes = (heapBytes: number): number => Math.max(128, 0.02 * heapBytes);

/** Those that tests of a module hold their own, harder loads to. */
export const bars = {
  headers: { steps: at('headers.steps'), words: at('headers.words'), settleWords: at('headers.settleWords') },
  records: { thousandRowsBytes: at('records.thousandRows') },
  tables: {
    words: at('tables.words'),
    /** Image header, row, control words and sentinels. */
    controlBytes: 24 + 62 + 4,
  },
};
