/** Each numbered invariant of src/paging/layout.ts broken on purpose: check names it, and attach refuses the pager. */
import { benchOf, setup } from './bench.ts';
import { loadLibrary } from './library.ts';

const library = loadLibrary();
const { paging, fault } = library;
const CORRUPT = 8;
// Control words, as in layout.ts.
const HAND = 5;
const DIRTY = 6;
const PINNED = 7;
const FREE = 10;
const CHANGED = 11;
const READ_FRAME = 1;

/** A pager with pages in frames and in the store, some of them dirty, and one that was flushed and is not committed. */
function prepared(): { pager: any; store: any } {
  const { store, open } = benchOf(library, 1);
  const pager = open();
  for (let page = 0; page < 9; page++) paging.write8(pager, page * setup.pageBytes, page + 1);
  paging.commit(pager);
  paging.write8(pager, 5 * setup.pageBytes, 77);
  paging.flush(pager);
  paging.write8(pager, 6 * setup.pageBytes, 78);
  paging.read8(pager, 2 * setup.pageBytes);
  return { pager, store };
}
const word = (pager: any, index: number, change: (value: number) => number): void => {
  pager.w[pager.control + index] = change(pager.w[pager.control + index]);
};

const ways: [number, string, (pager: any) => void][] = [
  [1, 'the hand points behind the frames', (p) => word(p, HAND, () => p.frameCount)],
  [1, 'the list of changes is longer than it can be', (p) => word(p, CHANGED, () => p.mostChanged + 2)],
  [
    1,
    'the page at hand is in another frame',
    (p) => word(p, READ_FRAME, (at) => (at === p.frame ? at + p.pageSize : p.frame)),
  ],
  [2, 'a frame names another page', (p) => void p.h[p.pageOf]++],
  [2, 'a page names a frame that is not its own', (p) => void (p.u8[p.frameOf + 40] = 1)],
  [2, 'the order has a frame twice', (p) => void (p.u8[p.order] = p.u8[p.order + 1])],
  [2, 'the order has a frame that is none', (p) => void (p.u8[p.order] = p.frameCount)],
  [3, 'one dirty frame too many is counted', (p) => word(p, DIRTY, (count) => count + 1)],
  [3, 'a pinned frame is counted that is none', (p) => word(p, PINNED, (count) => count + 1)],
  [
    3,
    'more than all frames but two are pinned',
    (p) => {
      for (let frame = 0; frame < p.frameCount - 1; frame++) p.u8[p.flags + frame] += 8;
      word(p, PINNED, () => p.frameCount - 1);
    },
  ],
  [4, 'the slot of a page is one of the roots', (p) => void (p.h[p.pageSlots] = 0)],
  [4, 'two pages share a page slot', (p) => void (p.h[p.pageSlots + 1] = p.h[p.proven + 1] = p.h[p.pageSlots])],
  [4, 'a sector has a reference too few', (p) => void p.h[p.references + Math.floor(p.h[p.pageSlots] / p.span)]--],
  [5, 'a free sector too many is counted', (p) => word(p, FREE, (count) => count + 1)],
  [
    5,
    'a sector in use is retired, and one that is free still counted',
    (p) => {
      let sector = p.first;
      while (p.h[p.references + sector] || sector === p.w[p.control + 8]) sector++;
      p.w[p.wear + sector] |= -0x80000000;
    },
  ],
  [
    6,
    'the list of changes has another page than the one that was written',
    (p) => void (p.h[p.changed] = p.h[p.changed + 1] = 40),
  ],
  [6, 'the list of changes is said to be empty', (p) => word(p, CHANGED, () => 0)],
];

test.each(ways)('invariant %i: %s', (number, _way, spoil) => {
  const { pager, store } = prepared();
  expect(paging.check(pager)).toBe('');
  spoil(pager);
  expect(paging.check(pager)).toMatch(new RegExp(`^invariant ${number} at \\d+: \\w+`));
  expect([paging.attach(pager.u8, pager.base, store), fault()]).toEqual([null, CORRUPT]);
});

test('every invariant of layout.ts is broken above', () => {
  expect([...new Set(ways.map(([number]) => number))]).toEqual([1, 2, 3, 4, 5, 6]);
});
