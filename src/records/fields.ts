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
}

/** Bytes of an element of the column. */
function widthOf(type: number): number {
  return type < Type.Two ? 4 : type < Type.One ? 2 : 1;
}

/**
 * The fields of a declaration, or null: a name that is missing, a number, or there twice; an unknown
 * type; a bad count of bytes.
 */
export function parse(text: string): Field[] | null {
  var pieces = text.split(' ');
  var fields: Field[] = [];
  var parts: string[];
  var type: number;
  var bytes: number;
  while (fields.length < pieces.length) {
    parts = pieces[fields.length].split(':');
    type = TYPES.indexOf(parts[1]);
    bytes = type < Type.Bytes ? widthOf(type) : +parts[2];
    // An empty name reads as the number 0.
    if (!isNaN(+parts[0]) || type < 0 || parts.length !== (type < Type.Bytes ? 2 : 3) || !bytes ||
      (bytes & Limit.Bits) !== bytes || (' ' + text).split(' ' + parts[0] + ':').length > 2) return null;
    fields.push({ name: parts[0], type: type, bytes: bytes, slot: fields.length + 1, base: 0 });
  }
  return fields;
}

/** Give the columns their addresses, from `address` (a multiple of 4) on. Returns the one after them. */
export function place(fields: Field[], rows: number, address: number): number {
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
