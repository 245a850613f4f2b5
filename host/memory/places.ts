/**
 * Where an Espruino's variables lie, as far as it decides whether another run of them is to be had. It has a list of free ones: a variable is taken from
 * its head and goes back there; a run of variables is looked for along the list, and, when none is found, once more after a collection of garbage, which
 * sorts it (jsvNewFlatStringOfLength, jsvGarbageCollect). What is in use is known from time to time only: then whatever is gone gives its
 * places back, and what is new takes some.
 */

/** What has places: an object of the program, or what stands for a text or for the engine. */
export type Owner = unknown;

/** A run begins where the bytes behind its head are aligned to so many. */
const ALIGNED_BYTES = 4;
/** The end of the list; variables count from 1. */
const NONE = 0;

/** Texts and bytes that are not in one run. */
const isChain = (owner: Owner): boolean => typeof owner !== 'object' && typeof owner !== 'function';

export class Places {
  readonly #total: number;
  readonly #variableBytes: number;
  /** Of each free variable the next one of the list. */
  readonly #next: Int32Array;
  readonly #isFree: Uint8Array;
  #head = NONE;
  readonly #singles = new Map<Owner, number[]>();
  readonly #runs = new Map<Owner, { start: number; length: number }>();

  /** `idle`: so many are in use from the start, at the bottom. */
  constructor(total: number, variableBytes: number, idle: number) {
    this.#total = total;
    this.#variableBytes = variableBytes;
    this.#next = new Int32Array(total + 2);
    this.#isFree = new Uint8Array(total + 2).fill(1, Math.round(idle) + 1, total + 1);
    this.collect();
  }

  /** The list is sorted, as it is when garbage was collected. */
  collect(): void {
    this.#head = NONE;
    for (let at = this.#total; at > 0; at--) if (this.#isFree[at]) this.#push(at);
  }

  /** `sizes`: single variables of each owner that is left; `hasRun`: whether an owner of a run is. */
  settle(sizes: Map<Owner, number>, hasRun: (owner: Owner) => boolean): void {
    for (const [owner, { start, length }] of this.#runs)
      if (!hasRun(owner)) {
        this.#runs.delete(owner);
        this.#giveBackRun(start, length);
      }
    for (const [owner, places] of [...this.#singles].reverse()) this.#shrink(owner, places, sizes.get(owner) ?? 0);
    for (const [owner, wanted] of [...sizes].reverse()) {
      const places = this.#singles.get(owner) ?? [];
      while (places.length < wanted && this.#head !== NONE) places.push(this.#take());
      if (places.length) this.#singles.set(owner, places);
    }
  }

  /** An object gives back what it got last first, so that its head comes first in the list; a chain its head last of all, the others from the front. */
  #shrink(owner: Owner, places: number[], left: number): void {
    if (isChain(owner) && places.length > left) places.push(...places.splice(1).reverse());
    while (places.length > left) this.#giveBack(places.pop()!);
    if (left === 0) this.#singles.delete(owner);
  }

  /** A run of so many for `owner`, head included; false where no piece is that long. May collect garbage. */
  takeRun(length: number, owner: Owner): boolean {
    let before = this.#find(length);
    if (before < 0) {
      this.collect();
      before = this.#find(length);
    }
    if (before < 0) return false;
    const start = this.#next[before]!;
    const end = start + length;
    this.#next[before] = this.#next[end - 1]!;
    this.#isFree.fill(0, start, end);
    this.#runs.set(owner, { start, length });
    return true;
  }

  /** A run gets another owner, once there is one. */
  rename(from: Owner, to: Owner): void {
    const run = this.#runs.get(from);
    this.#runs.delete(from);
    if (run) this.#runs.set(to, run);
  }

  /** The free variable in front of the run in the list: the first of the list begins none. -1: there is no such run. */
  #find(length: number): number {
    let before = this.#head;
    if (before === NONE) return -1;
    let start = this.#next[before]!;
    while (start !== NONE) {
      let at = start;
      if (this.#isAligned(start)) {
        let count = 1;
        while (count < length && this.#next[at] === at + 1) {
          at++;
          count++;
        }
        if (count >= length) return before;
      }
      before = at;
      start = this.#next[at]!;
    }
    return -1;
  }

  #isAligned(start: number): boolean {
    return (start * this.#variableBytes) % ALIGNED_BYTES === 0;
  }

  #push(at: number): void {
    this.#next[at] = this.#head;
    this.#head = at;
  }

  #take(): number {
    const at = this.#head;
    this.#head = this.#next[at]!;
    this.#isFree[at] = 0;
    return at;
  }

  #giveBack(at: number): void {
    this.#isFree[at] = 1;
    this.#push(at);
  }

  /** All but its head goes before the first in the list that lies above it. */
  #giveBackRun(start: number, length: number): void {
    const last = start + length - 1;
    let after = NONE;
    let before = this.#head;
    while (before !== NONE && before < last) {
      after = before;
      before = this.#next[before]!;
    }
    for (let at = last; at > start; at--) {
      this.#isFree[at] = 1;
      this.#next[at] = before;
      before = at;
    }
    if (after === NONE) this.#head = before;
    else this.#next[after] = before;
    this.#giveBack(start);
  }
}
