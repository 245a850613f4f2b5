/** Passes over the syntax tree of a lean bundle: fewer functions at its top level, and so fewer variables of RAM on Espruino. */
import { embedFunctions } from './embed.js';
import { inlineHelpers } from './inline.js';
import { takeOrigins } from './marks.js';
import { separateNames } from './names.js';
import { nestFunctions } from './nest.js';
import { exportByName, exportInPlace, orderByHeat } from './place.js';

/** A function that is entered in fewer of so many calls may make others whenever it is called. */
const COLD_CALLS = 32;

/**
 * A function that is entered in so many of 1,024 calls takes none of another that it does not always run: Espruino reads what is not
 * run as well, a letter in 0.03 U. One that is entered less may take what is short, or runs as often as itself.
 */
const HOT_CALLS = 128;
const SHORT = 60;

/**
 * Calls that a program needs most when memory is short. A function that is made takes 6 variables or so while it is there,
 * and Espruino gives up a call for which there are too few.
 */
const TIGHT = ['reorder', 'destroy', 'repair'];

/** Functions whose loops go through a pool, however rarely: what they do not always run stays apart, or would be read in each turn. */
const LOOPS = ['tables/compact.compact', 'tables/waiting.settle', 'tables/place.seek'];

/**
 * @param {Record<string, any>} program a CommonJS module (ESTree, ES5), changed in place
 * @param {Record<string, number>} heat how often each function is entered, in 1,024 calls of the library: see heat.json
 * @param {number} mostLonger letters that a bundle may grow by for a function that is put into several others
 */
export function shrink(program, heat, mostLonger) {
  const origins = takeOrigins(program);
  const heatOf = (fn) => heat[origins.get(fn)] ?? Infinity;
  const isCold = (node) => heatOf(node) * COLD_CALLS < 1024;
  exportByName(program);
  separateNames(program);
  inlineHelpers(program, (node) => node.type !== 'FunctionDeclaration' || isCold(node));
  const mayTake = (caller, helper, letters) =>
    LOOPS.includes(origins.get(caller))
      ? letters <= SHORT
      : isCold(caller) || (heatOf(caller) < HOT_CALLS && (letters <= SHORT || heatOf(helper) >= heatOf(caller)));
  embedFunctions(
    program,
    (helper, calls, letters) =>
      (calls.length - 1) * letters <= mostLonger &&
      calls.every(({ caller, isAlways }) => mayTake(caller, helper, letters) || (isAlways && calls.length === 1)),
  );
  nestFunctions(program, isCold, (fn) => TIGHT.includes(origins.get(fn)?.split('.')[1]));
  exportInPlace(program);
  orderByHeat(program, heatOf);
}
