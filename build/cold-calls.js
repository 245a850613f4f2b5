/**
 * Which calls are cold: a program makes them at its start, at its end, or once in a while. On Espruino their functions are made when they
 * are called and go again (build/tree/cold.js). What a program needs when memory is short is none of them: alloc, dealloc, destroy, repair,
 * reorder, fault.
 */

/**
 * By module and by what a call returns that is refused: 0, false or null; `text` says so in words. A test compares that with the types.
 */
const CALLS = {
  devices: { zero: 'freeBytes', none: 'heap', text: 'native' },
  heap: { zero: 'find freeBytes', none: 'format open' },
  headers: { zero: 'allocAligned', no: 'repairAt setLow', none: 'attach create stats walk', text: 'check' },
  tables: { zero: 'renew', no: 'repairAt setLow setPause', none: 'attach create stats walk', text: 'check' },
  records: { zero: 'field', no: 'repairAt', none: 'attach column create declaration layout stats walk', text: 'check' },
  queue: { zero: 'field', no: 'repairAt', none: 'attach column create walk' },
  strings: { no: 'repairAt', none: 'attach create' },
  gc: { zero: 'defineType', no: 'repairAt', none: 'attach create stats walk', text: 'check' },
  paging: {
    zero: 'lifetimeDays sectorsFor sectorsForHeap',
    no: 'hibernate repairAt',
    none: 'attach create resume sectors stats walk',
    text: 'check',
  },
  stores: { none: 'files flash storage usual' },
};

/**
 * Those that ask for no room: of a program that processes watch over, which is over if it has none, and of whoever looks after such. `sysCalls` is the
 * variable of an object that others inherit from.
 */
const UNASKED = {
  processes: 'init list state recover'.split(' '),
  sysCalls: 'c watch on claim defer receive bind'.split(' '),
};

const failures = new Map(
  Object.entries(CALLS).flatMap(([module, kinds]) =>
    Object.entries(kinds).flatMap(([kind, calls]) => calls.split(' ').map((call) => [`${module}.${call}`, kind])),
  ),
);

/** Variables that calls of a module need beyond what build/tree/room.js tells from their text: what a store and a geometry make it. Measured. */
const MORE = { paging: 80 };

/** Functions that run rarely, though the scenes in which heat is counted make the calls that lead to them often: they may make others. */
const RARE = [
  'records/pool.renew',
  'headers/pool.renew',
  'tables/pool.renew',
  // What a compaction is made of: it takes thousands of U, and to make them 140.
  ...['reclaim', 'tell', 'stop', 'moveRun', 'move', 'skip', 'compact'].map((name) => `tables/compact.${name}`),
  ...['siteAtLast', 'siteByPieces', 'seek', 'siteAfterMoves'].map((name) => `tables/place.${name}`),
  'tables/waiting.split',
  'tables/waiting.takeBig',
  'tables/resize.growUp',
  'tables/resize.growAt',
  'tables/table.leastEntries',
  'tables/block.setTop',
  'tables/contents.copy',
  'tables/contents.read',
  ...['start', 'over', 'end', 'undo', 'destroyPools', 'later', 'mendHeap'].map((name) => `processes/life.${name}`),
  ...['mend', 'mark', 'restore', 'sweep', 'isListed', 'recover', 'guard'].map((name) => `processes/recover.${name}`),
  ...['init', 'kill', 'spawn', 'list'].map((name) => `processes/index.${name}`),
];

/**
 * Functions that are handed to the engine: it has them until what they are for is over, and would have all that was made with them. And one that is
 * needed when memory is out.
 */
const KEPT = [
  'life.undo',
  'life.hear',
  'life.tick',
  'life.once',
  'life.letter',
  'life.start',
  'sys.spent',
  'recover.recover',
].map((name) => `processes/${name}`);

/** Functions whose text may be long: what they do takes a while anyway, and is not done at every turn. */
const LONG = [
  'tables/place.siteAfterMoves',
  'tables/place.siteByPieces',
  'tables/place.siteAtLast',
  'tables/resize.growAt',
  'tables/compact.reclaim',
  'records/index.access',
  'strings/index.bytesOf',
];

/** What `shrink` asks; `origin` is as in heat.json. */
export const coldCalls = {
  /** Whether a property of a namespace is cold: such a call, or a constant. */
  isCold: (module, name, { type }) =>
    UNASKED[module]?.includes(name) ?? (type === 'Literal' || failures.has(`${module}.${name}`)),
  /** Whether the calls of a namespace ask for no room. The same of variables: an object with cold calls that others inherit from. */
  isUnasked: (name) => name in UNASKED,
  failureOf: (module, name) => failures.get(`${module}.${name}`),
  moreOf: (module) => MORE[module] ?? 0,
  isRare: (origin) => RARE.includes(origin),
  isKept: (origin) => KEPT.includes(origin),
  isLong: (origin) => LONG.includes(origin),
  /** Fault.NoRoom */
  fault: 15,
};

/** All cold calls as `module.call`, each with its failure value: `zero`, `no`, `none` or `text`. */
export const coldFailures = () => new Map(failures);
