/** A small headers pool in the middle of a heap on a metered board, and every call on it: for the campaigns. */
import type { Subject } from '../support/campaign.ts';
import { type Metered, meteredHeap } from '../support/metered.ts';
import { isSound } from './oracle.ts';

export interface Scene {
  metered: Metered;
  /** The heap's image with the pool in the middle of its work. */
  image: Uint8Array;
  from: number;
  to: number;
  /** Addresses of blocks that are handed out, and what their payloads are filled with. */
  live: { address: number; bytes: number; pattern: number }[];
  attach(): any;
}

/** Bytes of the pool's region: large enough for every kind of block, small enough to damage each word in many ways. */
const POOL_BYTES = 300;

/** Pools below and above it are there to be damaged, too. */
export function sceneOn(board: string, isLean = true, poolBytes = POOL_BYTES, work = someWork): Scene {
  const metered = meteredHeap(board, 1024, { lean: isLean });
  const { ckremm, heap, raw } = metered;
  ckremm.headers.create(heap, 200);
  const pool = ckremm.headers.create(heap, poolBytes);
  ckremm.headers.create(heap, ckremm.heap.freeBytes(heap));
  const live = work(ckremm.headers, pool).map((address, i) => {
    const bytes = ckremm.headers.sizeOf(pool, address) as number;
    const pattern = 2 * i + 2;
    raw.fill(pattern, address, address + bytes);
    return { address, bytes, pattern };
  });
  const from = ckremm.heap.find(heap, 1, 1) as number;
  return {
    metered,
    image: raw.slice(),
    from,
    to: from + poolBytes - 8,
    live,
    attach: () => ckremm.headers.attach(heap, from),
  };
}

/** Blocks of many sizes, holes between them, deferred ones; returns what stays handed out. */
export function someWork(headers: any, pool: any): number[] {
  const blocks = [6, 18, 10, 30, 14, 22, 10, 40].map((bytes) => headers.alloc(pool, bytes) as number).filter(Boolean);
  headers.setLow(pool, 40);
  return blocks.filter((address, i) => !(i % 2 === 1 || i === 4) || !headers.dealloc(pool, address));
}

/** Every call, with arguments that are right, and some that are nearly. */
export function callsOn({ metered: { ckremm }, from, to, live }: Scene): [string, (pool: any) => unknown][] {
  const { headers } = ckremm;
  const addresses = live.map(({ address }) => address);
  const sizes = [1, 6, 14, 30, 32, 60, 120];
  return [
    ...sizes.map((bytes): [string, (pool: any) => unknown] => [
      `alloc(${bytes})`,
      (pool) => headers.alloc(pool, bytes),
    ]),
    ...addresses.flatMap((address): [string, (pool: any) => unknown][] => [
      [`dealloc(${address})`, (pool) => headers.dealloc(pool, address)],
      [`resize(${address}, 90)`, (pool) => headers.resize(pool, address, 90)],
      [`resize(${address}, 4)`, (pool) => headers.resize(pool, address, 4)],
    ]),
    [`allocAligned(20, 32)`, (pool) => headers.allocAligned(pool, 20, 32)],
    [`allocAligned(8, 8)`, (pool) => headers.allocAligned(pool, 8, 8)],
    [`sizeOf`, (pool) => headers.sizeOf(pool, addresses[0])],
    [`view`, (pool) => headers.view(pool, addresses[1])],
    [`clean`, (pool) => headers.clean(pool, addresses[1])],
    [`dealloc of what is none`, (pool) => headers.dealloc(pool, from + 120)],
    [`dealloc at the end`, (pool) => headers.dealloc(pool, to)],
    [`setLow`, (pool) => headers.setLow(pool, 20)],
    [`isLow`, (pool) => headers.isLow(pool)],
    [`reorder`, (pool) => headers.reorder(pool)],
    [`reorder with moved`, (pool) => headers.reorder(pool, () => undefined)],
    [`repair`, (pool) => headers.repair(pool)],
    ...(headers.check
      ? ([
          [`check`, (pool: any) => headers.check(pool)],
          [`stats`, (pool: any) => headers.stats(pool)],
        ] as [string, (pool: any) => unknown][])
      : []),
  ];
}

export const subjectOf = (scene: Scene, isLean: boolean): Subject => ({
  metered: scene.metered,
  from: scene.from,
  to: scene.to,
  attach: scene.attach,
  calls: callsOn(scene),
  mostSteps: isLean ? 1000 : 4000,
  oracle: (image) => isSound(image, scene.from, scene.to),
  isMisuse: isLean ? undefined : (error) => /^headers\.\w+\(/.test(error.message),
  isChecked: !isLean,
});
