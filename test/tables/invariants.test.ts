/** Each invariant, broken on purpose, is named by check and refused by attach; so is every overrun. */
import { Control, Entry, Header, Place, Refused, State } from '../../src/tables/layout.ts';
import { topOf, wordAt } from '../../src/tables/pool.ts';
import { withoutFault } from '../support/random.ts';
import { fault, heap, poolOf, tables, type Pool } from './support.ts';

/** A pool with used, pinned and free blocks, small and big, holes, free entries, and its live handles. */
function lively(heapBytes = 1024): { pool: Pool; handles: number[] } {
  const pool = poolOf(heapBytes);
  const handles = [8, 30, 100, 2, 4, 12, 70, 2, 64, 20].map((bytes) => tables.alloc(pool, bytes));
  for (const index of [7, 4, 3, 2]) tables.dealloc(pool, handles.splice(index, 1)[0]);
  tables.pin(pool, handles[1]);
  return { pool, handles };
}

const breaks: [number, string, (pool: Pool, k: number) => void][] = [
  [1, 'a size that leads past the top', ({ w }, k) => (w[k] = 0xffff)],
  [1, 'no size', ({ w }, k) => (w[k] &= ~Header.Size)],
  [1, 'the sentinel overwritten', (pool) => (pool.w[topOf(pool)] = 0)],
  [1, 'no generation', ({ w }, k) => (w[k] &= Header.Size)],
  [2, 'a generation changed', ({ w }, k) => (w[k] ^= 2 * Header.Generation)],
  [2, 'pins changed', ({ w }, k) => (w[k] += Header.Pin)],
  [2, 'the checksum', ({ w }) => w[Control.Checksum]++],
  [3, 'the hole counter', ({ w }) => w[Control.Holes]--],
  [3, 'a hole that was refused', ({ w }) => (w[Control.Refused] = 2)],
  [3, 'nothing can move, though it can', ({ w }) => (w[Control.Refused] = Refused.Moves)],
  [4, 'an entry that names another place', ({ w, end }) => w[end - 1]++],
  [4, 'an entry that retired by itself', ({ w, end }) => (w[end - 2] = Entry.Retired)],
  [4, 'two entries exchanged for one', ({ w, end }) => (w[end - 1] = w[end - 2])],
  [5, 'a number in the list is that of a used entry', ({ w, end }) => (w[end - w[Control.Entries] - 1] = 1)],
  [
    5,
    'a number in the list twice',
    ({ w, end }) => (w[end - w[Control.Entries] - 1] = w[end - w[Control.Entries] - 2]),
  ],
  [5, 'a number in the list that no entry has', ({ w, end }) => (w[end - w[Control.Entries] - 1] = 60000)],
  [5, 'a list names a used block', ({ w }) => (w[2] = 1)],
  [6, 'more handles than entries', ({ w }) => w[Control.Valid]++],
  [6, 'fewer free entries', ({ w }) => w[Control.Free]--],
  [6, 'the table meets the blocks', ({ w }) => (w[Control.Handles] = 1000)],
  [6, 'no room for a handle', ({ w }) => (w[Control.Handles] = 0)],
  [6, 'more entries than there ever were', ({ w }) => (w[Control.High] = 3)],
  [6, 'holes are looked for inside a block', ({ w }, k) => (w[Control.Rover] = k + 1)],
  [6, 'what is done is no such thing', ({ w }) => (w[Control.State] = 7)],
  [6, 'nothing can move below the inside of a block', ({ w }, k) => (w[Control.Slide] = k + 1)],
  [6, 'entry 0', ({ w, end }) => w[end]--],
  [7, 'busy', ({ w }) => (w[Control.State] = State.Busy)],
  [7, 'a free block that is in no list', ({ w }) => (w[2] = 0)],
];

test('the pool of these tests is sound', () => {
  const { pool } = lively();
  expect(tables.check(pool)).toBe('');
  const states: string[] = [];
  tables.walk(pool, (_address, _bytes, state) => states.push(state));
  expect(new Set(states)).toEqual(new Set(['used', 'pinned', 'free', 'deferred']));
  expect([pool.w[Control.Free], pool.w[Control.Depth]]).toEqual([2, 2]);
});

test.each(breaks)('invariant %d: %s', (number, _what, spoil) => {
  const { pool } = lively();
  spoil(pool, wordAt(Place.First, pool));
  expect(tables.check(pool)).toMatch(new RegExp(`^invariant ${number} at address \\d+: `));
  expect(tables.attach(pool.u8, pool.base)).toBeNull();
  expect(fault()).toBe(number === 7 ? 13 : 8);
});

