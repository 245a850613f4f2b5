/** Passes over the syntax tree of a lean bundle: fewer functions at its top level, and so fewer variables of RAM on Espruino. */
import { MAKER, separateCold } from './cold.js';
import { embedFunctions } from './embed.js';
import { changingNames, inlineHelpers } from './inline.js';
import { takeOrigins } from './marks.js';
import { separateNames } from './names.js';
import { nestCopies, nestFunctions } from './nest.js';
import { exportByName, exportInPlace, orderByHeat } from './place.js';
import { sinkLists } from './sink.js';

/** A function that is entered in fewer of so many calls may make others whenever it is called. */
const COLD_CALLS = 32;

/**
 * A function that is entered in so many of 1,024 calls takes none of another that it does not always run: Espruino reads what is not
 * run as well, a letter in 0.03 U. One that is entered less may take what is short, or runs as often as itself.
 */
const HOT_CALLS = 128;
const SHORT = 60;

/** Letters that a bundle may grow by for a function that is made in each of several functions that run rarely. */
const MOST_COPIED = 700;

/** Functions that run as often as a program looks at its data, however rarely the reference work does: they take no other in. */
const ACCESSES = ['records/index.at'];

/** Functions whose loops go through a pool, however rarely: what they do not always run stays apart, or would be read in each turn. */
const LOOPS = [
  'tables/compact.compact',
  'tables/waiting.settle',
  'tables/place.seek',
  'gc/cycle.step',
  'gc/cycle.sweepUnits',
];

/** What makes the functions of a program fewer, each as it stands there, and what is asked of them. */
function passesFor({ heatOf, originOf, mostLonger, coldCalls }) {
  const isCold = (fn) => heatOf(fn) * COLD_CALLS < 1024;
  const isRare = (fn) => isCold(fn) || coldCalls.isRare(originOf(fn));
  const isKept = (fn) => !!coldCalls?.isKept(originOf(fn));
  const mayTake = (caller, helper, letters) =>
    LOOPS.includes(originOf(caller))
      ? letters <= SHORT
      : isCold(caller) ||
        coldCalls?.isLong(originOf(caller)) ||
        (heatOf(caller) < HOT_CALLS &&
          !ACCESSES.includes(originOf(caller)) &&
          (letters <= SHORT || heatOf(helper) >= heatOf(caller)));
  return {
    isRare,
    isKept,
    resident(program, changing) {
      inlineHelpers(
        program,
        (node) => node.type !== 'FunctionDeclaration' || isCold(node),
        changing,
        (node) => !!coldCalls && node.type === 'FunctionDeclaration' && isRare(node),
      );
      embedFunctions(
        program,
        (helper, calls, letters) =>
          (calls.length - 1) * letters <= mostLonger &&
          calls.every(({ caller, isAlways }) =>
            LOOPS.includes(originOf(caller))
              ? letters <= SHORT || (isAlways && calls.length === 1)
              : isAlways || mayTake(caller, helper, letters),
          ),
        changing,
      );
      nestFunctions(program, coldCalls ? isRare : isCold, isKept);
      if (coldCalls) nestCopies(program, isRare, MOST_COPIED, isKept);
    },
    /** Functions that are made for a call: none takes a variable otherwise, and their text is to be short. */
    cold(program, changing) {
      const isOne = (_helper, calls) => calls.length === 1;
      inlineHelpers(program, () => true, changing);
      embedFunctions(program, isOne, changing);
      nestFunctions(program, () => true);
    },
  };
}

/**
 * @param {Record<string, any>} program a CommonJS module (ESTree, ES5), changed in place
 * @param {Record<string, number>} heat how often each function is entered, in 1,024 calls of the library: see heat.json
 * @param {number} mostLonger letters that a bundle may grow by for a function that is put into several others
 * @param {object} [coldCalls] which calls are made when they are called, see build/cold-calls.js; without it none
 */
export function shrink(program, heat, mostLonger, coldCalls) {
  const marked = takeOrigins(program);
  exportByName(program);
  separateNames(program);
  const origins = new Map([...marked].map(([{ id }, origin]) => [id?.name, origin]));
  const originOf = ({ id }) => origins.get(id?.name);
  const heatOf = (fn) => heat[originOf(fn)] ?? Infinity;
  const passes = passesFor({ heatOf, originOf, mostLonger, coldCalls });
  if (coldCalls) {
    const [refuse] = [...origins].find(([, origin]) => origin === 'core/faults.refuse');
    const renamed = (name, before) => origins.set(name, origins.get(before));
    separateCold(program, { ...coldCalls, refuse, renamed }, passes);
    // What is no function at the top level is a namespace.
    sinkLists(program, (node) => node.type !== 'FunctionDeclaration' || node.id.name === MAKER || passes.isRare(node));
  } else passes.resident(program, changingNames(program));
  exportInPlace(program);
  orderByHeat(program, (fn) => (fn.id.name === MAKER ? 0 : heatOf(fn)));
}
