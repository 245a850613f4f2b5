/**
 * Processes as the checked build has them: misuse throws, and so does it within a program, which then ends with that error as its reason.
 * That a program is over, its mail full, a thing claimed by another, stay return values, but for calls of a program that is over.
 */

import { checked, judge, refuseArgument } from '../core/checked.ts';
import { Fault, forgetFault } from '../core/faults.ts';
import { requireHeap } from '../heap/require.ts';
import * as lean from './index.ts';
import type { Heap, Options, Program, Sys } from './index.ts';

export type { Emitter, Heap, Memory, Options, Program, Row, Settings, Sys } from './index.ts';

var FUNCTION = 'f must be a function';
var MILLISECONDS = 'ms must be a number of milliseconds from 0 up';

/** The faults in the words of this module. */
function words(reason: number): string | undefined {
  return reason === Fault.BadAddress
    ? 'there is no such program: pass the pid that spawn returned, and forget it when the program has ended'
    : reason === Fault.AlreadyFree
      ? 'the program has ended: everything it held was released, and its calls are refused'
      : reason === Fault.Locked
        ? 'there are programs: kill them before you start again'
        : undefined;
}

/** Within a program: what is not there to be cleared, or claimed by another, is an answer. */
function wordsWithin(reason: number): string | undefined {
  return reason === Fault.AlreadyFree ? words(reason) : '';
}

function requireFunction(call: string, f: unknown): void {
  if (typeof f !== 'function') refuseArgument(call, f, FUNCTION);
}

function requireTimer(call: string, f: unknown, ms: any): void {
  requireFunction(call, f);
  if (typeof ms !== 'number' || !(ms >= 0)) refuseArgument(call, ms, MILLISECONDS);
}

function requireEmitter(call: string, emitter: any, event: unknown, f: unknown): void {
  if (!emitter || typeof emitter.on !== 'function' || typeof emitter.removeListener !== 'function')
    refuseArgument(call, emitter, 'emitter must have on and removeListener');
  if (typeof event !== 'string') refuseArgument(call, event, 'event must be a string');
  requireFunction(call, f);
}

function requireThing(call: string, thing: unknown): void {
  if (thing === undefined || thing === null)
    refuseArgument(call, thing, 'claim a pin, a bus, a name: anything but null and undefined');
}

var DEMANDS: { [name: string]: (call: string, a: any, b: any, c: any) => void } = {
  setTimeout: requireTimer,
  setInterval: requireTimer,
  clear: forgetFault,
  watch: requireFunction,
  on: requireEmitter,
  claim: requireThing,
  defer: requireFunction,
  receive: requireFunction,
  bind: requireFunction,
  exit: forgetFault,
};

/** Put a call of `sys` that asks first in place of its own. */
function tell(sys: any, name: string): void {
  var own = sys[name];
  sys[name] = function (a: any, b: any, c: any, d: any): any {
    DEMANDS[name]('sys.' + name, a, b, c);
    forgetFault();
    return judge(own.call(sys, a, b, c, d), 'sys.' + name, '', [a, b, c], wordsWithin);
  };
}

function spawnTold(program: Program, options?: Options): number {
  return lean.spawn(
    typeof program !== 'function'
      ? program
      : function (sys: Sys): void {
          Object.keys(DEMANDS).forEach(function (name) {
            tell(sys, name);
          });
          program(sys);
        },
    options,
  );
}

/** A number that an option must be, if it is given: from 0 up. */
function requireOptions(program: Program, call: string, options: any): void {
  ['bytes', 'restarts', 'wait', 'calm', 'mail'].forEach(function (name) {
    var value = options && options[name];
    if (value !== undefined && !(typeof value === 'number' && value >= 0))
      refuseArgument(call, value, name + ' must be a number from 0 up');
  });
  if (typeof program !== 'function') refuseArgument(call, program, 'a program is a function of sys');
  forgetFault();
}

function requireImage(heap: Heap | null, call: string): void {
  if (heap) requireHeap(heap, call);
  forgetFault();
}

export var init = checked(
  lean.init,
  'processes.init(heap)',
  requireImage,
  'spare is a whole number of bytes; with a heap, a bundle without headers needs settings.memory, the module of the pools of programs',
  words,
);
export var spawn: typeof lean.spawn = checked(
  spawnTold,
  'processes.spawn(program)',
  requireOptions,
  'call init first, with a heap if programs are to have bytes of their own',
  words,
);
export var kill = checked(lean.kill, 'processes.kill($0)', forgetFault, 'a pid', words);
export var send = checked(lean.send, 'processes.send($0)', forgetFault, 'a pid', words);
export var state = checked(lean.state, 'processes.state', forgetFault);
export var list = checked(lean.list, 'processes.list', forgetFault);
export var recover = checked(lean.recover, 'processes.recover', forgetFault);
