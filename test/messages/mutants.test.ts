/** Each comparison of verify.ts, always true and always false: an image tells the difference. */
import type { Load } from '../support/library.ts';
import { comparisonMutants, requireFair, noticed } from '../support/mutants.ts';
import { eachWord, randomWords } from '../support/damages.ts';
import { randomFrom } from '../support/random.ts';
import { messagesIn } from './oracle.ts';
import { messageOf } from './scene.ts';

const BYTES = 140;
/** Of the region in the heap: behind the header and its row. */
const FROM = 24;

interface Image {
  bytes: Uint8Array;
  isSound: boolean;
}
let images: Image[] | undefined;

/** A ring in the middle of its work, made by the library itself, and damaged in every way. */
function makeImages(load: Load): Image[] {
  const { format } = load('heap/index.ts');
  const messages = load('messages/index.ts');
  const made: Image[] = [];
  for (const [seed, overwrites] of [1, 2, 3, 4].map((seed) => [seed, seed % 2 === 0] as const)) {
    const random = randomFrom(seed);
    const u8 = format(new Uint8Array(BYTES)) as Uint8Array;
    const pool = messages.create(u8, BYTES - 16, overwrites);
    // The last ring stays empty.
    for (let i = 0; i < 40 && seed < 4; i++) {
      if (random.below(3)) messages.push(pool, messageOf(i, random.below(24)));
      else messages.shift(pool);
    }
    for (const { apply } of [...eachWord(FROM, BYTES), ...randomWords(random, FROM, BYTES, 300)]) {
      const bytes = u8.slice();
      apply(bytes);
      made.push({ bytes, isSound: messagesIn(bytes, FROM, BYTES) !== null });
    }
    made.push({ bytes: u8, isSound: true });
  }
  return made;
}

function judge(load: Load): string {
  const messages = load('messages/index.ts');
  images ??= makeImages(load);
  for (const [i, { bytes, isSound }] of images.entries())
    if (!!messages.attach(bytes, FROM) !== isSound) return `image ${i} is ${isSound ? 'sound' : 'not sound'}`;
  return '';
}

/** Those that change nothing, and why. */
const equivalent: Record<string, string> = {};

test('verify as it is agrees with the oracle', () => {
  requireFair(judge);
  expect(images!.filter(({ isSound }) => isSound).length).toBeGreaterThan(300);
  expect(images!.filter(({ isSound }) => !isSound).length).toBeGreaterThan(1000);
});

test('every comparison of verify matters', () => {
  requireFair(judge);
  const unseen = comparisonMutants('messages/verify.ts').filter(({ patch }) => !noticed(judge, [patch]));
  expect(unseen.filter(({ key }) => !(key in equivalent)).map(({ name }) => name)).toEqual([]);
});
