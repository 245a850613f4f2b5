/** Whatever bytes a ring has: attach accepts it exactly when it is sound, and no call loops, throws, or leaves its region. */
import { attachDamaged, damageLive, type Subject } from '../support/campaign.ts';
import { eachWord, everyValue, exchanges, overruns, randomWords } from '../support/damages.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { isSoak, lengthOf } from '../support/soak.ts';
import { type Scene, sceneOn, subjectOf } from './scene.ts';

const seed = seedOf(20261129);
const times = lengthOf(300, 20000);

describe.each([
  ['puckjs', true, false],
  ['puckjs', true, true],
  ['host', true, true],
  ['host', false, true],
])('%s, lean: %p, overwrites: %p', (board, isLean, overwrites) => {
  let scene: Scene;
  let subject: Subject;
  beforeAll(async () => {
    scene = await sceneOn(board, isLean, overwrites);
    subject = subjectOf(scene, isLean);
  }, 60000);

  test('each word damaged in the ways that matter', () => {
    const { image, from, to } = scene;
    const damages = [...eachWord(from, to)].filter((_, i) => isSoak || i % (isLean ? 3 : 11) === 0);
    const { refused, accepted } = attachDamaged(subject, image, damages);
    expect(refused).toBeGreaterThan(40);
    expect(accepted).toBeGreaterThan(40);
  });

  test('pairs of words exchanged, and random ones', () => {
    const { image, from, to } = scene;
    const words = Array.from({ length: (to - from) >> 1 }, (_, i) => from + 2 * i);
    attachDamaged(
      subject,
      image,
      [...exchanges(words)].filter((_, i) => isSoak || i % 9 === 0),
    );
    attachDamaged(subject, image, randomWords(randomFrom(seed), from, to, isLean ? times : times >> 2));
  });

  test('a pool object that was there before the damage', () => {
    const { image, from, to } = scene;
    const damages = [...eachWord(from, to, undefined, [])].filter((_, i) => isSoak || i % (isLean ? 7 : 31) === 0);
    damageLive(subject, image, damages);
    damageLive(subject, image, randomWords(randomFrom(seed + 1), from, to, isLean ? times : times >> 2));
    damageLive(subject, image, overruns(randomFrom(seed + 2), from, to, isSoak ? undefined : 12));
  });

  if (isSoak)
    test('every value of every control word', () => {
      const { image, from } = scene;
      for (let at = from; at < from + 12; at += 2) attachDamaged(subject, image, everyValue(at));
    }, 1e7);
});
