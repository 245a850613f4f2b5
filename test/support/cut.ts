/**
 * A call cut off at every store, as Ctrl-C and out of memory do it: the pool is taken as it is by the next call, or refused as
 * interrupted and repaired; nothing that was handed out is lost either way.
 */
import { isCut as isMeterCut } from '../../host/guarantees/probe.ts';
import { Fault } from '../../src/core/faults.ts';
import type { Metered } from './metered.ts';
import { lengthOf } from './soak.ts';

/** The first places of a call, where its state changes, are all tried; `npm test` tries one in four of those after them, other ones of each call. */
const FIRST_PLACES = 12;
const STRIDE = lengthOf(4, 1);
let turn = 0;

export interface Interruptible {
  metered: Metered;
  /** The image in which the call is made. */
  image: Uint8Array;
  /** Opens the pool in the heap, or null. */
  attach(): any;
  /** The call to cut off. */
  call(pool: any): unknown;
  /** Makes calls as a program would go on. False when the first was refused as interrupted; throws when anything handed out before is amiss. */
  goOn(pool: any): boolean;
  /** Throws unless the pool is sound and all that was handed out before the call is whole: `check`, contents. */
  verify(pool: any): void;
  repair(pool: any): boolean;
  repairAt(heap: Uint8Array): boolean;
  /** Cut off `repair`, too, at each of its stores. */
  isDeep?: boolean;
}

/** Run `call`, cut off after so many stores; whether it was. Other errors get through. */
export const isCut = ({ board: { meter } }: Metered, stores: number, call: () => unknown): boolean =>
  isMeterCut(meter, stores, call);

function requireThat(isTrue: boolean, what: string, metered: Metered): void {
  if (!isTrue) throw new Error(`${what}: refused, fault ${metered.ckremm.fault()}`);
}

/** The live object: the next call, and repair where that is refused; repair where it is not. */
function liveGoesOn(subject: Interruptible, pool: any, torn: Uint8Array): void {
  const { metered } = subject;
  if (!subject.goOn(pool)) {
    // Locked: a callback was cut off, of which nothing tells that it is not running.
    const isSaid = [Fault.Interrupted, Fault.Locked].includes(metered.ckremm.fault());
    requireThat(isSaid, 'the next call', metered);
    requireThat(subject.repair(pool), 'repair', metered);
    subject.verify(pool);
    requireThat(subject.goOn(pool), 'the next call after repair', metered);
  }
  metered.raw.set(torn);
  requireThat(subject.repair(pool), 'repair at once', metered);
  subject.verify(pool);
  requireThat(subject.goOn(pool), 'the next call after repair at once', metered);
}

/** A new object of the image: attach, or repairAt and attach. */
function imageGoesOn(subject: Interruptible, torn: Uint8Array): void {
  const { metered } = subject;
  metered.raw.set(torn);
  let pool = subject.attach();
  if (!pool) {
    requireThat(metered.ckremm.fault() === Fault.Interrupted, 'attach', metered);
    requireThat(subject.repairAt(metered.heap), 'repairAt', metered);
    pool = subject.attach();
    requireThat(!!pool, 'attach after repairAt', metered);
  }
  subject.verify(pool);
  requireThat(subject.goOn(pool), 'the next call after attach', metered);
}

/** `repair` itself cut off at each store, and called again. */
function repairGoesOn(subject: Interruptible, pool: any, torn: Uint8Array): void {
  const { metered } = subject;
  for (let stores = 0; ; stores++) {
    metered.raw.set(torn);
    const wasCut = isCut(metered, stores, () => subject.repair(pool));
    requireThat(subject.repair(pool), `repair after a repair cut off after ${stores} stores`, metered);
    subject.verify(pool);
    if (!wasCut) return;
  }
}

/** After a cut: all that goes on from there; throws where something is amiss. */
function goesOn(subject: Interruptible, pool: any): void {
  const torn = subject.metered.raw.slice();
  liveGoesOn(subject, pool, torn);
  imageGoesOn(subject, torn);
  if (subject.isDeep) repairGoesOn(subject, pool, torn);
}

/**
 * Cut the call off at each place in turn until it ends by itself: `cut` makes a call that is cut off at the nth place, from 0, and says whether
 * it was; `every`: of so many places one, and then no other is left out. Returns how many cuts that were; throws with the cut where something is amiss.
 */
export function cutAtEach(
  subject: Interruptible,
  what: string,
  cut: (nth: number, call: () => unknown) => boolean,
  every = 1,
): number {
  const { metered } = subject;
  metered.board.meter.setWindow(null);
  const phase = turn++ % STRIDE;
  let count = 0;
  for (let nth = 0; ; nth += every) {
    if (every === 1 && nth > FIRST_PLACES && nth % STRIDE !== phase) continue;
    metered.raw.set(subject.image);
    const pool = subject.attach();
    if (!pool) throw new Error('the image to begin with is not sound');
    if (!cut(nth, () => subject.call(pool))) return count;
    count++;
    try {
      goesOn(subject, pool);
    } catch (error) {
      throw new Error(`cut off after ${nth} ${what}: ${(error as Error).message}`);
    }
  }
}

/** The same after 0, 1, 2 ... stores. */
export function cutEverywhere(subject: Interruptible, every = 1): number {
  return cutAtEach(subject, 'stores', (stores, call) => isCut(subject.metered, stores, call), every);
}
