/** Messages and strings, as machine code has them: rings and pools, and random calls on them. */
import type { Random } from '../../support/random.ts';
import { es5, heap, type Calls, type Pool } from '../twin.ts';
import { misuses, oddBytes, oneOf, quietly, type Call, type Scene, type Store } from './scene.ts';

export const messages: Calls = es5('messages/index.ts');
export const strings: Calls = es5('strings/index.ts');
const rawMessages: Calls = { ...messages, ...es5('messages/bytes.ts'), verify: es5('messages/verify.ts').verify };
const rawStrings: Calls = { ...strings, ...es5('strings/bytes.ts') };

export const LENGTHS = [0, 1, 2, 3, 7, 20, 63, 64, 65, 200];
const lengthFrom = (random: Random): number => (random.oneIn(10) ? misuses(random) : LENGTHS[random.below(LENGTHS.length)]!);

export function newRing(heapBytes: number, overwrites = false): Pool {
  const u8 = heap.format(new Uint8Array(heapBytes));
  return messages.create!(u8, heap.freeBytes(u8), overwrites as any) as Pool;
}

export function newStrings(heapBytes: number): Pool {
  const u8 = heap.format(new Uint8Array(heapBytes));
  return strings.create!(u8, heap.freeBytes(u8)) as Pool;
}

function stepMessages(random: Random, _live: number[], call: Call, store: Store): void {
  const kind = random.below(12);
  if (kind < 5) {
    const bytes = lengthFrom(random);
    const at = call('reserve', bytes);
    // Of a ring that is damaged the place is one inside, whatever the bytes.
    if (at > 0 && bytes > 0) store(at, oddBytes(random, bytes));
    if (at || random.oneIn(10)) call('commit', bytes);
  } else if (kind < 7) call('first');
  else if (kind < 10) call('dropFirst');
  else if (kind < 11) call(random.oneIn(2) ? 'count' : 'verify');
  else if (random.oneIn(10)) call('clear');
}

function stepStrings(random: Random, live: number[], call: Call): void {
  const kind = random.below(16);
  const handle = oneOf(random, live);
  const keep = (got: number): void => void (got && live.push(got));
  if (kind < 4) keep(call('reserve', lengthFrom(random)));
  else if (kind < 6) keep(call('allocCopy', handle));
  else if (kind < 8) call('extend', handle, lengthFrom(random), random.below(2));
  else if (kind < 10) call('setCopy', handle, oneOf(random, live), random.below(2));
  else if (kind < 12) call('locate', handle);
  else if (kind < 13) call('same', handle, oneOf(random, live));
  else if (kind < 14) call('length', handle);
  else if (live.length > 20) live.splice(random.below(live.length), 1);
}

/** Of a number that names where bytes are: address << 16 | bytes. */
const placeOf = (found: number): [at: number, bytes: number] | null =>
  found & 0xffff ? [found >>> 16, found & 0xffff] : null;

const ofRing = (pool: Pool): [at: number, bytes: number] | null =>
  placeOf(quietly(pool, () => Number(rawMessages.first!(pool))));

const messagesScene: Scene = {
  set: 'messages',
  module: 'messages',
  calls: rawMessages,
  newPool: newRing,
  step: stepMessages,
  payload: ofRing,
};

/** With a call that refuses what is no pool. */
export const textScenes: [string, Scene, string][] = [
  ['messages', messagesScene, 'reserve'],
  ['messages that overwrite', { ...messagesScene, set: 'all', newPool: (bytes) => newRing(bytes, true) }, 'commit'],
  [
    'strings',
    {
      set: 'tables+strings',
      module: 'strings',
      calls: rawStrings,
      newPool: newStrings,
      step: stepStrings,
      payload: (pool, live, random) =>
        placeOf(quietly(pool, () => Number(rawStrings.locate!(pool, live[random.below(live.length || 1)] ?? 0)))),
    },
    'reserve',
  ],
];
