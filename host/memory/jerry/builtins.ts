/**
 * Objects of JerryScript itself: it makes one when a program first looks for it, with the property that it is found by, and keeps it. Figures were
 * measured, as the heap before and after the first use of each.
 */
import type { Ledger } from '../ledger.ts';
import { PAIR_BYTES, pairs } from './prices.ts';

/** What the engine brings; a board's own are there when it has started. */
const STANDARD = new Set(
  (
    'Array ArrayBuffer Boolean DataView Date Error EvalError Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array JSON Map ' +
    'Math NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set String Symbol SyntaxError TypeError URIError Uint16Array ' +
    'Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet decodeURI decodeURIComponent encodeURI encodeURIComponent escape globalThis isFinite ' +
    'isNaN parseFloat parseInt undefined unescape'
  ).split(' '),
);
/** A function or a class; an object of functions. */
const FUNCTION_BYTES = 24;
const OBJECT_BYTES = 32;
const ACCESSOR_BYTES = 8;
/** What objects of a class have in common, and how the class has it. */
const PROTOTYPE_BYTES = 32 + PAIR_BYTES;
/** What all typed arrays have in common, and their buffers. */
const TYPED_BYTES = 64;
/** What asks a class which its arrays are: `map`, `slice` of an array; and of a typed one. */
const SPECIES_BYTES = 120;
const SPECIES = new Set(['map', 'filter', 'slice', 'splice', 'concat', 'subarray']);
/** Iterators, and what they step with. */
const ITERATOR_BYTES = 232;
/** Of which there are some without a look at the class, so that their functions alone count. */
const HAS_LITERALS = new Set(['String', 'Number', 'Array', 'RegExp']);
/** The idle engine has them: of these the functions alone are new. */
const IDLE_HAS = new Set(['Object', 'Function']);
/** Regular expressions have it in common. */
const REGEXP_BYTES = 72;

/** Bytes of what the program has used of the engine; `globals` properties of the global object are the program's. */
export function engineBytes(
  { t, natives, hasIterated, hasArrays }: Ledger,
  realm: Record<string, any>,
  globals: number,
): number {
  const used = Object.entries(t).filter(([key, use]) => STANDARD.has(key) && !(use === 3 && HAS_LITERALS.has(key)));
  let sum = pairs(globals + used.length);
  const counted = new Set<unknown>();
  let isTyped = false;
  for (const [key, use] of used) {
    const value = Object.getOwnPropertyDescriptor(realm, key)?.value as { prototype?: object } | undefined;
    if (typeof value === 'function') sum += FUNCTION_BYTES;
    else if (typeof value === 'object') sum += key === 'JSON' ? FUNCTION_BYTES : OBJECT_BYTES;
    counted.add(value);
    if (IDLE_HAS.has(key)) counted.add(value?.prototype);
    if (use !== 3 || IDLE_HAS.has(key) || !value?.prototype) continue;
    isTyped ||= /Array$/.test(key);
    counted.add(value.prototype);
    sum += PROTOTYPE_BYTES;
  }
  if (isTyped) sum += TYPED_BYTES;
  if (t.RegExp === 3) sum += REGEXP_BYTES;
  if (hasArrays) {
    sum += OBJECT_BYTES;
    counted.add(realm.Array?.prototype);
  }
  sum += nativeBytes(natives!, counted, realm);
  return sum + (hasIterated ? ITERATOR_BYTES : 0);
}

function nativeBytes(natives: Map<unknown, object>, counted: Set<unknown>, realm: Record<string, any>): number {
  for (const key of IDLE_HAS) counted.add(realm[key]?.prototype);
  const counts = new Map<object, number>();
  let sum = 0;
  let isOfSpecies = false;
  for (const [native, holder] of natives) {
    counts.set(holder, (counts.get(holder) ?? 0) + 1);
    sum += FUNCTION_BYTES + (typeof native === 'string' ? ACCESSOR_BYTES : 0);
    isOfSpecies ||= SPECIES.has((native as { name?: string }).name ?? '');
  }
  for (const [holder, count] of counts) sum += pairs(count) + (counted.has(holder) ? 0 : OBJECT_BYTES);
  return sum + (isOfSpecies ? SPECIES_BYTES : 0);
}
