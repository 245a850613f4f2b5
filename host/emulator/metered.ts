/** Metered arrays: what a typed array of the engine has, each access counted and checked by a Meter. */
import type { AnyTypedArray, Meter } from './meter.ts';

/** What stands in front of `native`. */
export function meteredBy(meter: Meter, native: AnyTypedArray): ProxyHandler<AnyTypedArray> {
  const stamps = meter.stampsOf(native.buffer);
  const { length, byteOffset, BYTES_PER_ELEMENT: width } = native;
  const touch = (key: string, what: string): number => {
    const index = Number(key);
    if (!(index >= 0 && index < length) || index % 1 !== 0)
      throw new Error(`${what} index ${key} of an array of ${length}`);
    const byte = byteOffset + index * width;
    meter.checkWindow(native, byte, byte + width, what);
    meter.noteWord(stamps, byte);
    return index;
  };
  const methods = methodsOf(meter, native);
  return {
    get: (_target, key, receiver) => {
      if (isIndex(key)) {
        meter.loads++;
        return native[touch(key, 'load of')];
      }
      return typeof key === 'string' && Object.hasOwn(methods, key)
        ? methods[key]
        : otherMember(meter, native, key, receiver);
    },
    set: (_target, key, value) => {
      if (!isIndex(key)) throw new Error(`store to the property ${String(key)} of a typed array`);
      const index = touch(key, 'store to');
      meter.mark();
      meter.stores++;
      native[index] = value;
      return true;
    },
  };
}

/** What else arrays of the engine have: it works on the whole array, and is not counted. */
function otherMember(meter: Meter, native: AnyTypedArray, key: PropertyKey, self: unknown): unknown {
  const value: unknown = Reflect.get(native, key, native);
  if (typeof value !== 'function' || key === 'constructor') return value;
  return (...values: unknown[]): unknown => {
    meter.checkWindow(
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
function methodsOf(meter: Meter, native: AnyTypedArray): Record<string, unknown> {
  const { length, byteOffset, BYTES_PER_ELEMENT: width } = native;
  const checkRange = (from: number, to: number, what: string): void => {
    if (!(from >= 0 && from <= to && to <= length))
      throw new Error(`${what} [${from}, ${to}) of an array of ${length}`);
  };
  const checkBytes = (from: number, count: number, what: string): void =>
    meter.checkWindow(native, byteOffset + from * width, byteOffset + (from + count) * width, what);
  return {
    set: (source: AnyTypedArray | number[], at = 0): void => {
      const from = meter.raw(source);
      checkRange(at, at + from.length, 'set to');
      checkBytes(at, from.length, 'set to');
      if (ArrayBuffer.isView(from))
        meter.checkWindow(from, from.byteOffset, from.byteOffset + from.length * from.BYTES_PER_ELEMENT, 'set from'); // boards' arrays have no byteLength
      meter.mark();
      meter.bulkBytes += from.length * width;
      meter.noteSet(native, from, at);
      native.set(from, at);
    },
    subarray: (from = 0, to = length): AnyTypedArray => {
      checkRange(from, to, 'subarray');
      return meter.wrap(native.subarray(from, to) as AnyTypedArray);
    },
    indexOf:
      'indexOf' in native
        ? (value: number, from = 0): number => {
            const at = native.indexOf(value, from);
            checkRange(from, length, 'search of');
            checkBytes(from, (at < 0 ? length : at + 1) - from, 'load, searching,');
            meter.natives.elementsSearched += (at < 0 ? length : at + 1) - from;
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
            meter.mark();
            meter.bulkBytes += (end - from) * width;
            meter.natives.bytesWithin += (end - from) * width;
            native.copyWithin(to, from, end);
          }
        : undefined,
  };
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
