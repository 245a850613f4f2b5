/** Whatever bytes a pool has: attach accepts it exactly when it is sound, and no call loops, throws, or leaves its region. */
import { attachDamaged, damageLive, type Subject } from '../support/campaign.ts';
import { eachWord, everyValue, exchanges, overruns, randomWords } from '../support/damages.ts';
import { type Metered, meteredHeap } from '../support/metered.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { isSoak, lengthOf } from '../support/soak.ts';
import { isSound } from './oracle.ts';

const seed = seedOf(20261129);
/** Random damages; a soak has every damage of every word as well. */
const times = lengthOf(40, 4000);
const few = [0, 1, 2, 31, 0x2012, 0x6013, 0x8000, 0x8012, 0xfe00, 0xfe02, 0xffff];

interface Scene {
  metered: Metered;
  image: Uint8Array;
  from: number;
  to: number;
  handles: number[];
}

/** A pool of 240 bytes in the middle of a heap: used, pinned, big, deferred blocks, holes, free entries. */
function sceneOn(board: string, isLean: boolean): Scene {
  const metered = meteredHeap(board, 640, { lean: isLean });
  const {
    ckremm: { tables, headers },
    heap,
    raw,
  } = metered;
  headers.create(heap, 64);
  const pool = tables.create(heap, 256);
  headers.create(heap, 64);
  const handles: number[] = [6, 22, 62, 4, 9, 14, 3].map((bytes) => tables.alloc(pool, bytes));
  for (const index of [1, 3, 5]) tables.dealloc(pool, handles[index]);
  tables.dealloc(pool, tables.alloc(pool, 23));
  tables.resize(pool, handles[4], 17);
  tables.pin(pool, handles[2]);
  const from: number = metered.ckremm.heap.find(heap, 2, 0);
  return { metered, image: raw.slice(), from, to: from + 248, handles };
}

function subjectOf({ metered, from, to, handles }: Scene, isLean: boolean): Subject {
  const {
    ckremm: { tables, strings },
    heap,
  } = metered;
  const bytes = new Uint8Array(12).fill(9);
  const into = new Uint8Array(5);
  const forEach = (call: (pool: any, handle: number) => unknown) => (pool: any) => {
    for (const handle of handles) {
      try {
        call(pool, handle);
      } catch (error) {
        if (isLean) throw error;
      }
    }
  };
  const ofStrings: [string, (pool: any) => unknown][] = strings
    ? [
        ['strings.append', forEach((pool, handle) => strings.append(pool, handle, 'more'))],
        ['strings.set', forEach((pool, handle) => strings.set(pool, handle, handles[0]))],
        ['strings.text', forEach((pool, handle) => strings.text(pool, handle))],
        ['strings.alloc', (pool) => strings.alloc(pool, 'a text of thirty-two characters!')],
        ['strings.compare', forEach((pool, handle) => strings.compare(pool, handle, handles[0]))],
        ['strings.copy', (pool) => strings.alloc(pool, handles[0])],
      ]
    : [];
  return {
    metered,
    from,
    to,
    mostSteps: 3000,
    attach: () => tables.attach(heap, from),
    oracle: (image) => isSound(image.subarray(from, to)),
    isMisuse: isLean ? undefined : (error) => /^(tables|strings)\./.test(error.message),
    isChecked: !isLean,
    calls: [
      ...[1, 6, 12, 17, 22, 30, 61, 100].map((size): [string, (pool: any) => unknown] => [
        `alloc ${size}`,
        (pool) => tables.alloc(pool, size),
      ]),
      ['dealloc', forEach((pool, handle) => tables.dealloc(pool, handle))],
      ['addrOf', forEach((pool, handle) => tables.addrOf(pool, handle))],
      ['sizeOf', forEach((pool, handle) => tables.sizeOf(pool, handle))],
      ['view', forEach((pool, handle) => tables.view(pool, handle)?.length)],
      ['pin', forEach((pool, handle) => tables.pin(pool, handle))],
      ['unpin', forEach((pool, handle) => tables.unpin(pool, handle))],
      ['write', forEach((pool, handle) => tables.write(pool, handle, bytes))],
      ['read', forEach((pool, handle) => tables.read(pool, handle, into))],
      ['copy', forEach((pool, handle) => tables.copy(pool, handles[0], handle))],
      ['clean', forEach((pool, handle) => tables.clean(pool, handle))],
      ['grow', forEach((pool, handle) => tables.resize(pool, handle, 40))],
      ['shrink', forEach((pool, handle) => tables.resize(pool, handle, 2))],
      ['reorder 20', (pool) => tables.reorder(pool, 20)],
      ['reorder', (pool) => tables.reorder(pool)],
      ['moved', (pool) => tables.reorder(pool, undefined, () => undefined)],
      ['renew', (pool) => tables.renew(pool)],
      ['setLow', (pool) => tables.setLow(pool, 50)],
      ['isLow', (pool) => tables.isLow(pool)],
      ...ofStrings,
      ['repair', (pool) => tables.repair(pool)],
    ],
  };
}

describe.each([
  ['banglejs2', true],
  ['host', true],
  ['host', false],
])('%s, lean: %p', (board, isLean) => {
  const scene = sceneOn(board, isLean);
  const subject = subjectOf(scene, isLean);
  const { image, from, to } = scene;
  const words = Array.from({ length: (to - from) >> 1 }, (_, i) => from + 2 * i);

  test('the scene is sound, and has what it says', () => {
    expect(isSound(image.subarray(from, to))).toBe(true);
  });

  test('each word damaged in the ways that matter', () => {
    const damages = words.flatMap((at) => [
      ...eachWord(at, at + 2, isSoak ? undefined : few, isSoak ? undefined : [-4, -2, -1, 1, 2, 4]),
    ]);
    const { refused, accepted } = attachDamaged(
      subject,
      image,
      damages.filter((_, i) => isSoak || i % (isLean ? 13 : 47) === 0),
    );
    expect(Math.min(refused, accepted)).toBeGreaterThan(isLean ? 60 : 15);
  });

  test('pairs of words exchanged', () => {
    const pairs = [...exchanges(words)].filter((_, i) => isSoak || i % (isLean ? 53 : 211) === 0);
    expect(attachDamaged(subject, image, pairs).refused).toBeGreaterThan(isLean ? 40 : 8);
  });

  test('random words', () => {
    attachDamaged(subject, image, randomWords(randomFrom(seed), from, to, isLean ? times : times >> 2));
  });

  test('a pool object that was there before the damage', () => {
    const damages = words.flatMap((at) => [...eachWord(at, at + 2, few, [])]);
    damageLive(
      subject,
      image,
      damages.filter((_, i) => isSoak || i % (isLean ? 29 : 131) === 0),
    );
    damageLive(subject, image, randomWords(randomFrom(seed + 1), from, to, isLean ? times : times >> 2));
  });

  test('overruns of any length, from anywhere in the pool and from the pool below', () => {
    for (const start of [from, from + 64, from + 70, from + 100, from + 180])
      damageLive(subject, image, overruns(randomFrom(start), start, to, isSoak ? undefined : 2));
  });

  if (isSoak)
    test('every value of every control word', () => {
      for (const at of words.slice(0, 31)) attachDamaged(subject, image, everyValue(at));
    }, 1e7);
});
