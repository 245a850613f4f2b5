/**
 * What is promised of each call, beside its cost: what it may move, what is left of it when it is cut off in the middle, and what it returns when it
 * is refused. test/guarantees holds it to all three.
 */

/** What does not stay where it is: nothing; the block that was handed in; any that is not pinned; pages, out of their frames. */
export type Moves = 'no' | 'its own' | 'blocks' | 'pages';

/** Cut off (Ctrl-C, out of memory): all or nothing is done; the next call says so and repair mends; what was done stays, and it is called again; `open` says so and heap.repair mends. */
export type Cut = 'whole' | 'repair' | 'again' | 'heap';

export interface Promise {
  moves: Moves;
  cut: Cut;
  /** What it returns when it is refused; '-': it never is. */
  refused: string;
}

type Row = [moves: Moves, cut: Cut, refused: string];

/** The same for calls of a module that are alike. */
const each = (names: string, ...row: Row): Record<string, Row> =>
  Object.fromEntries(names.split(' ').map((name) => [name, row]));

const without = (rows: Record<string, Row>, names: string): Record<string, Row> =>
  Object.fromEntries(Object.entries(rows).filter(([name]) => !names.split(' ').includes(name)));

const POOL: Record<string, Row> = {
  ...each('create', 'no', 'heap', 'null'),
  ...each('attach', 'no', 'whole', 'null'),
  ...each('repair repairAt', 'no', 'repair', 'false'),
  ...each('destroy', 'no', 'heap', 'false'),
  ...each('walk', 'no', 'again', '-'),
  ...each('stats', 'no', 'whole', 'zeros'),
  ...each('check', 'no', 'whole', 'a text'),
};

const TABLES: Record<string, Row> = {
  ...POOL,
  ...each('alloc resize', 'blocks', 'repair', '0'),
  ...each('dealloc', 'no', 'repair', 'false'),
  ...each('reorder', 'blocks', 'repair', 'false'),
  ...each('addrOf sizeOf', 'no', 'whole', '0'),
  ...each('pin', 'no', 'repair', '0'),
  ...each('unpin', 'no', 'repair', 'false'),
  ...each('setPause', 'no', 'whole', 'false'),
  ...each('view', 'no', 'whole', 'null'),
  ...each('write read', 'no', 'whole', 'false'),
  ...each('copy clean', 'no', 'again', 'false'),
  ...each('setLow', 'no', 'whole', '-'),
  ...each('isLow', 'no', 'whole', 'false'),
  ...each('renew', 'no', 'repair', '0'),
};

const RECORDS: Record<string, Row> = {
  ...POOL,
  ...each('alloc', 'no', 'repair', '0'),
  ...each('dealloc', 'no', 'repair', 'false'),
  ...each('at field count next', 'no', 'whole', '0'),
  ...each('column get', 'no', 'whole', 'null'),
  ...each('set', 'no', 'whole', 'false'),
  ...each('clear', 'no', 'repair', 'false'),
  ...each('declaration layout', 'no', 'whole', "''"),
};

