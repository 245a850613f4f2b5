/**
 * A metered heap: typed arrays that count every load and store and throw on any
 * access outside themselves, or outside a window. Engines differ there (they ignore
 * it, throw, or grow a property), so code for boards must never do it.
 */
import { Last } from '../../src/core/faults.ts';
import { Image } from '../../src/heap/layout.ts';
import { meteredBy } from './metered.ts';
import type { Realm, TypedArrayName } from './realm.ts';

const EPOCH_BYTE = 4 * Image.EpochWord;

export type AnyTypedArray = Uint8Array | Uint16Array | Uint32Array | Int8Array | Int16Array | Int32Array | Float32Array;

/** What a program that is cut off throws. */
export class CutOff extends Error {}

export class Meter {
  loads = 0;
  stores = 0;
  /** Bytes moved by set and copyWithin, which are native and not counted as words. */
  bulkBytes = 0;
  /** What natives did, for the estimate of their cost; see cost/features.ts. */
  readonly natives = {
    elementsUp: 0,
    elementsDown: 0,
    bytesDown: 0,
    bytesWithin: 0,
    bytesSummed: 0,
    elementsSearched: 0,
    arrays: 0,
    arrayBytes: 0,
  };
  /** What instrumented loops increment. */
  readonly loops = { steps: 0 };
  #words = 0;
  /** Stores until the program is cut off. */
  #left = Infinity;
  #epoch = 1;
  #stamps = new WeakMap<ArrayBufferLike, Uint32Array>();
  #natives = new WeakMap<object, AnyTypedArray>();
  #window: { buffer: ArrayBufferLike; header: number; from: number; to: number } | null = null;

  /** Loop bodies entered since the last reset; counted only with `countSteps`. */
  get steps(): number {
    return this.loops.steps;
  }

  /** Distinct 32-bit words loaded or stored since the last reset. */
  get words(): number {
    return this.#words;
  }

  reset(): void {
    this.loads = this.stores = this.bulkBytes = this.loops.steps = this.#words = 0;
    for (const name of Object.keys(this.natives) as (keyof Meter['natives'])[]) this.natives[name] = 0;
    this.#epoch++;
  }

  /**
   * Allow only bytes [from, to) of the buffer of `view`, a heap; and of its header to read the epoch, and to write
   * the fault. null lifts the limit.
   */
  setWindow(view: AnyTypedArray | null, from = 0, to = 0): void {
    this.#window =
      view === null ? null : { buffer: this.raw(view).buffer, header: this.raw(view).byteOffset, from, to };
  }

  /**
   * Cut the program off after so many stores more: that one, or native move, and all later ones throw a CutOff and change
   * nothing, as when Ctrl-C or out of memory stops an engine at any token; what `finally` would do is not done
   * either. null lets it go on. Metered arrays only.
   */
  cutAfter(stores: number | null): void {
    this.#left = stores ?? Infinity;
  }

  /** Something is about to be stored. */
  mark(): void {
    if (this.#left <= 0) throw new CutOff('cut off');
    this.#left--;
  }

  /** The array behind a metered one: reading and writing it is neither counted nor checked. */
  raw<T>(view: T): T {
    return (this.#natives.get(view as object) ?? view) as T;
  }

  /** A metered array in front of `native`. */
  wrap<T extends AnyTypedArray>(native: T): T {
    const proxy = new Proxy(native, meteredBy(this, native)) as T;
    this.#natives.set(proxy, native);
    return proxy;
  }

  /** Of each word of a buffer when it was last met: see noteWord. */
  stampsOf(buffer: ArrayBufferLike): Uint32Array {
    let stamps = this.#stamps.get(buffer);
    if (!stamps) this.#stamps.set(buffer, (stamps = new Uint32Array((buffer.byteLength + 3) >> 2)));
    return stamps;
  }

  /** The word of that byte is loaded or stored. */
  noteWord(stamps: Uint32Array, byte: number): void {
    if (stamps[byte >>> 2] === this.#epoch) return;
    stamps[byte >>> 2] = this.#epoch;
    this.#words++;
  }

  /** An array was made: of so many elements, or of what else its constructor takes. */
  noteArray(first: unknown, width: number): void {
    this.natives.arrays++;
    if (typeof first === 'number') this.natives.arrayBytes += first * width;
  }

  /** Espruino moves up element by element, down and between buffers at once. */
  noteSet(native: AnyTypedArray, from: AnyTypedArray | number[], at: number): void {
    const to = native.byteOffset + at * native.BYTES_PER_ELEMENT;
    if (!ArrayBuffer.isView(from) || (from.buffer === native.buffer && from.byteOffset <= to)) {
      this.natives.elementsUp += from.length;
      return;
    }
    this.natives.elementsDown += from.length;
    this.natives.bytesDown += from.length * from.BYTES_PER_ELEMENT;
  }

  /** Throws if bytes [from, to) of the buffer lie outside what is allowed. */
  checkWindow(native: AnyTypedArray, from: number, to: number, what: string): void {
    const window = this.#window;
    if (window === null || window.buffer !== native.buffer || from === to) return;
    const isLoad = what.startsWith('load');
    const isIn = (first: number, end: number): boolean => from >= window.header + first && to <= window.header + end;
    const inHeader = isIn(Last.FaultByte, Last.FaultByte + 1) || (isLoad && isIn(EPOCH_BYTE, Image.HeaderBytes));
    if (!inHeader && (from < window.from || to > window.to)) {
      throw new Error(`${what} bytes [${from}, ${to}), outside the allowed [${window.from}, ${window.to})`);
    }
  }
}

/** A constructor that can replace the realm's, and makes metered arrays. */
export function meteredConstructor(
  realm: Realm,
  name: TypedArrayName,
  meter: Meter,
): (...values: any[]) => AnyTypedArray {
  const Native = realm.natives[name];
  return (first: any, ...rest: any[]) => {
    meter.noteArray(first, Native.BYTES_PER_ELEMENT as number);
    return meter.wrap(new Native(meter.raw(first), ...rest));
  };
}
