/** Pages in frames, as machine code has them: pagers with pages of a past commit, and random calls on them. */
import { nor } from '../../../host/flash/nor.ts';
import type { Random } from '../../support/random.ts';
import { es5, heap, type Calls, type Pool } from '../twin.ts';
import { misuses, type Call, type Scene, type Store } from './scene.ts';

export const GEOMETRY = { size: 12 * 1024, eraseBytes: 1024, programBytes: 4 };
export const PAGES = 24;
export const PAGE_BYTES = 64;

const bytes: Calls = es5('paging/bytes.ts');
const paging = es5('paging/index.ts');

/** Runs something that draws numbers, as a pager does where its roots go: the same ones each time. */
export function drawn<Result>(run: () => Result): Result {
  const { random } = Math;
  let count = 0;
  Math.random = () => (count++ % 7) / 7;
  try {
    return run();
  } finally {
    Math.random = random;
  }
}

const images = new Map<number, { u8: Uint8Array; base: number }>();

/** An image of a pager with pages of a past commit; what it drew is the same each time. */
function imageOf(heapBytes: number): { u8: Uint8Array; base: number } {
  const found = images.get(heapBytes);
  if (found) return found;
  const u8 = heap.format(new Uint8Array(heapBytes));
  const pager = paging.create(u8, Math.min(heap.freeBytes(u8), 3000), nor({ ...GEOMETRY, seed: 3 }), PAGES, { pageBytes: PAGE_BYTES });
  for (let page = 0; page < PAGES; page += 3) paging.write8(pager, page * PAGE_BYTES + page, page + 1);
  paging.commit(pager);
  images.set(heapBytes, { u8, base: pager.base });
  return { u8, base: pager.base };
}

/** That pager, as machine code has it. */
function newPool(heapBytes: number): Pool {
  const { u8, base } = imageOf(heapBytes);
  return bytes.describeBytes!(u8.slice(), base) as Pool;
}

/** An address, most often near the last ones. */
export const addressFrom = (random: Random): number => {
  if (random.oneIn(12)) return misuses(random);
  const page = random.oneIn(3) ? random.below(PAGES) : random.below(5);
  return page * PAGE_BYTES + (random.oneIn(4) ? PAGE_BYTES - 1 - random.below(3) : random.below(PAGE_BYTES));
};

/** What the store has of every third page. */
function committed(va: number): Uint8Array {
  const page = Math.floor(va / PAGE_BYTES);
  const contents = new Uint8Array(PAGE_BYTES);
  contents[page] = page + 1;
  return contents;
}

function step(random: Random, _live: number[], call: Call, store: Store): void {
  const kind = random.below(24);
  const va = addressFrom(random);
  const width = [8, 16, 32][random.below(3)]!;
  if (kind < 12) call(`read${width}`, va);
  else if (kind < 16) call(`write${width}`, va, random.oneIn(3) ? misuses(random) : random.below(65536));
  else if (kind < 23) {
    const got = call('bring', va, random.oneIn(20) ? misuses(random) : width >> 3);
    if (got < 0) return;
    // Pages that are in no page slot come as zeros. Where nothing is read of another, its CRC is wrong.
    const isRead = (got & 0xffff) !== 0xffff && !random.oneIn(4);
    if (isRead) store((got >>> 16) * 4, committed(va));
    call('arrive', va, isRead ? 1 : random.below(2));
  } else call('arrive', va, random.below(2));
}

export const pagingScene: Scene = { set: 'paging', module: 'paging', calls: bytes, newPool, step };
