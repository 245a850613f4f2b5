/** Declarations: text to fields, and where their columns lie. */

import type { Heap } from '../heap/layout.ts';
import { type Field, Limit } from './layout.ts';

/** Names of types, wide ones first; `bytes` takes a count. */
var TYPES = ['u32', 'i32', 'f32', 'u16', 'i16', 'u8', 'i8', 'bytes'];

export const enum Type {
  /** The first types of two bytes and of one. */
  Two = 3,
  One = 5,
  Bytes = 7,
  Float = 2,
}

/** Characters. */
const enum Code {
  Space = 32,
  Plus = 43,
  Comma = 44,
  Slash = 47,
  Zero = 48,
  Nine = 57,
  Delete = 127,
}

/** Bytes of an element of the column. */
function widthOf(type: number): number {
  return type < Type.Two ? 4 : type < Type.One ? 2 : 1;
}

/** Whether each character is one byte that can be printed: no engine reads others alike. */
function isPlain(text: string): boolean {
  var i = text.length;
  var code = Code.Space as number;
  while (i && code >= Code.Space && code < Code.Delete) code = text.charCodeAt(--i);
  return code >= Code.Space && code < Code.Delete;
}

/** Whether `get` cannot take the text for the number of a field. */
function isName(text: string): boolean {
  var code = text ? text.charCodeAt(0) : Code.Zero;
  return (code < Code.Plus || code === Code.Comma || code === Code.Slash || code > Code.Nine) && text !== 'Infinity';
}

/** The number from 1 to 65,535 that the text is in decimal digits, or 0. */
function countOf(text: string): number {
  var count = text && text.charCodeAt(0) > Code.Zero && text.charCodeAt(0) <= Code.Nine ? +text : 0;
  return '' + count === text && (count & Limit.Bits) === count ? count : 0;
}

/**
 * The fields of a declaration, or null: characters that cannot be printed, a name that is missing, a number,
 * or there twice; an unknown type; a bad count of bytes.
 */
export function parse(text: string): Field[] | null {
  var pieces = isPlain(text) ? text.split(' ') : [''];
  var fields: Field[] = [];
  var parts: string[];
  var type: number;
  var bytes: number;
  while (fields.length < pieces.length) {
    parts = pieces[fields.length].split(':');
    type = TYPES.indexOf(parts[1]);
    bytes = type < Type.Bytes ? widthOf(type) : countOf(parts[2]);
    if (
      !isName(parts[0]) ||
      type < 0 ||
      parts.length !== (type < Type.Bytes ? 2 : 3) ||
      !bytes ||
      (' ' + text).split(' ' + parts[0] + ':').length > 2
    )
      return null;
    fields.push({ name: parts[0], type: type, bytes: bytes, number: fields.length + 1, base: 0 });
  }
  return fields;
}

/** Give the columns their addresses, from `address` (a multiple of 4) on. Returns the one after them. */
export function layOut(fields: Field[], rows: number, address: number): number {
  var width = 4;
  var i: number;
  for (; width; width >>= 1) {
    for (i = 0; i < fields.length; i++) {
      if (widthOf(fields[i].type) === width) {
        fields[i].base = address;
        address += fields[i].bytes * (rows + 1);
      }
    }
  }
  return address;
}

/** The greatest row number that a bitmap for so many rows has a bit for: 2^k - 1. */
export function maskFor(rows: number): number {
  var mask: number = Limit.LeastMask;
  while (mask < rows) mask += mask + 1;
  return mask;
}

/** `bytes` characters of the heap. */
export function readText(heap: Heap, address: number, bytes: number): string {
  var text = '';
  while (bytes--) text += String.fromCharCode(heap[address++]);
  return text;
}

/** Whether `value` is bytes that a field of so many can take: an array, typed or not. */
export function isBytes(value: unknown, bytes: number): boolean {
  var array = value as Uint8Array;
  return (
    !!array &&
    typeof array === 'object' &&
    (Array.isArray(array) || !!array.buffer) &&
    array.length >>> 0 === array.length &&
    array.length <= bytes
  );
}
