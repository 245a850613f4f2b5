/** A headers pool as a Puck.js has it. */
import { FIRST, type Probe, type World, poolProbes, some } from '../world.ts';
import { goBlocks } from './blocks.ts';

const HEADERS_BYTES = 11980;
const HEADERS_SIZES = [1, 16, 34, 40, 58, 64, 90, 100, 200, 300, 700, 1500, 20000];
const USUAL = [16, 40, 100, 300];

export const HEADERS: World = {
  name: 'headers',
  module: 'headers',
  needs: 'create attach alloc dealloc',
  pool: 'blocks of up to 900 bytes in a pool of 11.7 KB',
  heapBytes: 12288,
  go({ library: { headers }, heap }, words) {
    const pool = headers.create(heap, HEADERS_BYTES);
    return {
      live: goBlocks(
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
    ] as const;
    return [
      ...HEADERS_SIZES.map((bytes): Probe => ({
        call: 'alloc',
        what: `${bytes} bytes`,
        run: () => headers.alloc(pool, bytes),
        isUsual: USUAL.includes(bytes),
      })),
      ...aligned.map(([bytes, to]): Probe => ({
        call: 'allocAligned',
        what: `${bytes} bytes to ${to}`,
        run: () => headers.allocAligned(pool, bytes, to),
        isUsual: true,
      })),
      ...blocks.flatMap((block): Probe[] => [
        { call: 'dealloc', what: 'a block', run: () => headers.dealloc(pool, block), isUsual: true },
        ...[8, 50, 120, 400].map((bytes): Probe => ({
          call: 'resize',
          what: `to ${bytes} bytes`,
          run: () => headers.resize(pool, block, bytes),
          isUsual: true,
        })),
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
