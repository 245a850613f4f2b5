/** What of each module becomes machine code: the kind of its regions, how a pool is found in one, and the calls. */

/**
 * What a call gives on a pool that is none: `none`, or 0. Forms of a call: on a pool, within its region; `whole`, on a pool, within the whole heap, as it changes the directory; `maker`, on a
 * heap, gives a pool; `heap`, on a heap; `text`, a maker by a declaration that is not in the heap, of `part`s that are no entries of their own.
 */
const calls = (file, names, more = {}) => names.map((name) => ({ file, name, ...more }));

/** What the directory has checked of a region of a heap of at most 65,536 bytes. */
const ADDRESS = [0, 65536];

/**
 * Calls that records and queues have in common, as in ES5: one function for both. Fields of whole numbers, by number; where another field is; and what
 * reads declarations.
 */
const ROWS = [
  ...calls('records/index', ['at', 'count', 'next', 'clear']),
  ...calls('records/bytes', ['repair']),
  ...calls('records/index', ['destroy'], { form: 'whole' }),
  ...calls('records/declare', ['declaration']),
  ...calls('records/declare', ['attach'], { form: 'maker' }),
  ...calls('records/declare', ['mendAt'], { form: 'heap' }),
  ...calls('records/declare', ['surveyText', 'take', 'placeIn'], { form: 'part' }),
  { file: 'records/declare', name: 'complete', entry: 'create', form: 'text' },
  ...calls('records/bytes', ['setWhole', 'place']),
  ...calls('records/bytes', ['getWhole'], { none: '-2147483647 - 1' }),
];

/** What records and queues have in common. */
const rowsOf = (kind) => ({
  struct: 'records_Pool',
  describe: { file: 'records/bytes', name: 'describeBytes', more: `, ${kind}` },
  opaque: { records_Pool: ['wide', 'names', 'columns'] },
  links: { records_Pool: ['link'] },
  sure: { records_Pool: { head: [0, 3] } },
  fields: { records_Pool: { base: ADDRESS, to: ADDRESS, end: [0, 65535], mask: [0, 65535] } },
});

/** What tables and strings have in common. */
const TABLES = {
  struct: 'tables_Pool',
  describe: { file: 'tables/pool', name: 'describe' },
  fields: { tables_Pool: { base: ADDRESS, end: [0, 32767], log: [2, 2], placeLog: [0, 0] } },
  // The control words, for which there must be room.
  sure: { tables_Pool: { w: [0, 30] } },
  main: { tables_Pool: ['w'] },
  demand: 'end > 32',
  // A place is named by one entry. Of a damaged table, where two do, another may be found than in ES5.
  isUnique: true,
};

export const MODULES = {
  headers: {
    name: 'headers',
    kind: 1,
    struct: 'headers_Pool',
    describe: { file: 'headers/pool', name: 'describe' },
    fields: { headers_Pool: { base: ADDRESS, end: [0, 16384], first: [0, 16384], control: ADDRESS, log: [2, 2] } },
    // From the word before control to before the first header, which describe finds room for.
    sure: { headers_Pool: { w: ['control', -1, 13] } },
    // Both from the heap's start on.
    main: { headers_Pool: ['w', 'u8'] },
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
    calls: calls('records/index', ['alloc', 'dealloc']),
  },
  queue: {
    name: 'queue',
    kind: 5,
    ...rowsOf(5),
    calls: calls('queue/index', ['push', 'shift', 'peek']),
  },
  rows: { name: 'rows', kind: 4, orKind: 5, ...rowsOf('kind'), calls: ROWS },
  tables: {
    name: 'tables',
    kind: 2,
    ...TABLES,
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
        'renew',
        'repair',
        'setPause',
        'setLow',
        'isLow',
      ]),
      // Its budget is not the same when it is 0 and when there is none.
      ...calls('tables/index', ['reorder'], { optional: 1 }),
      ...calls('tables/verify', ['verify']),
      ...calls('tables/index', ['destroy'], { form: 'whole' }),
      ...calls('tables/index', ['create', 'attach'], { form: 'maker' }),
    ],
  },
  strings: {
    name: 'strings',
    kind: 2,
    ...TABLES,
    calls: calls('strings/bytes', ['length', 'locate', 'reserve', 'extend', 'allocCopy', 'setCopy', 'same']),
  },
  messages: {
    name: 'messages',
    kind: 8,
    struct: 'messages_Pool',
    describe: { file: 'messages/bytes', name: 'describeBytes' },
    fields: { messages_Pool: { base: ADDRESS, ring: ADDRESS, log: [1, 1], end: [0, 32767] } },
    sure: { messages_Pool: { head: [0, 2] } },
    main: { messages_Pool: ['w'] },
    calls: [
      ...calls('messages/bytes', ['reserve', 'commit', 'first', 'dropFirst', 'count', 'clear']),
      ...calls('messages/verify', ['verify']),
      ...calls('messages/index', ['destroy'], { form: 'whole' }),
      ...calls('messages/index', ['create', 'attach'], { form: 'maker' }),
    ],
  },
  /** Pages in frames; the store is ES5's. */
  paging: {
    name: 'paging',
    kind: 6,
    struct: 'paging_Frames',
    describe: { file: 'paging/bytes', name: 'describeBytes' },
    fields: { paging_Frames: { base: ADDRESS, frameOf: ADDRESS, frame: ADDRESS, pageSize: [32, 32768], frameCount: [4, 254], pageCount: [0, 65535] } },
    // The control words, which describe has counted.
    sure: { paging_Frames: { w: ['control', 0, 43] } },
    main: { paging_Frames: ['u8', 'w', 'h'] },
    calls: [
      ...calls('paging/bytes', ['read8', 'read16', 'bring'], { none: '-1' }),
      ...calls('paging/bytes', ['read32'], { none: '-2147483647 - 1' }),
      ...calls('paging/bytes', ['write8', 'write16', 'write32', 'arrive']),
    ],
  },
  gc: {
    name: 'gc',
    kind: 3,
    struct: 'gc_Gc',
    describe: { file: 'gc/pool', name: 'describe' },
    /** The pool of its objects is the region behind its own. */
    regions: 2,
    fields: { gc_Gc: { base: ADDRESS, end: ADDRESS, last: ADDRESS, colours: ADDRESS, control: ADDRESS, most: ADDRESS } },
    // The control words, which describe has counted; and those of the pool of its objects.
    sure: { gc_Gc: { w: ['control', 0, 236] } },
    demand: 'tables->end > 32',
    calls: [
      ...calls('gc/objects', ['alloc', 'getRef', 'setRef', 'define']),
      ...calls('gc/bytes', ['last', 'waiting', 'told', 'finalize']),
      ...calls('gc/index', ['repair']),
      ...calls('gc/cycle', ['step', 'collect']),
      ...calls('gc/roots', ['open', 'hold', 'close', 'setRoot', 'getRoot', 'weak', 'deref', 'dropWeak', 'pin', 'unpin']),
      ...calls('gc/verify', ['verify']),
      ...calls('gc/index', ['destroy'], { form: 'whole' }),
      ...calls('gc/index', ['create', 'attach'], { form: 'maker' }),
    ],
  },
};

/** Comparisons that a call which has just described its pool knows. */
export const KNOWN = {
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
