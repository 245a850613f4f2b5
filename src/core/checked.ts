/**
 * The checked build: the same calls, but misuse throws an Error that says what was wrong, with
 * which value, and what to do. No space, a damaged image and the like stay return values.
 * Nothing here is in a lean bundle.
 */

import { Fault, fault, refuse } from './faults.ts';

export { fault } from './faults.ts';

var TEXTS = [
  'nothing was refused',
  'no space: free something, or give the pool more bytes',
  'bad argument',
  'no block starts at that address: pass the number that alloc returned',
  'already free: deallocate a block only once, and then forget its address',
  'stale handle: its block was deallocated; forget a handle when you deallocate it',
  'pinned: unpin the block first',
  'locked: a callback of the pool called back into it, or another worker holds it: call again later; or that callback was cut off: call repair',
  'corrupt: the bytes of the image contradict each other; format it anew or restore it',
  'not a heap image of this version: format it first',
  'not contiguous: the engine found no free run of that size; take the heap first thing at boot',
  'no memory: the engine cannot give a heap of that size',
  'the page store failed',
  'interrupted: an earlier call was cut off in the middle; repair makes the pool, or the heap, sound again',
  'the store has too few sectors: make it larger, or ask less of it',
  'no room for the call: the engine is short of memory; release something, and call again',
  'not compact yet: setPause limited the call; call again, or reorder in idle time',
];

/** What a fault means and what to do about it, for a person. */
export function faultText(reason: number): string {
  return TEXTS[reason] || 'unknown fault ' + reason;
}

/**
 * What is asked before a lean call. It throws, or returns true and leaves a fault of misuse: the call is refused in the words of its rule.
 * It forgets the last fault, so that the one that is there afterwards is that of the call.
 */
export type Precondition = (
  first: any,
  call: string,
  second: any,
  third: any,
  fourth: any,
  fifth: any,
) => boolean | void;

/** In which words a call tells a fault, if not in those of all; '' where the fault is an answer, and nothing is thrown. */
export type Words = (reason: number, first: any) => string | undefined;

/** `text` with the value of an argument in place of each `$n`, and its length in place of `$n#`; the first argument is 0. */
function filled(text: string, values: any[]): string {
  var parts = text.split('$');
  var told = parts[0];
  var i = 1;
  var value: any;
  for (; i < parts.length; i++) {
    value = values[parts[i].charAt(0) as any];
    told += parts[i].charAt(1) === '#' ? (value && value.length) + parts[i].slice(2) : value + parts[i].slice(1);
  }
  return told;
}

/** Throw because of `value`: `call` begins with the call's name, `words` say what is wrong and what to do. Costs about 60 U. */
export function complain(call: string, value: unknown, words: string): never {
  throw new Error(call.split('(')[0] + '(' + value + '): ' + words);
}

/** Throw because of an argument, which should have been what `wanted` says. */
export function refuseArgument(call: string, value: unknown, wanted: string): never {
  refuse(null, Fault.BadArgument);
  complain(call, value, 'bad argument: ' + wanted);
}

/** What a call returned when something was refused; throws if that was misuse: `call`, `wanted` and `own` are those of `checked`. */
export function judge<T>(result: T, call: string, wanted: string, values: any[], own?: Words): T {
  var reason = fault();
  var words = reason < Fault.BadArgument || reason > Fault.Locked ? '' : own && own(reason, values[0]);
  if (words === '') return result;
  throw new Error(
    filled(call, values) +
      ': ' +
      (words || faultText(reason) + (reason === Fault.BadArgument ? ': ' + filled(wanted, values) : '')),
  );
}

/** What a checked call does, with the arguments a to e: see `checked`. */
function run(
  lean: any,
  call: string,
  precondition: Precondition,
  wanted: string | undefined,
  a: any,
  b: any,
  c: any,
  d: any,
  e: any,
  own?: Words,
): any {
  var result = precondition(a, call, b, c, d, e) ? 0 : lean(a, b, c, d, e);
  return result || !wanted ? result : judge(result, call, wanted, [a, b, c, d, e], own);
}

/**
 * The checked call of a lean one: `precondition` is asked first, then a call that is refused for misuse throws. `call` names it, with what it
 * was called with as `filled` has it: 'headers.resize($1, $2)'. `wanted` says what a bad argument should have been; without it, what
 * the lean call refuses stays a return value. The type is that of the lean call; so is its doc comment, see build/declarations.js. In a
 * board's bundle each is a plain function that calls `run`: see build/tree/rows.js.
 */
export function checked<Call>(lean: Call, call: string, precondition: Precondition, wanted?: string, own?: Words): Call;
/* @__NO_SIDE_EFFECTS__ */
export function checked(lean: any, call: string, precondition: Precondition, wanted?: string, own?: Words): any {
  return function (a: any, b: any, c: any, d: any, e: any): any {
    return run(lean, call, precondition, wanted, a, b, c, d, e, own);
  };
}

/** Throw unless `visit` can be called for each part of a pool. */
export function requireVisit(visit: unknown, call: string): void {
  if (typeof visit !== 'function') refuseArgument(call, visit, 'visit must be a function');
}