/** Every call there is, with every live handle; what it answers is its affair. */
function callAll(pool: Pool, handles: number[]): void {
  for (const handle of handles) {
    const size = tables.sizeOf(pool, handle);
    tables.write(pool, handle, new Uint8Array(size || 1), 0);
    tables.read(pool, handle, new Uint8Array(size || 1), 0);
    tables.copy(pool, handle, handles[0]);
    tables.clean(pool, handle);
    tables.pin(pool, handle);
    tables.view(pool, handle)?.fill(1);
    tables.unpin(pool, handle);
    tables.resize(pool, handle, size + 9);
    tables.resize(pool, handle, 5);
    tables.dealloc(pool, handle);
    tables.alloc(pool, 20);
    tables.alloc(pool, 200);
  }
  tables.reorder(pool, 16);
  tables.reorder(pool);
  tables.isLow(pool);
}

/** An image with a pool between two regions, which no call on the pool may touch. */
function guarded(): { pool: Pool; handles: number[]; others(): string; image: Uint8Array } {
  const image = heap.format(new Uint8Array(1024))!;
  const below = tables.create(image, 128)!;
  const pool = tables.create(image, 512)!;
  const above = tables.create(image, 200)!;
  tables.alloc(below, 20);
  tables.alloc(above, 20);
  const handles: number[] = [];
  for (let n = 0; handles[n] !== 0; n++) handles[n + 1] = tables.alloc(pool, 1 + ((n * 13) % 50));
  handles.shift();
  handles.pop();
  const end = above.base - 8;
  return { pool, handles, image, others: () => `${withoutFault(image).subarray(0, pool.base)} ${image.subarray(end)}` };
}

describe('a write past the end of any payload', () => {
  const { handles } = guarded();
  test.each([1, 2, 3, 4, 8])('by %d bytes is found, and no call touches memory outside the pool', (bytes) => {
    for (let index = 0; index < handles.length; index++) {
      for (const pattern of [0, 0xff, 0xa5, 0x5a, 1, 2, 0x40]) {
        const { pool, handles: live, image, others } = guarded();
        const address = tables.addrOf(pool, live[index]) + tables.sizeOf(pool, live[index]);
        const before = image.slice(address, address + bytes);
        image.fill(pattern, address, address + bytes);
        const isChanged = before.some((byte) => byte !== pattern);
        // A big block has its own generation first.
        if (isChanged) expect([index, pattern, tables.check(pool)]).not.toEqual([index, pattern, '']);
        const kept = others();
        callAll(pool, live);
        expect(others()).toBe(kept);
      }
    }
  });
});

test('every metadata byte of a 4 KB image with 3 other values, and every truncation: refused or safe, never a throw', () => {
  const image = heap.format(new Uint8Array(4096))!;
  tables.create(image, 128);
  const pool = tables.create(image, 3000)!;
  const handles: number[] = [];
  for (let n = 0; n < 40; n++) handles.push(tables.alloc(pool, 1 + ((n * 29) % 90)));
  for (let n = 1; n < 40; n += 3) tables.dealloc(pool, handles[n]);
  tables.pin(pool, handles[3]);
  const payload = new Uint8Array(4096);
  tables.walk(pool, (address, bytes, state) =>
    payload.fill(state === 'free' ? 2 : 1, address + (state === 'free' ? 2 : 0), address + bytes),
  );
  let refused = 0;
  let flips = 0;
  for (let at = pool.base - 8; at < pool.base + 2992; at++) {
    if (payload[at]) continue;
    for (const flip of [1, 0x80, 0xff]) {
      const copy = image.slice();
      copy[at] ^= flip;
      flips++;
      const opened = heap.open(copy) && tables.attach(copy, pool.base);
      if (!opened) {
        refused++;
        continue;
      }
      const outside = (): string =>
        `${withoutFault(copy).subarray(0, pool.base - 8)} ${copy.subarray(pool.base + 2992)}`;
      const kept = outside();
      callAll(opened, handles);
      expect(outside()).toBe(kept);
    }
  }
  expect(refused / flips).toBeGreaterThan(0.9);
  for (let bytes = 0; bytes < 4096; bytes += 4) expect(heap.open(image.slice(0, bytes))).toBeNull();
});
