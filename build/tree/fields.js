/**
 * The order of a pool object's fields. An engine finds a field by going through those of the object, JerryScript from the last that was
 * made, which is how src/ has them, Espruino from the first.
 */
import { has, walk } from './walk.js';

/** Whether an object literal describes a pool. What describes one only reads, so that its values may be found in any order. */
const isPool = ({ type, properties }) =>
  type === 'ObjectExpression' &&
  properties.some(({ key }) => key.name === 'epoch') &&
  properties.every(({ value }) => !has(value, (node) => /^(Assignment|Update|Function)Expression$/.test(node.type)));

/** Makes what stood last in each literal of a pool stand first: the fields that calls read most. Changes the program in place. */
export function fieldsFromLast(program) {
  walk(program, (node) => {
    if (isPool(node)) node.properties.reverse();
  });
}
