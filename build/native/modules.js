/** What of each module becomes machine code: the kind of its regions, how a pool is found in one, and the calls. */

/**
 * What a call gives on a pool that is none: `none`, or 0. Forms of a call: on a pool, within its region; `whole`, on a pool, within the whole heap, as it changes the directory; `maker`, on a
 * heap, gives a pool; `heap`, on a heap.
 */
const calls = (file, names, more = {}) => names.map((name) => ({ file, name, ...more }));

/** What the directory has checked of a region of a heap of at most 65,536 bytes. */
const ADDRESS = [0, 65536];

/** Fields of whole numbers, by number; and where another field is. */
const WHOLE = [
  ...calls('records/bytes', ['setWhole', 'place']),
  ...calls('records/bytes', ['getWhole'], { none: '-2147483647 - 1' }),
];

/** What records and queues have in common. */
const rowsOf = (kind) => ({
  struct: 'records_Pool',
  describe: { file: 'records/bytes', name: 'describeBytes', more: `, ${kind}` },
  opaque: { records_Pool: ['wide', 'cols'] },
  links: { records_Pool: ['link'] },
  fields: { records_Pool: { base: ADDRESS, to: ADDRESS, end: [0, 65535], mask: [0, 65535] } },
});

export const MODULES = {
  headers: {
    name: 'headers',
    kind: 1,
    struct: 'headers_Pool',
    describe: { file: 'headers/pool', name: 'describe' },
    fields: { headers_Pool: { base: ADDRESS, end: [0, 16384], low: [0, 16384], slot: ADDRESS, log: [2, 2] } },
    calls: [
      ...calls('headers/index', [
        'alloc',
        'dealloc',
        'resize',
        'allocAligned',
        'sizeOf',
        'clean',
        'reorder',
        'setLow',
        'isLow',
      ]),
      ...calls('headers/index', ['repair']),
      ...calls('headers/verify', ['verify']),
      ...calls('headers/index', ['destroy'], { form: 'whole' }),
      ...calls('headers/index', ['create', 'attach'], { form: 'maker' }),
    ],
  },
  records: {
    name: 'records',
    kind: 4,
    ...rowsOf(4),
    calls: calls('records/index', ['alloc', 'dealloc', 'at', 'next', 'count']),
  },
  queue: {
    name: 'queue',
    kind: 5,
    ...rowsOf(5),
    calls: [...calls('queue/index', ['push', 'shift', 'peek']), ...calls('records/index', ['at', 'count'])],
  },
  /** Fields, of records and of a queue: one function for both, as the loader has one front for both. */
  rows: { name: 'rows', kind: 4, orKind: 5, ...rowsOf('kind'), calls: [...calls('records/index', ['at']), ...WHOLE] },
  tables: {
    name: 'tables',
    kind: 2,
    struct: 'tables_Pool',
    describe: { file: 'tables/pool', name: 'describe' },
    fields: { tables_Pool: { base: ADDRESS, end: [0, 32767], log: [2, 2], unit: [0, 0] } },
    calls: [
      ...calls('tables/index', [
        'alloc',
        'dealloc',
        'addrOf',
        'sizeOf',
        'pin',
        'unpin',
        'resize',
        'clean',
        'reorder',
        'renew',
        'setLow',
        'isLow',
      ]),
    ],
  },
  gc: {
    name: 'gc',
    kind: 3,
    struct: 'gc_Gc',
    describe: { file: 'gc/pool', name: 'describe' },
    /** The pool of its objects is the region behind its own. */
    regions: 2,
    fields: { gc_Gc: { base: ADDRESS, end: ADDRESS, last: ADDRESS, cols: ADDRESS, slot: ADDRESS, most: ADDRESS } },
    calls: [
      ...calls('gc/index', ['alloc', 'getRef', 'setRef']),
      ...calls('gc/cycle', ['step', 'collect']),
      ...calls('gc/roots', ['open', 'hold', 'close', 'setRoot', 'getRoot', 'weak', 'deref', 'dropWeak', 'pin', 'unpin']),
      ...calls('gc/verify', ['verify']),
    ],
  },
};

/** Comparisons that a call which has just described its pool knows. */
export const SETTLED = {
  'pool.epochs[0] === pool.epoch': true,
  'pool.epochs[0] !== pool.epoch': false,
  'pool.epoch[0] === pool.seen': true,
  'pool.epoch[0] !== pool.seen': false,
  'gc.wide[Image.EpochWord] === gc.epoch': true,
  'gc.wide[Image.EpochWord] !== gc.epoch': false,
  'queue.epoch[0] === queue.seen': true,
  'queue.epoch[0] !== queue.seen': false,
};

/** Figures of board.ts: those of every board with Espruino on ARM. */
export const BOARD = { ENGINE: 'espruino', LARGE_HEAPS: false, HAS_COPY_WITHIN: false };

/** Words of a pool's heap: dense, as no heap there is larger than 64 KB. */
export const WORDS = { 'Uint16Array|Uint32Array': 'u16' };
