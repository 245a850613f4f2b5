/**
 * The board time that a program spends: its text counts what it executes, see cost/regions.ts, and each region has its price. Natives
 * of typed arrays are counted as they are called, so that arrays stay what they are on the board.
 */
import { type Counts, type Feature, FEATURES, none } from '../cost/features.ts';
import { type Model, modelOf } from '../cost/model.ts';
import { countRegions } from '../cost/regions.ts';
import type { Emulated } from '../emulator/index.ts';

/** Thrown in a loop that would not end before long. */
export class EndlessError extends Error {}

/** Turns of loops between two looks at the clock. */
const TURNS_PER_LOOK = 4096;
/** U of a character of a text that JerryScript reads before it runs it: on Kaluma's firmware 1.05 to 1.21, for texts of 15 to 49 KB. */
const READ_UNITS = 1.15;
const REGION = /void __regions\[(\d+)\]\+\+/g;

export class Spent {
  readonly #model: Model | null;
  readonly #millisecondsPerUnit: number;
  readonly #natives: Record<string, number>;
  readonly #times: number[] = [];
  /** U of one execution of each region, and of each native. */
  readonly #units: number[] = [];
  readonly #nativeUnits: [name: string, units: number][];
  #left = TURNS_PER_LOOK;
  /** Milliseconds that were counted, and are none. */
  #unseen = 0;
  #waited = 0;
  /** Where a turn has to end, in milliseconds of `now`. */
  deadline = Infinity;

  constructor({ board, meter }: Emulated) {
    this.#model = modelOf(board);
    this.#millisecondsPerUnit = this.#model ? (this.#model.boardFactor * board.callMicroseconds) / 1000 : 0;
    this.#natives = meter.natives;
    const priceOf = (name: string): number => this.#model?.units({ ...none(), [name]: 1 }) ?? 0;
    this.#nativeUnits = FEATURES.filter((name) => name in meter.natives).map((name) => [name, priceOf(name)]);
  }

  /** Milliseconds of the board's processor so far. O(regions). */
  now(): number {
    return this.#counted() - this.#unseen;
  }

  /** Does what the board knows nothing of: it takes none of its time. */
  unseen<Result>(work: () => Result): Result {
    const before = this.#counted();
    try {
      return work();
    } finally {
      this.#unseen += this.#counted() - before;
    }
  }

  #counted(): number {
    let units = 0;
    for (let i = 0; i < this.#units.length; i++) units += this.#times[i]! * this.#units[i]!;
    for (const [name, price] of this.#nativeUnits) units += this.#natives[name]! * price;
    return units * this.#millisecondsPerUnit + this.#waited;
  }

  /** An engine that compiles reads a whole text before it runs it. */
  read(characters: number): void {
    this.#waited += characters * READ_UNITS * this.#millisecondsPerUnit;
  }

  /** Time goes by in which the program does nothing. */
  wait(milliseconds: number): void {
    this.#waited += milliseconds;
  }

  /** Something took so many milliseconds more, or fewer, than it was counted. */
  correct(milliseconds: number): void {
    this.#unseen -= milliseconds;
  }

  /** The text to run in place of `source`. */
  textOf(source: string): string {
    const first = this.#units.length;
    const { code, regions } = countRegions(source, first);
    for (const counts of regions) {
      this.#units.push(this.#model?.units(counts) ?? 0);
      this.#times.push(0);
    }
    const isTurn = (n: string): boolean => regions[Number(n) - first]!.turns > 0;
    return code.replace(REGION, (text, n: string) => (isTurn(n) ? `__turnOf(${n})` : text));
  }

  /** What that text, and typed arrays, need in the realm of the board. */
  addTo({ realm, meter }: Emulated): void {
    realm.__regions = this.#times;
    realm.__turnOf = (region: number): void => {
      this.#times[region]!++;
      if (--this.#left === 0) this.#look();
    };
    countNatives(realm, meter.natives);
  }

  #look(): void {
    this.#left = TURNS_PER_LOOK;
    if (this.now() < this.deadline) return;
    // A catch of the program may take it: the next turn throws again.
    this.#left = 1;
    throw new EndlessError('a loop that does not end');
  }
}

type Natives = Record<Extract<Feature, keyof Emulated['meter']['natives']>, number> & Counts;

/** As Meter counts them, see there; with nothing in front of an array. */
function countNatives(realm: Record<string, any>, counted: Emulated['meter']['natives']): void {
  const natives = counted as unknown as Natives;
  const prototype = Object.getPrototypeOf(realm.Uint8Array.prototype) as Record<string, any>;
  const { set, copyWithin, indexOf } = prototype;
  const widthOf = (array: Uint8Array): number => array.BYTES_PER_ELEMENT ?? 1;
  prototype.set = function (this: Uint8Array, source: Uint8Array, at = 0): void {
    const isUp =
      !ArrayBuffer.isView(source) ||
      (source.buffer === this.buffer && source.byteOffset <= this.byteOffset + at * widthOf(this));
    if (isUp) natives.elementsUp += source.length;
    else {
      natives.elementsDown += source.length;
      natives.bytesDown += source.length * widthOf(source);
    }
    set.call(this, source, at);
  };
  if (copyWithin)
    prototype.copyWithin = function (this: Uint8Array, to: number, from: number, end = this.length): unknown {
      natives.bytesWithin += Math.max(0, end - from) * widthOf(this);
      return copyWithin.call(this, to, from, end) as unknown;
    };
  if (indexOf)
    prototype.indexOf = function (this: Uint8Array, value: number, from = 0): number {
      const at = indexOf.call(this, value, from) as number;
      natives.elementsSearched += Math.max(0, (at < 0 ? this.length : at + 1) - from);
      return at;
    };
}
