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
  'already free: deallocate a block once, and forget its address then',
  'stale handle: its block was deallocated; forget a handle when you deallocate it',
  'pinned: unpin the block first',
  'locked: a callback of the pool called back into it, or another worker holds it; call again later',
  'corrupt: the bytes of the image contradict each other; format it anew or restore it',
  'not a heap image of this version: format it first',
  'not contiguous: the engine found no free run of that size; take the heap first thing at boot',
  'no memory: the engine cannot give a heap of that size',
  'the page store failed',
  'interrupted: an earlier call was cut off in the middle; repair makes the pool, or the heap, sound again',
  'the store has too few sectors: make it larger, or ask less of it',
];

/** What a fault means and what to do about it, for a person. */
export function faultText(reason: number): string {
  return TEXTS[reason] || 'unknown fault ' + reason;
}

function isMisuse(reason: number): boolean {
  return reason >= Fault.BadArgument && reason <= Fault.Locked;
}

/**
 * Pass on what a call returned, or throw if it was refused for misuse. `call` names the call,
 * `value` is the argument in question, `wanted` says what a bad argument should have been.
 */
export function judge<T>(result: T, call: string, value: unknown, wanted: string): T {
  var reason = fault();
  if (result || !isMisuse(reason)) return result;
  throw new Error(call + '(' + value + '): ' +
    (reason === Fault.BadArgument ? 'bad argument: ' + wanted : faultText(reason)));
}

/** Pass on a function to be called for each part of a pool, or throw. */
export function demandVisit<T>(visit: T, call: string): T {
  if (typeof visit !== 'function') judge(refuse(null, Fault.BadArgument), call, visit, 'visit must be a function');
  return visit;
}
