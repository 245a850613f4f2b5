/**
 * A metered heap: typed arrays that count every load and store and throw on any
 * access outside themselves, or outside a window. Engines differ there (they ignore
 * it, throw, or grow a property), so code for boards must never do it.
 */
import { Last } from '../../src/core/faults.ts';
import { Image } from '../../src/heap/layout.ts';
import type { Realm, TypedArrayName } from './realm.ts';

const EPOCH_BYTE = 4 * Image.EpochWord;

type AnyTypedArray = Uint8Array | Uint16Array | Uint32Array | Int8Array | Int16Array | Int32Array | Float32Array;

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

  #mark(): void {
    if (this.#left <= 0) throw new CutOff('cut off');
    this.#left--;
  }

  /** The array behind a metered one: reading and writing it is neither counted nor checked. */
  raw<T>(view: T): T {
    return (this.#natives.get(view as object) ?? view) as T;
  }

  /** A metered array in front of `native`. */
  wrap<T extends AnyTypedArray>(native: T): T {
    const proxy = new Proxy(native, this.#handler(native)) as T;
    this.#natives.set(proxy, native);
    return proxy;
  }

  #stampsOf(buffer: ArrayBufferLike): Uint32Array {
    let stamps = this.#stamps.get(buffer);
    if (!stamps) this.#stamps.set(buffer, (stamps = new Uint32Array((buffer.byteLength + 3) >> 2)));
    return stamps;
  }

  #handler(native: AnyTypedArray): ProxyHandler<AnyTypedArray> {
    const stamps = this.#stampsOf(native.buffer);
    const { length, byteOffset, BYTES_PER_ELEMENT: width } = native;
    const touch = (key: string, what: string): number => {
      const index = Number(key);
      if (!(index >= 0 && index < length) || index % 1 !== 0)
        throw new Error(`${what} index ${key} of an array of ${length}`);
      const byte = byteOffset + index * width;
      this.#checkWindow(native, byte, byte + width, what);
      if (stamps[byte >>> 2] !== this.#epoch) {
        stamps[byte >>> 2] = this.#epoch;
        this.#words++;
      }
      return index;
    };
    const methods = this.#methods(native);
    return {
      get: (_target, key, receiver) => {
        if (isIndex(key)) {
          this.loads++;
          return native[touch(key, 'load of')];
        }
        return typeof key === 'string' && Object.hasOwn(methods, key)
          ? methods[key]
          : this.#other(native, key, receiver);
      },
      set: (_target, key, value) => {
        if (!isIndex(key)) throw new Error(`store to the property ${String(key)} of a typed array`);
        const index = touch(key, 'store to');
        this.#mark();
        this.stores++;
        native[index] = value;
        return true;
      },
    };
  }

  /** What else arrays of the engine have: it works on the whole array, and is not counted. */
  #other(native: AnyTypedArray, key: PropertyKey, self: unknown): unknown {
    const value: unknown = Reflect.get(native, key, native);
    if (typeof value !== 'function' || key === 'constructor') return value;
    return (...values: unknown[]): unknown => {
      this.#checkWindow(
        native,
        native.byteOffset,
        native.byteOffset + native.length * native.BYTES_PER_ELEMENT,
        String(key),
      );
      const result: unknown = value.apply(native, values);
      // What gives the array itself, as valueOf does, gives what was asked.
      return result === native ? self : result;
    };
  }

  /** The natives that code for boards may call; bounds as strict as those of single accesses. */
  #methods(native: AnyTypedArray): Record<string, unknown> {
    const { length, byteOffset, BYTES_PER_ELEMENT: width } = native;
    const checkRange = (from: number, to: number, what: string): void => {
      if (!(from >= 0 && from <= to && to <= length))
        throw new Error(`${what} [${from}, ${to}) of an array of ${length}`);
    };
    const checkBytes = (from: number, count: number, what: string): void =>
      this.#checkWindow(native, byteOffset + from * width, byteOffset + (from + count) * width, what);
    return {
      set: (source: AnyTypedArray | number[], at = 0): void => {
        const from = this.raw(source);
        checkRange(at, at + from.length, 'set to');
        checkBytes(at, from.length, 'set to');
        if (ArrayBuffer.isView(from))
          this.#checkWindow(from, from.byteOffset, from.byteOffset + from.length * from.BYTES_PER_ELEMENT, 'set from'); // boards' arrays have no byteLength
        this.#mark();
        this.bulkBytes += from.length * width;
        this.#noteSet(native, from, at);
        native.set(from, at);
      },
      subarray: (from = 0, to = length): AnyTypedArray => {
        checkRange(from, to, 'subarray');
        return this.wrap(native.subarray(from, to) as AnyTypedArray);
      },
      indexOf:
        'indexOf' in native
          ? (value: number, from = 0): number => {
              const at = native.indexOf(value, from);
              checkRange(from, length, 'search of');
              checkBytes(from, (at < 0 ? length : at + 1) - from, 'load, searching,');
              this.natives.elementsSearched += (at < 0 ? length : at + 1) - from;
              return at;
            }
          : undefined,
      copyWithin:
        'copyWithin' in native
          ? (to: number, from: number, end = length): void => {
              checkRange(from, end, 'copyWithin from');
              checkRange(to, to + end - from, 'copyWithin to');
              checkBytes(from, end - from, 'copyWithin from');
              checkBytes(to, end - from, 'copyWithin to');
              this.#mark();
              this.bulkBytes += (end - from) * width;
              this.natives.bytesWithin += (end - from) * width;
              native.copyWithin(to, from, end);
            }
          : undefined,
    };
  }

  /** An array was made: of so many elements, or of what else its constructor takes. */
  noteArray(first: unknown, width: number): void {
    this.natives.arrays++;
    if (typeof first === 'number') this.natives.arrayBytes += first * width;
  }

  /** Espruino moves up element by element, down and between buffers at once. */
  #noteSet(native: AnyTypedArray, from: AnyTypedArray | number[], at: number): void {
    const to = native.byteOffset + at * native.BYTES_PER_ELEMENT;
    if (!ArrayBuffer.isView(from) || (from.buffer === native.buffer && from.byteOffset <= to)) {
      this.natives.elementsUp += from.length;
      return;
    }
    this.natives.elementsDown += from.length;
    this.natives.bytesDown += from.length * from.BYTES_PER_ELEMENT;
  }

  #checkWindow(native: AnyTypedArray, from: number, to: number, what: string): void {
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

/** Whether a property key is a number, sound or not: "7", "-1", "1.5", "NaN", "undefined". */
function isIndex(key: PropertyKey): key is string {
  if (typeof key !== 'string') return false;
  const first = key.charCodeAt(0);
  return (
    (first >= 48 && first <= 57) ||
    first === 45 ||
    key === 'NaN' ||
    key === 'undefined' ||
    key === 'Infinity' ||
    key === 'null'
  );
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
