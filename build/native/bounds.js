/**
 * Every access to memory is bounded: an element that is outside what the call was given is not touched. What JavaScript reads there is
 * `undefined`, here it is 0; what is stored there is dropped by both. See `load_u16_`, `store_u16_` and `move_` of prelude.h.
 */
import { number } from './numbers.js';
import { RANGES } from './types.js';

/** One that needs no bounds. */
const sure = ({ element, c, isSure }, index) => `((${element} *)${isSure.start ? `${isSure.start})[${isSure.at}]` : `${c})[${index}]`}`;

/** What is read there. */
export function load(array, index) {
  if (array.kind === 'links') return number(`links_load_(${array.c}, ${index})`, ...RANGES.u32, 'u32');
  if (array.isMain && !array.isSure) return number(`load_main_${array.element}_(${index})`, ...RANGES[array.element], array.element === 'u32' ? 'u32' : 'i32');
  const name = array.kind === 'scratch' ? 'scratch_load_' : `load_${array.element}_`;
  const c = array.isSure ? sure(array, index) : `${name}(${array.c}, ${index})`;
  return number(c, ...RANGES[array.element], array.element === 'u32' ? 'u32' : 'i32');
}

/** The store of a text there: its low bits. */
export function store(array, index, text) {
  if (array.isSure) return `${sure(array, index)} = (${array.element})${text}`;
  if (array.isMain) return `store_main_${array.element.replace('i', 'u')}_(${index}, (u32)${text})`;
  const name = { links: 'links_store_', scratch: 'scratch_store_' }[array.kind] ?? `store_${array.element.replace('i', 'u')}_`;
  return `${name}(${array.c}, ${index}, (u32)${text})`;
}

/** to.set(from.subarray(start, end), at): the bytes of both must be inside, else nothing is moved. */
export const move = (to, at, from, start, end) =>
  `move_(${to.c} + ${at}, ${from.c} + ${start}, (u32)(${end} - ${start}) * (u32)sizeof(${to.element}))`;
