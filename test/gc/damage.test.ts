/** Damaged images: attach accepts exactly the sound ones, and whatever bytes there are, no call loops, throws, or leaves the two regions. */
import { Control } from '../../src/gc/layout.ts';
import { attachDamaged, damageLive, type Subject } from '../support/campaign.ts';
import { type Damage, eachWord, everyValue, exchanges, overruns, randomWords } from '../support/damages.ts';
import { type Metered, meteredHeap } from '../support/metered.ts';
import { type Random, randomFrom, seedOf } from '../support/random.ts';
import { isSoak, lengthOf } from '../support/soak.ts';
import { callsOn, look, makeGc, mutate, toPhase } from './small.ts';
import { isSound } from './sound.ts';

interface Scene {
  subject: Subject;
  image: Uint8Array;
  base: number;
  own: number;
  random: Random;
  handles: number[];
}

/** A loop that never ends is stopped, and so is told. */
function limitSteps({ board: { meter } }: Metered): void {
  let steps = 0;
  Object.defineProperty(meter.loops, 'steps', {
    configurable: true,
    get: () => steps,
    set(value: number) {
      if ((steps = value) > 1e6) throw new Error('a loop without end');
    },
  });
}

/** A random state, in which the cycle is in each phase in turn. */
function sceneOf(seed: number, hasOracle = true): Scene {
  const m: Metered = meteredHeap('host', 1100);
  limitSteps(m);
  const random = randomFrom(seed);
  const handed = new Set<number>();
  const gc = makeGc(m, 860, 8 + 10 * (seed & 1));
  mutate(m, gc, random, 20 + random.below(120), handed);
  toPhase(m, gc, 1 + (seed % 3), seed % 2 > 0);
  const image = m.raw.slice();
  const base = m.ckremm.heap.find(m.heap, 3, 0);
  const words = new Uint32Array(image.buffer, 0, image.length >> 2);
  const own = words[(base - 8) >> 2]! >>> 4;
  const to = base + own + (words[(base + own - 8) >> 2]! >>> 4) - 8;
  const handles = [...look(image, handed).objects.keys()];
  const subject: Subject = {
    metered: m,
    from: base,
    to,
    attach: () => m.ckremm.gc.attach(m.heap, base),
    calls: callsOn(m, handles),
    mostSteps: 20000,
    ...(hasOracle ? { oracle: isSound } : {}),
  };
  return { subject, image, base, own, random, handles };
}

/** Bytes of the collector's own region; the row of the pool is behind them. */
const ownBytes = ({ base, own }: Scene): [from: number, to: number] => [base, base + own - 8];

function* some(random: Random, damages: Iterable<Damage>, oneIn: number): Generator<Damage> {
  for (const damage of damages) if (isSoak || random.oneIn(oneIn)) yield damage;
}

test('attach accepts exactly what is sound', () => {
  const tally = { refused: 0, accepted: 0 };
  for (let state = 0; state < lengthOf(5, 20); state++) {
    const scene = sceneOf(seedOf(20261210) + state);
    const { image, random, base, own, subject } = scene;
    const [from, to] = ownBytes(scene);
    const words = Array.from({ length: (to - from) >> 1 }, (_, i) => from + 2 * i).filter(() =>
      random.oneIn(isSoak ? 1 : 10),
    );
    const damages: Iterable<Damage>[] = [
      some(random, eachWord(from, to), 60),
      some(random, eachWord(base + own, subject.to), 150),
      some(random, exchanges(words), 60),
      randomWords(random, from, to, isSoak ? 3000 : 60),
      ...(isSoak
        ? [
            Control.State,
            Control.High,
            Control.Sweep,
            Control.Cursor,
            Control.Depth,
            Control.Array,
            Control.TypeCount,
            Control.HeldTop,
            Control.Scope,
          ].map((word) => everyValue(from + 2 * word))
        : []),
    ];
    for (const damage of damages) {
      const found = attachDamaged(subject, image, damage);
      tally.refused += found.refused;
      tally.accepted += found.accepted;
    }
  }
  expect(tally.refused).toBeGreaterThan(300);
  expect(tally.accepted).toBeGreaterThan(30);
}, 600000);

test('a collector that is damaged while it is in use harms nobody else', () => {
  for (let state = 0; state < lengthOf(4, 20); state++) {
    const scene = sceneOf(seedOf(20261220) + state, false);
    const [from, to] = ownBytes(scene);
    damageLive(scene.subject, scene.image, some(scene.random, eachWord(from, to), 120));
    damageLive(scene.subject, scene.image, randomWords(scene.random, from, to, isSoak ? 2000 : 40));
    damageLive(scene.subject, scene.image, randomWords(scene.random, from, scene.subject.to, isSoak ? 2000 : 40));
  }
}, 600000);

test('writes past the end of an object, of any length', () => {
  for (let state = 0; state < lengthOf(4, 20); state++) {
    const { subject, image, random, base, own } = sceneOf(seedOf(20261230) + state, false);
    const start = base + own + random.below(subject.to - base - own - 8);
    damageLive(subject, image, overruns(random, start, subject.to, isSoak ? subject.to - start : 6));
  }
}, 600000);
