/** A headers pool as a Puck.js has it. */
import { Deferred } from '../../../src/headers/layout.ts';
import { describe } from '../../../src/headers/pool.ts';
import { FIRST, type Place, type Probe, type World, poolProbes, some } from '../world.ts';
import { goBlocks, goMixedBlocks } from './blocks.ts';

const HEADERS_BYTES = 11980;
const HEADERS_SIZES = [
  1, 3, 16, 34, 36, 40, 44, 58, 64, 70, 90, 100, 120, 129, 160, 200, 300, 500, 700, 1000, 1500, 3000, 7000, 20000,
];
const USUAL = [16, 40, 100, 300];

/** Of calls that make a block: they fail, or would fail, and look again when all deferred blocks are merged. */
const SETTLING = 'settling deferred blocks';

/** Addresses of the blocks that are deferred. */
function deferredIn({ raw }: Place): number[] {
  const { w, control, log } = describe(raw, FIRST)!;
  const words = Array.from(w.subarray(control + Deferred.First, control + Deferred.Last + 1));
  return words.filter((word) => word).map((word) => word << log);
}

/** A call that makes a block, and whether it settled deferred ones: one that it returns was taken as it was. */
function making(place: Place, probe: Probe): Probe {
  let deferred: number[] = [];
  return {
    ...probe,
    before: () => (deferred = deferredIn(place)),
    apart(result) {
      const left = deferredIn(place);
      return !result || deferred.some((block) => block !== result && !left.includes(block)) ? SETTLING : '';
    },
  };
}

export const HEADERS: World = {
  name: 'headers',
  module: 'headers',
  needs: 'create attach alloc dealloc',
  pool: 'blocks of up to 900 bytes in a pool of 11.7 KB',
  heapBytes: 12288,
  go({ library: { headers }, heap }, words) {
    const pool = headers.create(heap, HEADERS_BYTES);
    const go = words.below(2) ? goBlocks : goMixedBlocks;
    return {
      live: go(
        words,
        (bytes) => headers.alloc(pool, bytes),
        (address) => headers.dealloc(pool, address),
      ),
    };
  },
  attach: ({ library, heap }) => library.headers.attach(heap, FIRST),
  probes(place, pool, { live }) {
    const { headers } = place.library;
    const blocks = some(live, 8);
    const aligned = [
      [16, 8],
      [40, 32],
      [100, 64],
      [300, 256],
      [900, 16],
      [60, 8],
      [100, 16],
      [200, 64],
    ] as const;
    return [
      ...HEADERS_SIZES.map((bytes) =>
        making(place, {
          call: 'alloc',
          what: `${bytes} bytes`,
          run: () => headers.alloc(pool, bytes),
          isUsual: USUAL.includes(bytes),
        }),
      ),
      ...aligned.map(([bytes, to]) =>
        making(place, {
          call: 'allocAligned',
          what: `${bytes} bytes to ${to}`,
          run: () => headers.allocAligned(pool, bytes, to),
          isUsual: true,
        }),
      ),
      ...blocks.flatMap((block): Probe[] => [
        { call: 'dealloc', what: 'a block', run: () => headers.dealloc(pool, block), isUsual: true },
        ...[8, 50, 120, 400].map((bytes) =>
          making(place, {
            call: 'resize',
            what: `to ${bytes} bytes`,
            run: () => headers.resize(pool, block, bytes),
            isUsual: true,
          }),
        ),
        { call: 'clean', what: 'a block', run: () => headers.clean(pool, block), isUsual: true },
      ]),
      { call: 'dealloc', what: 'no block', run: () => headers.dealloc(pool, 1234) },
      { call: 'isLow', what: '', run: () => headers.isLow(pool), isUsual: true },
      { call: 'reorder', what: 'merge', run: () => headers.reorder(pool), isUsual: true },
      {
        call: 'reorder',
        what: 'all slide down',
        run: () => headers.reorder(pool, () => undefined),
        isLong: true,
        isUsual: true,
      },
      { call: 'sizeOf', what: '', run: () => headers.sizeOf(pool, live[0]), isUsual: true },
      { call: 'view', what: '', run: () => headers.view(pool, live[0]), isUsual: true },
      { call: 'setLow', what: '', run: () => headers.setLow(pool, 100), isUsual: true },
      ...poolProbes(
        headers,
        place,
        pool,
        () => headers.create(place.heap, HEADERS_BYTES),
        () => place.raw.set([253, 255], 26),
      ),
    ];
  },
  places({ library: { headers } }, pool) {
    const used: number[] = [];
    headers.walk(pool, (address: number, _: number, state: string) => state === 'used' && used.push(address));
    return used;
  },
};
