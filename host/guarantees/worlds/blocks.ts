/** What programs do with blocks of any size. */
import type { Words } from '../way.ts';

/** A few sizes, as programs have them: small, middling, large. */
function sizesOf(words: Words): () => number {
  const sizes = Array.from({ length: 2 + words.below(6) }, () => {
    const kind = words.below(4);
    return 1 + words.below(kind === 0 ? 900 : kind === 1 ? 300 : 64);
  });
  return () => sizes[words.below(sizes.length)]!;
}

/** Allocs and deallocs, in turn and in runs, from full or from empty on. */
export function goBlocks(
  words: Words,
  alloc: (bytes: number) => number,
  dealloc: (block: number) => unknown,
): number[] {
  const nextSize = sizesOf(words);
  const live: number[] = [];
  const add = (bytes: number): boolean => {
    const block = alloc(bytes);
    if (block) live.push(block);
    return block > 0;
  };
  if (words.below(3)) while (add(nextSize()) && !words.isEmpty);
  while (!words.isEmpty) {
    const word = words.next();
    const at = (word >>> 8) % Math.max(1, live.length);
    if (word & 3 && live.length) dealloc(live.splice(at, 1)[0]!);
    else if (word & 4) add(nextSize());
    // Also of the sizes that are kept for the next alloc of their size, each.
    else add(1 + ((word >>> 8) % (word & 128 ? 34 : 200)));
    // A run of one or the other.
    for (let more = word & 24 ? 0 : (word >>> 5) & 15; more; more--)
      if (word & 3 && live.length) dealloc(live.splice(at % live.length, 1)[0]!);
      else add(nextSize());
  }
  return live;
}

/** Of all sizes, small ones the most: around those that are deferred, and those that are cut from the other end. */
function mixedSize(words: Words): number {
  const kind = words.below(10);
  return 1 + (kind < 3 ? words.below(34) : kind < 8 ? 34 + words.below(100) : words.below(600));
}

/** Blocks of all sizes, a few more allocs than deallocs: many holes, of many sizes. */
export function goMixedBlocks(
  words: Words,
  alloc: (bytes: number) => number,
  dealloc: (block: number) => unknown,
): number[] {
  const live: number[] = [];
  while (!words.isEmpty) {
    const word = words.next();
    if (word % 100 < 55) {
      const block = alloc(mixedSize(words));
      if (block) live.push(block);
    } else if (live.length) dealloc(live.splice((word >>> 8) % live.length, 1)[0]!);
  }
  return live;
}
