/**
 * What JerryScript 2.4 takes for each thing, in bytes of its heap, with pointers of 32 bits as Kaluma has them: jerry-core/ecma/base/ecma-globals.h
 * says what lies where, and each figure was measured as the heap before and after. The heap is given away in pieces of 8 bytes.
 */
import type { FunctionInfo } from '../follow/functions.ts';
import type { ScopeRecord } from '../ledger.ts';
import type { Prices } from '../prices.ts';
import type { Compiled } from './compiler.ts';
import { aligned, isSmall, textBytes } from './sizes.ts';

export const OBJECT_BYTES = 16;
/** Two properties, which lie in one piece. */
export const PAIR_BYTES = 24;
const EXTENDED_BYTES = 24;
const ARROW_BYTES = 32;
const FLOAT_BYTES = 8;
/** Elements of an array are made by so many; where more are missing they are properties. */
export const ELEMENTS = 8;
const MOST_HOLES = 32;
export const WORD = 4;
const REGEXP_BYTES = 48;
const ERROR_BYTES = 152;
const BOUND_BYTES = 80;
/** A Map or Set, with room for one. */
const COLLECTION_BYTES = 56;
/** What a class has beside a function and its prototype, as the environment in which its methods know its name: without any, and with some. */
const CLASS_BYTES = [56, 72] as const;
const CLASS_WITHOUT_CODE_BYTES = [32, 88] as const;

export const pairs = (properties: number): number => PAIR_BYTES * Math.ceil(properties / 2);

export interface Known {
  /** Whether the engine has a text already: a literal, or a name of its own. */
  hasText(text: string): boolean;
  compiledOf(info: FunctionInfo): Compiled | undefined;
}

export function jerryPrices({ hasText, compiledOf }: Known): Prices {
  const text = (value: string): number => (hasText(value) ? 0 : textBytes(value));
  return {
    slot: (key, _value, isElement) => (isElement ? 0 : text(key)),
    number: (value) => (isSmall(value) ? 0 : FLOAT_BYTES),
    // Whoever holds a float has one of his own.
    sharesNumbers: false,
    text,
    object: (keys) => OBJECT_BYTES + pairs(keys),
    array: (elements, { length }) =>
      EXTENDED_BYTES +
      (length - elements > MOST_HOLES ? pairs(elements) : WORD * ELEMENTS * Math.ceil(length / ELEMENTS)),
    func: ({ info }, keys) =>
      (compiledOf(info)?.isArrow ? ARROW_BYTES : EXTENDED_BYTES) +
      pairs(keys) +
      (info.ownName ? OBJECT_BYTES + PAIR_BYTES : 0),
    prototype: ({ isClass, hasCode, keys, prototypeKeys }) =>
      pairs(keys + 1) -
      pairs(keys) +
      OBJECT_BYTES +
      pairs(prototypeKeys + 1) +
      (isClass ? (hasCode ? CLASS_BYTES : CLASS_WITHOUT_CODE_BYTES)[prototypeKeys > 0 ? 1 : 0] : 0),
    inherited: 0,
    scope: ({ info }) => {
      const compiled = compiledOf(info);
      return compiled?.hasScope ? OBJECT_BYTES + pairs(compiled.captured.length) : 0;
    },
    // What no function looks at is in a register while its call runs, and nowhere then.
    names: ({ info }: ScopeRecord, isRunning) => (isRunning ? info.names : (compiledOf(info)?.captured ?? [])),
    accessor: FLOAT_BYTES,
    view: ({ byteOffset, byteLength, buffer }) =>
      byteOffset === 0 && byteLength === buffer.byteLength ? EXTENDED_BYTES : EXTENDED_BYTES + FLOAT_BYTES,
    buffer: ({ byteLength }) => aligned(EXTENDED_BYTES + byteLength),
    regexp: () => REGEXP_BYTES,
    date: EXTENDED_BYTES + FLOAT_BYTES,
    error: ERROR_BYTES,
    collection: (size, isMap) => aligned(COLLECTION_BYTES + (isMap ? 2 : 1) * WORD * Math.max(0, size - 1)),
    foreign: (value) => (typeof value === 'function' && value.name.startsWith('bound ') ? BOUND_BYTES : 0),
  };
}
