/**
 * A damage campaign over a board's bundle: whatever bytes a pool has, no call loops, throws or touches a byte outside the
 * pool's region; and `attach` accepts exactly the images that an oracle, written apart, finds sound.
 */
import type { Damage } from './damages.ts';
import type { Metered } from './metered.ts';

export interface Subject {
  metered: Metered;
  /** The pool's region, [from, to): what calls may touch, besides the last fault and the epoch. */
  from: number;
  to: number;
  /** Opens the pool in the heap, or null. */
  attach(): any;
  /** Every call, each made on a fresh copy of the damaged image, then all on one copy, in turn. */
  calls: [name: string, call: (pool: any) => unknown][];
  /** Most loop steps of one call, and of attach. */
  mostSteps: number;
  /** Whether an image is sound: independent of the library. Not asked when not given. */
  oracle?(image: Uint8Array): boolean;
  /** Whether an error is the checked build's own, for misuse or damage. None is, for a lean bundle. */
  isMisuse?(error: Error): boolean;
  /** A checked bundle looks into the directory: bytes outside are compared instead. */
  isChecked?: boolean;
}

export interface Tally {
  refused: number;
  accepted: number;
}

function guarded(subject: Subject, what: string, call: () => unknown): unknown {
  const {
    board: { meter },
  } = subject.metered;
  meter.reset();
  let result: unknown;
  try {
    result = call();
  } catch (error) {
    if (!subject.isMisuse?.(error as Error)) throw new Error(`${what}: throws ${(error as Error).message}`);
  }
  if (meter.steps > subject.mostSteps)
    throw new Error(`${what}: ${meter.steps} loop steps, at most ${subject.mostSteps} are due`);
  return result;
}

/** All calls on a pool object over the image `damaged`, one by one and in turn. */
function makeAll(subject: Subject, what: string, pool: any, damaged: Uint8Array): void {
  const {
    board: { meter },
    heap,
    raw,
  } = subject.metered;
  const outside = (bytes: Uint8Array): string =>
    Buffer.concat([bytes.subarray(0, 8), bytes.subarray(9, subject.from), bytes.subarray(subject.to)]).toString(
      'latin1',
    );
  const before = outside(damaged);
  const confined = (name: string, call: (pool: any) => unknown): void => {
    if (!subject.isChecked) meter.setWindow(heap, subject.from, subject.to);
    guarded(subject, `${what}, ${name}`, () => call(pool));
    meter.setWindow(null);
    if (outside(raw) !== before) throw new Error(`${what}, ${name}: bytes outside the region changed`);
  };
  for (const [name, call] of subject.calls) {
    raw.set(damaged);
    confined(name, call);
  }
  raw.set(damaged);
  for (const [name, call] of [...subject.calls, ...subject.calls]) confined(`all, ${name}`, call);
}

/** Damage `image` in each way, then attach; what is accepted must be sound, and every call must be harmless. */
export function attachDamaged(subject: Subject, image: Uint8Array, damages: Iterable<Damage>): Tally {
  const {
    board: { meter },
    raw,
  } = subject.metered;
  const tally = { refused: 0, accepted: 0 };
  for (const { what, apply } of damages) {
    raw.set(image);
    apply(raw);
    const damaged = raw.slice();
    meter.setWindow(null);
    const pool = guarded(subject, `${what}, attach`, () => subject.attach());
    const isSound = subject.oracle?.(damaged) ?? !!pool;
    if (isSound !== !!pool) throw new Error(`${what}: attach ${pool ? 'accepts' : 'refuses'}, the oracle does not`);
    tally[pool ? 'accepted' : 'refused']++;
    if (pool) makeAll(subject, what, pool, damaged);
  }
  return tally;
}

/** The same on a pool object that was there before the damage: every call is harmless, whatever it returns. */
export function damageLive(subject: Subject, image: Uint8Array, damages: Iterable<Damage>): number {
  const {
    board: { meter },
    raw,
  } = subject.metered;
  let count = 0;
  meter.setWindow(null);
  raw.set(image);
  const pool = subject.attach();
  if (!pool) throw new Error('the image to damage is not sound');
  for (const { what, apply } of damages) {
    raw.set(image);
    apply(raw);
    makeAll(subject, `live, ${what}`, pool, raw.slice());
    count++;
  }
  return count;
}
