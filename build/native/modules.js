/** What of each module becomes machine code: the kind of its regions, how a pool is found in one, and the calls. */

const calls = (file, names, more = {}) => names.map((name) => ({ file, name, ...more }));

/** What the directory has checked of a region of a heap of at most 65,536 bytes. */
const ADDRESS = [0, 65536];

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
      ...calls('headers/verify', ['verify']),
    ],
  },
};

/** Comparisons that a call which has just described its pool knows. */
export const SETTLED = {
  'pool.epochs[0] === pool.epoch': true,
  'pool.epochs[0] !== pool.epoch': false,
  'pool.epoch[0] === pool.seen': true,
  'pool.epoch[0] !== pool.seen': false,
  'queue.epoch[0] === queue.seen': true,
  'queue.epoch[0] !== queue.seen': false,
};

/** Figures of board.ts: those of every board with Espruino on ARM. */
export const BOARD = { LARGE_HEAPS: false, HAS_COPY_WITHIN: false };

/** Words of a pool's heap: dense, as no heap there is larger than 64 KB. */
export const WORDS = { 'Uint16Array|Uint32Array': 'u16' };
