/**
 * Every access to memory is bounded: an element that is outside what the call was given is not touched. What JavaScript reads there is
 * `undefined`, here it is 0; what is stored there is dropped by both. See `read_`, `write_` and `move_` of prelude.h.
 */
import { number } from './numbers.js';
import { RANGES } from './types.js';

const place = (array, index) => `${array.c} + ${index}`;

/** The text of the place itself, of a view or of a call's own memory. */
function element(array, index, isStore) {
  if (array.kind === 'scratch') return `SCRATCH_(${array.c}, ${index})`;
  return `${isStore ? 'WRITE_' : 'READ_'}(${array.element}, ${place(array, index)})`;
}

/** What is read there. */
export function load(array, index) {
  if (array.kind === 'links') return number(`links_read_(${array.c}, ${index})`, ...RANGES.u32, 'u32');
  const type = array.element === 'u32' ? 'u32' : 'i32';
  return number(element(array, index, false), ...RANGES[array.element], type);
}

/** A store of a text there. */
export const store = (array, index, text) =>
  array.kind === 'links'
    ? `links_write_(${array.c}, ${index}, (u32)${text})`
    : `${element(array, index, true)} = (${array.element})${text}`;

/** to.set(from.subarray(start, end), at): the bytes of both must be inside, else nothing is moved. */
export const move = (to, at, from, start, end) =>
  `move_(${to.c} + ${at}, ${from.c} + ${start}, (u32)(${end} - ${start}) * (u32)sizeof(${to.element}))`;
