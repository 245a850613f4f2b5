/** Passes over the syntax tree of a lean bundle: fewer functions at its top level, and so fewer variables of RAM on Espruino. */
import { inlineHelpers } from './inline.js';
import { takeOrigins } from './marks.js';
import { separateNames } from './names.js';
import { nestFunctions } from './nest.js';
import { exportByName, exportInPlace, orderByHeat } from './place.js';

/** A function that is entered in fewer of so many calls may make others whenever it is called. */
const COLD_CALLS = 32;

/**
 * Calls that a program needs most when memory is short. A function that is made takes 6 variables or so while it is there,
 * and Espruino gives up a call for which there are too few.
 */
const TIGHT = ['reorder', 'destroy', 'repair'];

/**
 * @param {Record<string, any>} program a CommonJS module (ESTree, ES5), changed in place
 * @param {Record<string, number>} heat how often each function is entered, in 1,024 calls of the library: see heat.json
 */
export function shrink(program, heat) {
  const origins = takeOrigins(program);
  const heatOf = (fn) => heat[origins.get(fn)] ?? Infinity;
  const isCold = (node) => heatOf(node) * COLD_CALLS < 1024;
  exportByName(program);
  separateNames(program);
  inlineHelpers(program, (node) => node.type !== 'FunctionDeclaration' || isCold(node));
  nestFunctions(program, isCold, (fn) => TIGHT.includes(origins.get(fn)?.split('.')[1]));
  exportInPlace(program);
  orderByHeat(program, heatOf);
}
