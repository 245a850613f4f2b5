/**
 * A call cut off at every store, as Ctrl-C and out of memory do it: the pool is taken as it is by the next call, or refused as
 * interrupted and repaired; nothing that was handed out is lost either way.
 */
import { CutOff } from '../../host/emulator/index.ts';
import { Fault } from '../../src/core/faults.ts';
import type { Metered } from './metered.ts';
import { lengthOf } from './soak.ts';

/** The first stores of a call, where its state changes, are all tried; `npm test` tries one in three of those after them, other ones of each call. */
const FIRST_STORES = 12;
const STRIDE = lengthOf(3, 1);
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
export function isCut({ board: { meter } }: Metered, stores: number, call: () => unknown): boolean {
  meter.cutAfter(stores);
  try {
    call();
    return false;
  } catch (error) {
    if (!(error instanceof CutOff)) throw error;
    return true;
  } finally {
    meter.cutAfter(null);
  }
}

function demand(isTrue: boolean, what: string, metered: Metered): void {
  if (!isTrue) throw new Error(`${what}: refused, fault ${metered.ckremm.fault()}`);
}

/** The live object: the next call, and repair where that is refused; repair where it is not. */
function liveGoesOn(subject: Interruptible, pool: any, torn: Uint8Array): void {
  const { metered } = subject;
  if (!subject.goOn(pool)) {
    demand(metered.ckremm.fault() === Fault.Interrupted, 'the next call', metered);
    demand(subject.repair(pool), 'repair', metered);
    subject.verify(pool);
    demand(subject.goOn(pool), 'the next call after repair', metered);
  }
  metered.raw.set(torn);
  demand(subject.repair(pool), 'repair at once', metered);
  subject.verify(pool);
  demand(subject.goOn(pool), 'the next call after repair at once', metered);
}

/** A new object of the image: attach, or repairAt and attach. */
function imageGoesOn(subject: Interruptible, torn: Uint8Array): void {
  const { metered } = subject;
  metered.raw.set(torn);
  let pool = subject.attach();
  if (!pool) {
    demand(metered.ckremm.fault() === Fault.Interrupted, 'attach', metered);
    demand(subject.repairAt(metered.heap), 'repairAt', metered);
    pool = subject.attach();
    demand(!!pool, 'attach after repairAt', metered);
  }
  subject.verify(pool);
  demand(subject.goOn(pool), 'the next call after attach', metered);
}

/** `repair` itself cut off at each store, and called again. */
function repairGoesOn(subject: Interruptible, pool: any, torn: Uint8Array): void {
  const { metered } = subject;
  for (let stores = 0; ; stores++) {
    metered.raw.set(torn);
    const wasCut = isCut(metered, stores, () => subject.repair(pool));
    demand(subject.repair(pool), `repair after a repair cut off after ${stores} stores`, metered);
    subject.verify(pool);
    if (!wasCut) return;
  }
}

/** Cut the call off after 0, 1, 2 ... stores until it ends by itself. Returns after how many it did; throws with the cut where something is amiss. */
export function cutEverywhere(subject: Interruptible): number {
  const { metered } = subject;
  metered.board.meter.setWindow(null);
  const phase = turn++ % STRIDE;
  for (let stores = 0; ; stores++) {
    if (stores > FIRST_STORES && stores % STRIDE !== phase) continue;
    metered.raw.set(subject.image);
    const pool = subject.attach();
    if (!pool) throw new Error('the image to begin with is not sound');
    if (!isCut(metered, stores, () => subject.call(pool))) return stores;
    const torn = metered.raw.slice();
    try {
      liveGoesOn(subject, pool, torn);
      imageGoesOn(subject, torn);
      if (subject.isDeep) repairGoesOn(subject, pool, torn);
    } catch (error) {
      throw new Error(`cut off after ${stores} stores: ${(error as Error).message}`);
    }
  }
}
