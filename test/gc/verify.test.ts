/** Each comparison of verify.ts dropped in turn: attach then accepts what the oracle refuses, or refuses what is sound, and the images here show it. */
import { find, format } from '../../src/heap/index.ts';
import { Kind } from '../../src/heap/layout.ts';
import * as gc from '../../src/gc/index.ts';
import { create as createRecords } from '../../src/records/index.ts';
import { Control, type Gc } from '../../src/gc/layout.ts';
import { addressAt, bytesAt, handleAt } from '../../src/tables/entries.ts';
import * as tables from '../../src/tables/index.ts';
import { eachWord, exchanges, randomWords } from '../support/damages.ts';
import type { Load } from '../support/library.ts';
import { comparisonMutants, requireFair, noticed } from '../support/mutants.ts';
import { randomFrom } from '../support/random.ts';
import { isDue } from '../support/soak.ts';
import { makeGc, mutate, toPhase } from './small.ts';
import { isSound } from './sound.ts';

const FILES = ['gc/verify.ts', 'gc/verify-roots.ts', 'gc/verify-words.ts'];
const ckremm = { gc, tables, records: { create: createRecords } };

interface Image {
  bytes: Uint8Array;
  base: number;
  isSound: boolean;
}

/** Damage that hardly comes about by chance: each colour and type, references to each object, and words that belong together. */
function* forgeries({ control, colours, end, w, tables: pool }: Gc): Generator<(bytes: Uint8Array) => void> {
  const put =
    (k: number, value: number) =>
    (bytes: Uint8Array): void =>
      void (new Uint16Array(bytes.buffer)[k] = value);
  const both =
    (...changes: ((bytes: Uint8Array) => void)[]) =>
    (bytes: Uint8Array): void =>
      changes.forEach((change) => change(bytes));
  for (let i = 0; i <= end + 1; i++)
    for (const colour of [0, 1, 2, 3, 4, 5, 6]) yield (bytes) => void (bytes[colours + i] = colour);
  for (let i = 0; i <= end; i++)
    for (const type of [0, 1, 2, 3, 4, 32, 128]) yield (bytes) => void (bytes[colours + end + 2 + i] = type);
  for (let i = 1; i <= end; i++) {
    for (let word = 0; word < bytesAt(pool, i) >> 2 && word < 3; word++) {
      const k = (addressAt(pool, i) >> 1) + 2 * word;
      for (let child = 0; child <= end + 1; child++) {
        const generation = (handleAt(pool, child) >> 16) & 511;
        for (const upper of [0x8000 | generation, generation, 0x8000 | (generation + 1), 0])
          yield both(put(k, child), put(k + 1, upper));
      }
    }
  }
  for (let state = 0; state <= 4; state++) {
    for (let n = 0; n < 6; n++) {
      yield both(
        put(control + Control.State, state),
        put(control + Control.Sweep, n),
        put(control + Control.Cursor, 0),
      );
      yield both(
        put(control + Control.State, state),
        put(control + Control.Sweep, 0),
        put(control + Control.Cursor, n),
      );
      yield both(put(control + Control.Depth, n), put(control + Control.Stack, n), put(control + Control.Stack + 1, n));
      yield both(put(control + Control.Array, n), put(control + Control.Slice, state));
      yield both(
        put(control + Control.Assist, n & 1),
        put(control + Control.AssistBytes, n >> 1),
        put(control + Control.State, state),
      );
      yield both(
        put(control + Control.HeldTop, n),
        put(control + Control.Scope, state),
        put(control + Control.Held, 65000),
      );
      yield both(put(control + Control.Asked, n), put(control + Control.State, state));
      yield both(put(control + Control.Pins + 3, n), put(control + Control.Pins + 5, n));
      yield put(control + Control.Weak + 3, n);
      yield put(control + Control.Named + 9, n);
    }
  }
  yield put(control + Control.TypeCount, 0);
  for (const over of [1, 2, 3, 9])
    yield both(
      put(control + Control.State, 3),
      put(control + Control.Cursor, 0),
      put(control + Control.Depth, 0),
      put(control + Control.Array, 0),
      put(control + Control.Slice, 0),
      put(control + Control.Sweep, w[control + Control.High]! + over),
    );
  for (let i = 1; i <= end; i++) {
    yield both(put(control + Control.HeldTop, 1), put(control + Control.Scope, 0), put(control + Control.Held, i));
    // A weak reference to what is gone, or waits, and still knows of one.
    yield both((bytes) => void (bytes[colours + end + 2 + i]! |= 128), put(control + Control.Weak + 4, i));
    // An object without a block, or whose block is not its own, counted.
    yield both(
      (bytes) => void (bytes[colours + i] = 1),
      (bytes) => void (bytes[colours + end + 2 + i] = 0),
      put(control + Control.Count, w[control + Control.Count]! + 1),
      put(control + Control.Bytes, w[control + Control.Bytes]! + 4),
    );
    const k = addressAt(pool, i) >> 1;
    for (const word of k ? [16, 17, 18, 19].filter((word) => word < bytesAt(pool, i) >> 2) : []) {
      for (const child of [1, 2, 3, 4, 5, 6])
        yield both(put(k + 2 * word, child), put(k + 2 * word + 1, 0x8000 | ((handleAt(pool, child) >> 16) & 511)));
      yield put(k + 2 * word + 1, 0x7fff);
    }
  }
  for (let i = 1; i <= end; i++)
    for (const slice of [0, 1, 2]) yield both(put(control + Control.Array, i), put(control + Control.Slice, slice));
}

