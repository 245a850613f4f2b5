/** Every image that a handful of calls can make of a small pager and its flash: sound, accepted by attach and the oracle; no byte is lost, now or after a restart. */
import { explore } from '../support/explore.ts';
import { lengthOf, note } from '../support/soak.ts';
import { worldOf } from './explore.ts';
import type { Small } from './small.ts';
import { loadLibrary } from './library.ts';

const durable = { span: 8, sectors: 6, isVolatile: false, reads: [], held: [], pinned: [], straddles: [] };

/** The least sectors that create takes for so many pages. */
const SMALL: [string, Small][] = [
  ['one page, whatever its wear', { ...durable, pages: 1, sectors: 5, writes: [0], isWearless: true }],
  ['two pages, whatever their wear', { ...durable, pages: 2, sectors: 5, writes: [0, 1], isWearless: true }],
  ['two pages, one held', { ...durable, pages: 2, sectors: 5, writes: [0], held: [1], straddles: [30] }],
  [
    'two pages in a store long in use, one held',
    { ...durable, pages: 2, sectors: 5, writes: [0], held: [1], straddles: [30], isUsed: true },
  ],
  ['more pages than frames', { ...durable, pages: 6, writes: [0, 5], reads: [1, 2, 3, 4], straddles: [62] }],
  [
    'more pages than frames, a store long in use',
    { ...durable, pages: 6, writes: [0, 5], reads: [1, 2, 3, 4], straddles: [62], isUsed: true },
  ],
  [
    'more pages than frames, two pinned',
    { ...durable, pages: 6, writes: [0, 1], reads: [4, 5], held: [2], pinned: [3], straddles: [30] },
  ],
  [
    'swap, a page to a sector',
    {
      pages: 6,
      span: 1,
      sectors: 11,
      isVolatile: true,
      writes: [0, 1, 2],
      reads: [3, 4, 5],
      held: [],
      pinned: [4],
      straddles: [62],
      isUsed: true,
    },
  ],
  [
    'swap, two pages to a sector',
    {
      pages: 6,
      span: 2,
      sectors: 6,
      isVolatile: true,
      writes: [0, 4, 5],
      reads: [1, 2, 3],
      held: [1],
      pinned: [],
      straddles: [],
    },
  ],
];

test.each(SMALL)(
  '%s',
  (name, small) => {
    const draw = { next: 0 };
    const library = loadLibrary(() => draw.next);
    const { pages, span, sectors, isVolatile } = small;
    expect(
      library.paging.sectorsFor({ eraseBytes: span * 32, programBytes: 4 }, pages, { pageBytes: 32, isVolatile }),
    ).toBe(sectors);
    const world = worldOf(library, draw, small);
    const { states, calls, isComplete } = explore(world, lengthOf(400, 20_000));
    expect(states).toBeGreaterThanOrEqual(300);
    note(
      `${name}: ${states} states, ${calls} calls, ${world.tally.full} writes waited for a commit, ${world.tally.cuts} cuts${isComplete ? ', all there are' : ''}`,
    );
  },
  1e9,
);
