/** Pools for tests of the replay: a bump allocator, a pool of handles that moves its blocks, and spoilt ones. */
import type { Driver } from '../../host/replay/driver.ts';

const noStats = { bytes: 0, usedBytes: 0, freeBytes: 0, largestFreeBytes: 0, usedBlocks: 0, freeBlocks: 0 };

/** Never reuses memory: a block is an address, the next free one. */
export function bumpPool(heap: Uint8Array): Driver {
  let next = 4;
  let usedBytes = 0;
  const alloc = (bytes: number): number => {
    if (next + bytes > heap.length) return 0;
    next += bytes;
    usedBytes += bytes;
    return next - bytes;
  };
  return {
    alloc,
    dealloc: () => true,
    resize: (ref, bytes) => {
      const to = alloc(bytes);
      if (to) heap.copyWithin(to, ref, ref + bytes);
      return to;
    },
    addressOf: (ref) => ref,
    stats: () => ({ ...noStats, usedBytes, freeBytes: heap.length - next }),
    fault: () => 7,
  };
}

/** Handles; every call moves all blocks up by 8 bytes, as a compaction might. */
export function movingPool(heap: Uint8Array): Driver {
  const fixed = bumpPool(heap);
  const blocks = new Map<number, { address: number; bytes: number }>();
  let moved = 0;
  let nextHandle = 1;
  const move = (): void => {
    for (const block of [...blocks.values()].sort((a, b) => b.address - a.address)) {
      heap.copyWithin(block.address + 8, block.address, block.address + block.bytes);
      block.address += 8;
      moved += block.bytes;
    }
  };
  return {
    ...fixed,
    alloc: (bytes) => {
      move();
      blocks.set(nextHandle, { address: fixed.alloc(bytes + 400), bytes });
      return nextHandle++;
    },
    dealloc: (handle) => blocks.delete(handle),
    addressOf: (handle) => blocks.get(handle)!.address,
    takeMovedBytes: () => {
      const bytes = moved;
      moved = 0;
      return bytes;
    },
  };
}