/** Collectors in each phase, and the same damaged: what the oracle says of each. */
function makeImages(): Image[] {
  const made: Image[] = [];
  for (let state = 0; state < 14; state++) {
    const random = randomFrom(20261240 + state);
    const heap = format(new Uint8Array(1400))!;
    const all = makeGc({ ckremm, heap }, 1160, 8 + 12 * (state & 1));
    mutate({ ckremm, heap } as any, all, random, 40 + random.below(120), new Set());
    toPhase({ ckremm, heap }, all, 1 + (state % 3), state % 4 > 0);
    const base = find(heap, Kind.Gc, 0);
    const own = new Uint32Array(heap.buffer)[(base - 8) >> 2]! >>> 4;
    const to = base + own - 8;
    const near = Array.from({ length: 22 }, (_, i) => base + 2 * i);
    const damages = [
      ...eachWord(base, to, [0, 1, 2, 3, 8, 65000, 65535], [-1, 1]),
      ...exchanges(near),
      ...randomWords(random, base, to, 400),
      ...randomWords(random, to + 8, heap.length, 100),
    ];
    made.push({ bytes: heap.slice(), base, isSound: true });
    const add = (apply: (bytes: Uint8Array) => void): void => {
      const bytes = heap.slice();
      apply(bytes);
      made.push({ bytes, base, isSound: isSound(bytes) });
    };
    for (const { apply } of damages.filter(() => random.oneIn(24))) add(apply);
    for (const forge of forgeries(all)) add(forge);
  }
  // Without objects nothing else would miss a type.
  const heap = format(new Uint8Array(1400))!;
  const all = gc.create(heap, 1160, 8)!;
  const { base, control } = all;
  for (const count of [0, 1, 2, 32, 33]) {
    const bytes = heap.slice();
    new Uint16Array(bytes.buffer)[control + Control.TypeCount] = count;
    made.push({ bytes, base, isSound: isSound(bytes) });
  }
  // Data where a count of 32 and more would find references.
  const wide = tables.addrOf(all.tables, gc.alloc(all, gc.defineType(all, [0, 1]), 148));
  heap.fill(255, wide + 64, wide + 144);
  made.push({ bytes: heap, base, isSound: isSound(heap) });
  return made;
}

let images: Image[] | undefined;

/** The first image of which attach says other than the oracle. */
function judge(load: Load): string {
  images ??= makeImages();
  const { attach } = load('gc/index.ts');
  const wrong = images.findIndex(({ bytes, base, isSound: isDue }) => !!attach(bytes.slice(), base) !== isDue);
  return wrong < 0 ? '' : `image ${wrong}`;
}

/** Mutants that change nothing, each with its reason; those of calls that were cut off are cut.test.ts's. */
const equivalent: Record<string, string> = {
  'w[control + Control.Depth] <= Limit.Stack -> true':
    'keeps the reads of isStackSound inside: what stands behind the stack is no grey object',
  'w[control + Control.Array] <= gc.end -> true': 'keeps reads inside: what stands there is no black array',
  'k > Limit.Held -> false': 'keeps reads inside',
  'k < control + Control.Kept -> true': 'no pin is counted from there on',
  'words > Limit.References -> true': 'of lists, whose bits holdsReferences has looked at',
  'colour -> true': 'of what has no colour nothing else is asked',
  'w[k] > gc.end -> false': 'keeps reads inside: what stands there is not grey',
  'gc.w[gc.control + Control.State] === State.Mark -> true': 'in other states there is no stack, and nothing grey',
};

const isOfCut = (key: string): boolean =>
  /isCut|isTorn|Colour\.New|!w\[gc\.control\]|colour <= Colour\.Waiting|bytes === 0/.test(key);
const mutants = FILES.flatMap((file) => comparisonMutants(file)).filter(
  ({ key }) => !(key in equivalent) && !isOfCut(key),
);
const chosen = mutants.filter((_, i) => isDue(i, 16));

test('the images are sound and damaged ones, and the library as it is tells them apart', () => {
  expect(() => requireFair(judge)).not.toThrow();
  expect(images!.filter((image) => image.isSound).length).toBeGreaterThan(100);
  expect(images!.filter((image) => !image.isSound).length).toBeGreaterThan(1000);
});

test.each(chosen.map((mutant) => [mutant.name, mutant] as const))('%s', (_name, { patch }) => {
  expect(noticed(judge, [patch])).not.toBe('');
});
