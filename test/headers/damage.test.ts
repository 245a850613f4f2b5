/** Whatever bytes a pool has: attach accepts it exactly when it is sound, and no call loops, throws, or leaves its region. */
import { attach } from '../../src/headers/index.ts';
import { walk } from '../../src/headers/inspect.ts';
import { attachDamaged, damageLive } from '../support/campaign.ts';
import { eachWord, everyValue, exchanges, overruns, randomWords } from '../support/damages.ts';
import { meteredHeap } from '../support/metered.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { isSoak, lengthOf } from '../support/soak.ts';
import { sceneOn, subjectOf } from './scene.ts';

const seed = seedOf(20261128);
/** Random damages; a soak has every value of every word as well. */
const times = lengthOf(150, 10000);

const few = [0, 3, 4, 11, 40, 0xffff];

describe.each([
  ['puckjs', true],
  ['host', true],
  ['host', false],
])('%s, lean: %p', (board, isLean) => {
  const scene = sceneOn(board, isLean);
  const subject = subjectOf(scene, isLean);
  const { image, from, to } = scene;
  const words = Array.from({ length: (to - from) >> 1 }, (_, i) => from + 2 * i);
  /** Payload, and what is inside of free blocks, mean nothing to the structure: only a full campaign damages them, too. */
  const payloads: [number, number][] = [];
  walk(
    attach(image, from)!,
    (address, bytes, state) =>
      void payloads.push(state === 'free' ? [address + 8, address + bytes - 4] : [address, address + bytes]),
  );
  const structure = words.filter((at) => isSoak || !payloads.some(([start, end]) => at >= start && at < end));

  test('each word damaged in the ways that matter', () => {
    const damages = structure.flatMap((at) => [
      ...eachWord(at, at + 2, isSoak ? undefined : few, isSoak ? undefined : [-4, -1, 1, 4]),
    ]);
    const { refused, accepted } = attachDamaged(
      subject,
      image,
      damages.filter((_, i) => isSoak || i % (isLean ? 2 : 6) === 0),
    );
    expect(refused).toBeGreaterThan(3 * accepted);
    expect(accepted).toBeGreaterThan(10);
  });

  test('pairs of words exchanged', () => {
    const pairs = [...exchanges(structure)].filter((_, i) => isSoak || i % (isLean ? 7 : 21) === 0);
    expect(attachDamaged(subject, image, pairs).refused).toBeGreaterThan(isLean ? 60 : 20);
  });

  test('random words', () => {
    attachDamaged(subject, image, randomWords(randomFrom(seed), from, to, isLean ? times : times >> 2));
  });

  test('a pool object that was there before the damage', () => {
    const damages = structure.flatMap((at) => [...eachWord(at, at + 2, isSoak ? undefined : few, [])]);
    damageLive(
      subject,
      image,
      damages.filter((_, i) => isSoak || i % (isLean ? 12 : 60) === 0),
    );
    damageLive(subject, image, randomWords(randomFrom(seed + 1), from, to, isLean ? times : times >> 2));
  });

  test('overruns of any length, from each block, and from the pool below', () => {
    for (const { address, bytes } of scene.live)
      damageLive(subject, image, overruns(randomFrom(address), address + bytes, to, isSoak ? undefined : 3));
    damageLive(subject, image, overruns(randomFrom(seed), from, to, isSoak ? undefined : 12));
  });

  if (isSoak)
    test('every value of every control word', () => {
      for (const at of words.slice(0, 44)) attachDamaged(subject, image, everyValue(at));
    }, 1e7);
});

test.each(['puckjs', 'host'])(
  '%s: the word of a deferred block that was overwritten leads to no block that ends beyond the region',
  (board) => {
    const {
      ckremm: { headers, heap },
      heap: image,
      raw,
    } = meteredHeap(board, 600);
    const pool = headers.create(image, 300);
    const from = heap.find(image, 1, 0) as number;
    const to = from + 300 - 8;
    const words = new Uint16Array(raw.buffer, raw.byteOffset, raw.length >> 1);
    for (let granules = 2; granules <= 9; granules++) {
      for (let block = (to >> 2) - 12; block <= to >> 2; block++) {
        // The state is the second word of the region.
        words[(from >> 1) + 1 + granules] = block;
        const address = headers.alloc(pool, 4 * granules - 2) as number;
        expect([granules, block, address === 0 || address + 4 * granules - 2 <= to]).toEqual([granules, block, true]);
      }
    }
  },
);