const PROMISED: Record<string, Record<string, Row>> = {
  heap: {
    ...each('format', 'no', 'heap', 'null'),
    ...each('open', 'no', 'whole', 'null'),
    ...each('find freeBytes', 'no', 'whole', '0'),
    ...each('repair', 'no', 'heap', 'false'),
  },
  headers: {
    ...POOL,
    ...each('alloc allocAligned', 'no', 'repair', '0'),
    ...each('dealloc', 'no', 'repair', 'false'),
    ...each('resize', 'its own', 'repair', '0'),
    ...each('reorder', 'blocks', 'repair', 'false'),
    ...each('sizeOf', 'no', 'whole', '0'),
    ...each('view', 'no', 'whole', 'null'),
    ...each('clean', 'no', 'again', 'false'),
    ...each('setLow isLow', 'no', 'whole', 'false'),
  },
  tables: TABLES,
  records: RECORDS,
  queue: {
    ...without(RECORDS, 'alloc dealloc next'),
    ...each('push shift', 'no', 'repair', '0'),
    ...each('peek', 'no', 'whole', '0'),
  },
  messages: {
    ...without(POOL, 'repair repairAt'),
    ...each('push clear', 'no', 'whole', 'false'),
    ...each('peek shift text', 'no', 'whole', 'null'),
    ...each('count', 'no', 'whole', '0'),
  },
  strings: {
    ...without(POOL, 'walk stats check'),
    ...each('alloc set append', 'blocks', 'repair', '0'),
    ...each('dealloc', 'no', 'repair', 'false'),
    ...each('length', 'no', 'whole', '-1'),
    ...each('text bytes compare', 'no', 'whole', 'null'),
    ...each('equals', 'no', 'whole', 'false'),
  },
  gc: {
    ...POOL,
    ...each('alloc', 'blocks', 'repair', '0'),
    ...each('step collect', 'no', 'repair', 'false'),
    ...each('runFinalizers', 'no', 'repair', '0'),
    ...each('defineType', 'no', 'whole', '0'),
    ...each('getRef getRoot open hold deref weak', 'no', 'whole', '0'),
    ...each('setRef close', 'no', 'repair', 'false'),
    ...each('setRoot', 'no', 'whole', 'false'),
    ...each('dropWeak', 'no', 'whole', 'false'),
    ...each('pin', 'no', 'repair', '0'),
    ...each('unpin', 'no', 'repair', 'false'),
  },
  paging: {
    ...POOL,
    ...each('read8 read16 read32', 'pages', 'repair', '0'),
    ...each('write8 write16 write32', 'pages', 'repair', 'false'),
    ...each('copyIn copyOut', 'pages', 'repair', 'fewer'),
    ...each('pin', 'pages', 'repair', '0'),
    ...each('prefetch', 'pages', 'repair', 'false'),
    ...each('unpin', 'no', 'repair', 'false'),
    ...each('attach', 'no', 'repair', 'null'),
    ...each('flush commit', 'no', 'repair', 'false'),
    ...each('rollback', 'pages', 'repair', 'false'),
    ...each('hibernate', 'no', 'again', 'false'),
    ...each('resume', 'no', 'again', 'null'),
    ...each('sectorsFor sectorsForHeap', 'no', 'whole', '0'),
    ...each('sectors', 'no', 'again', '-'),
    ...each('lifetimeDays', 'no', 'whole', '-'),
  },
  processes: {
    ...each('init send', 'no', 'whole', 'false'),
    ...each('spawn', 'no', 'whole', '0'),
    ...each('kill', 'no', 'again', 'false'),
    ...each('state', 'no', 'whole', '0'),
    ...each('list', 'no', 'whole', '-'),
    ...each('recover', 'no', 'again', '-'),
  },
};

/** Modules, in the order in which they are told. */
export const MODULES = Object.keys(PROMISED);

/** Of a call, as in 'headers.alloc'; undefined: there is none of that name. */
export function promiseOf(call: string): Promise | undefined {
  const [module, name] = call.split('.') as [string, string];
  const row = PROMISED[module]?.[name];
  return row && { moves: row[0], cut: row[1], refused: row[2] };
}

/** Calls that go through the whole pool, or make it, because the program asks for that: at boot, in idle time, in a test. */
const WHOLE =
  'format repair repairAt create attach destroy walk stats check renew clear collect hibernate resume rollback layout sectors init recover';

/** Whether a call, as in 'headers.alloc', is one that a program makes while it runs, and so one that must not stall it. */
export const isRunning = (call: string): boolean => !WHOLE.split(' ').includes(call.split('.')[1]!);

/** Calls that are promised something, as in 'alloc'. */
export const callsOf = (module: string): string[] => Object.keys(PROMISED[module]!);
