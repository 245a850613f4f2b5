/**
 * Whether the bytes of a region are a sound headers pool, from the drawing in layout.ts alone and apart from verify.ts:
 * with sets and arrays of its own, and as slow as it likes. Pools that end below 256 KB, blocks up to 64 KB.
 */

/** Two classes per power of two from 2 on: 0, 1, 2 ... */
function binOf(granules: number): number {
  let power = 1;
  while (granules >= 2 << power) power++;
  return 2 * (power - 1) + (granules & (1 << (power - 1)) ? 1 : 0);
}

interface Block {
  start: number;
  granules: number;
  isUsed: boolean;
  isBelowUsed: boolean;
}

/** The blocks from `first` on, or null where they do not tile the pool. */
function blocksOf(word: (index: number) => number, first: number, end: number): Block[] | null {
  const blocks: Block[] = [];
  for (let start = first; start < end;) {
    const header = word(2 * start - 1);
    const granules = header >> 2;
    if (granules < 2 || start + granules > end) return null;
    blocks.push({ start, granules, isUsed: (header & 1) === 1, isBelowUsed: (header & 2) === 2 });
    start += granules;
  }
  return blocks;
}

/** Whether the lists hold each free block once, in its bin, linked both ways, and nothing else; and the map says which are filled. */
function areLists(word: (index: number) => number, free: Block[], control: number, bins: number): boolean {
  const starts = new Map(free.map((block) => [block.start, block]));
  const met = new Set<number>();
  for (let bin = 0; bin < 64; bin++) {
    const bit = (word(control + 10 + (bin >> 4)) >> (bin & 15)) & 1;
    let previous = 0;
    let next = bin < bins ? word(control + 14 + bin) : 0;
    if ((bit === 1) !== next > 0) return false;
    while (next) {
      const block = starts.get(next);
      if (!block || met.has(next) || binOf(block.granules) !== bin || word(2 * next + 2) !== previous) return false;
      met.add(next);
      previous = next;
      next = word(2 * next);
    }
  }
  return met.size === free.length;
}

/** Whether the pool in the region at `address` up to `endAddress` of `image` is sound. */
export function isSound(image: Uint8Array, address: number, endAddress: number): boolean {
  const word = (index: number): number => image[2 * index]! | (image[2 * index + 1]! << 8);
  const control = address / 2 + 1;
  const bins = binOf((endAddress - address) >> 2) + 1;
  const first = (control + 14 + bins + 2) >> 1;
  const end = endAddress >> 2;
  const blocks = blocksOf(word, first, end);
  if (!blocks) return false;
  const isUsedBelow = (i: number): boolean => i === 0 || blocks[i - 1]!.isUsed;
  if (blocks.some((block, i) => block.isBelowUsed !== isUsedBelow(i) || (!block.isUsed && !isUsedBelow(i))))
    return false;
  if (word(2 * end - 1) !== 1 + (isUsedBelow(blocks.length) ? 2 : 0)) return false;
  const free = blocks.filter(({ isUsed }) => !isUsed);
  if (free.some(({ start, granules }) => word(2 * (start + granules) - 3) !== granules << 2)) return false;
  for (let granules = 2; granules <= 9; granules++) {
    const named = word(control + granules);
    if (named && !blocks.some((block) => block.start === named && block.isUsed && block.granules === granules))
      return false;
  }
  const isMarked =
    word(control - 1) < end &&
    word(control) === 1 + free.reduce((sum, { granules }) => sum + granules, 0) &&
    word(control + 1) === 1;
  // Lists of bins that no block can be in, and what is left before the first header.
  for (let index = control + 14 + binOf(end - first) + 1; index < 2 * first - 1; index++) if (word(index)) return false;
  return isMarked && areLists(word, free, control, binOf(end - first) + 1);
}
