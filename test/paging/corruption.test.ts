/** Many bytes of a small flash change at once: what opens is right, or it is refused; nothing throws, nothing loops. */
import { randomFrom, seedOf, type Random } from '../support/random.ts';
import { lengthOf } from '../support/soak.ts';
import { benchOf } from './bench.ts';
import { loadLibrary } from './library.ts';
import { endingNor } from './power.ts';
import { isOneCommit, scribble } from './scenarios.ts';

const library = loadLibrary();
const { heap, paging } = library;
/** Corruptions of each store. */
const flips = lengthOf(4000, 300_000);

/** Change bytes: some here and there, a run of them, or one place copied over another; half of them among the first `end`. */
function corrupt(bytes: Uint8Array, end: number, random: Random): void {
  const kind = random.below(4);
  const limit = random.oneIn(2) ? end : bytes.length;
  const count = 2 + random.below(kind ? 40 : 8);
  const at = random.below(limit - count);
  if (kind < 2) for (let i = 0; i < count; i++) bytes[random.below(limit)] = random.below(256);
  if (kind === 2) bytes.fill([0, 255, random.below(256)][random.below(3)]!, at, at + count);
  if (kind === 3)
    bytes.copyWithin(at & -4, random.below(limit - count) & -4, (random.below(limit - count) & -4) + count);
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

test('a checkpoint: an image that was saved, or none', () => {
  const seed = seedOf(21);
  const random = randomFrom(seed);
  const store = endingNor({ size: 12 * 256, eraseBytes: 256, programBytes: 4 });
  const into = new Uint8Array(512);
  const saved = [1, 2, 3, 4, 5].map((fill) => heap.format(new Uint8Array(512).fill(fill)));
  for (const image of saved) paging.hibernate(image, store);
  const sound = store.bytes.slice();
  let refused = 0;
  for (let n = 0; n < flips; n++) {
    store.bytes.set(sound);
    corrupt(store.bytes, store.size, random);
    store.callsLeft = 1000;
    const back = paging.resume(into, store);
    if (!back) refused++;
    else if (!saved.some((image) => isSame(image, back)))
      throw new Error(`seed ${seed}, corruption ${n}: no image that was saved`);
  }
  // Three root slots are there, so that most of the damage costs nothing or the last image only.
  expect(refused).toBeLessThan(flips / 4);
}, 1e8);

test('a pager: the pages that can be read are those of one commit, and it goes on', () => {
  const seed = seedOf(22);
  const random = randomFrom(seed);
  const { store, truth, open } = benchOf(library, seed);
  const history = [truth.committed];
  let pager = open();
  for (let round = 0; round < 12; round++) {
    const now = scribble(library, pager, history[history.length - 1]!, random, 5);
    expect([!!now, paging.commit(pager)]).toEqual([true, true]);
    history.push(now!);
  }
  const sound = store.bytes.slice();
  const end = pager.first * store.eraseBytes;
  let opened = 0;
  for (let n = 0; n < flips; n++) {
    store.bytes.set(sound);
    corrupt(store.bytes, end, random);
    store.callsLeft = 5000;
    pager = open();
    if (!pager) continue;
    opened++;
    if (!isOneCommit(library, pager, history))
      throw new Error(`seed ${seed}, corruption ${n}: pages of different commits, or of none`);
    const sick = n % 16 ? '' : paging.check(pager);
    if (sick) throw new Error(`seed ${seed}, corruption ${n}: ${sick}`);
    if (n % 8 === 0 && paging.write8(pager, 3, 77) && paging.commit(pager) && paging.read8(pager, 3) !== 77)
      throw new Error(`seed ${seed}, corruption ${n}: a commit did not stay`);
  }
  expect(opened).toBeGreaterThan(flips / 2);
}, 1e8);

test('the heap image of a pager: attached and sound, or refused', () => {
  const seed = seedOf(23);
  const random = randomFrom(seed);
  const { store, heap: image, truth, open } = benchOf(library, seed);
  const pager = open();
  const address = pager.base;
  scribble(library, pager, truth.committed, random, 9);
  paging.commit(pager);
  scribble(library, pager, truth.committed, random, 3);
  const sound = image.slice();
  const flash = store.bytes.slice();
  let refused = 0;
  for (let n = 0; n < flips; n++) {
    image.set(sound);
    store.bytes.set(flash);
    // The tables: what is in a frame is data, and no one could know.
    for (let i = 1 + random.below(3); i--;) image[address + random.below(pager.frame - address)] = random.below(256);
    store.callsLeft = 5000;
    const again = paging.attach(image, address, store);
    if (!again) refused++;
    else if (paging.check(again)) throw new Error(`seed ${seed}, corruption ${n}: ${paging.check(again)}`);
    else for (let page = 0; page < 50; page++) paging.read8(again, page * 32);
  }
  expect(refused).toBeGreaterThan(flips / 4);
}, 1e8);
