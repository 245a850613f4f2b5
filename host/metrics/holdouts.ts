/**
 * Hold-outs: made-up loads, of shapes that none of the recorded programs has. No design was chosen by them; they say whether one that the five traces
 * speak for is as dense elsewhere.
 */
import { smallestHeapOf } from '../replay/assess.ts';
import { poolNamed } from '../replay/pools.ts';
import { geometricMean } from '../support/statistics.ts';
import { type Shape, operationsOf, traceOf } from './loads.ts';
import { once } from './once.ts';
import type { POOLS } from './replays.ts';

const SEED = 7;

const LOADS = {
  /** A menu: each page makes its strings, lists and a picture, and the one before goes as a whole. */
  pagesOfMenu(alloc, free, below) {
    let page: number[] = [];
    for (let i = 0; i < 80; i++) {
      const next = Array.from({ length: 10 + below(40) }, () => alloc(6 + below(50)));
      next.push(alloc(400 + below(1200)));
      page.forEach(free);
      page = next;
    }
  },
  /** A queue of packets: those that are answered go at once, one in eight waits for long. */
  packetsInFlight(alloc, free, below) {
    const waiting: number[] = [];
    for (let i = 0; i < 1500; i++) {
      waiting.push(alloc(below(3) ? 20 + below(60) : 180 + below(330)));
      if (waiting.length > 24) free(waiting.splice(below(8) ? 0 : below(waiting.length), 1)[0]!);
    }
  },
  /** A sorted tree: nodes of one size with a text each, put in and taken out at random, more at first and fewer at last. */
  treeWithTexts(alloc, free, below) {
    const nodes: number[][] = [];
    for (let i = 0; i < 2000; i++) {
      if (below(2000) > i / 2 + 400) nodes.push([alloc(20), alloc(3 + below(40))]);
      else if (nodes.length) nodes.splice(below(nodes.length), 1)[0]!.forEach(free);
    }
  },
  /** Lines of text that grow a few letters at a time, by a new block and the old one given back. */
  growingLines(alloc, free, below) {
    const lines = Array.from({ length: 20 }, () => ({ bytes: 8, block: alloc(8) }));
    for (let i = 0; i < 1200; i++) {
      const line = lines[below(lines.length)]!;
      const old = line.block;
      line.bytes = line.bytes > 300 ? 8 : line.bytes + 4 + below(20);
      line.block = alloc(line.bytes);
      free(old);
    }
  },
  /** Settings that are read at boot with much that is given back, then windows of samples over what stays. */
  bootThenWindows(alloc, free, below) {
    const boot = Array.from({ length: 200 }, () => alloc(12 + below(90)));
    boot.forEach((block, i) => i % 3 && free(block));
    const windows: number[] = [];
    for (let i = 0; i < 200; i++) {
      windows.push(alloc(512), alloc(64 + 32 * below(8)));
      while (windows.length > 12) free(windows.shift()!);
    }
  },
} satisfies Record<string, Shape>;

/** The smallest heap of each over its peak, geometric mean. */
export const holdOutRatio = once((kind: (typeof POOLS)[number]): number =>
  geometricMean(
    Object.entries(LOADS).map(
      ([name, shape]) => smallestHeapOf(poolNamed(kind), traceOf(operationsOf(shape, SEED), name)).ratio,
    ),
  ),
);
