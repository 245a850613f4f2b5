/**
 * Processes: programs that can end, upon which everything they held is released: timers, watches, listeners, claims,
 * letters, memory. A program is a function that receives `sys`, its only way to reach all of these. A program ends
 * when it throws, exits, is killed, or is running when an Espruino board runs out of memory; the others continue, and
 * it is restarted as often as was asked for. The engine's timers do the scheduling: code of a program runs until it
 * returns. `while (true)` is a case for the board's watchdog.
 */

import { ENGINE } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { type Heap, How, type Options, type Process, type Program, type Row, type Settings } from './state.ts';
import { isReady, later, over, setUp, start, table } from './life.ts';
import { usual } from './memory.ts';
import { guard } from './recover.ts';
import { post, sysCalls } from './sys.ts';

export { recover } from './recover.ts';
export type { Emitter, Heap, Memory, Options, Program, Row, Settings, Sys } from './state.ts';

const enum Usual {
  SpareBytes = 800,
}

var lastPid = 0;

function processOf(pid: number): Process | 0 {
  var p = table[pid];
  return p && p.i === pid ? p : refuse(null, Fault.BadAddress);
}

/**
 * Start, before anything is spawned. The pools of programs are carved from `heap`, by `settings.memory`, or by
 * headers if the bundle has them; null: they get none. On Espruino it takes the spare bytes, and the event errorFlag
 * of E. Returns true, or false: there are programs already, a heap without a module to carve from it, or spare bytes
 * that are not a whole number. Costs a count of the engine's memory.
 */
export function init(heap: Heap | null, settings?: Settings): boolean {
  var given = settings || {};
  var bytes = given.spare === undefined ? Usual.SpareBytes : given.spare!;
  var memory = given.memory || usual;
  if (Object.keys(table).length) return !!refuse(null, Fault.Locked);
  if ((heap && !memory) || bytes >>> 0 !== bytes) return !!refuse(null, Fault.BadArgument);
  setUp(sysCalls, memory!, heap, given.ended);
  if (ENGINE === 'espruino') guard(bytes);
  return true;
}

/**
 * Start a program in the next turn. Returns its pid, a number from 1 up that is never reused; or 0: it is not a
 * function, `init` was not called, or `bytes` are asked for and there is no heap. Costs 150 U with its start and
 * `kill`.
 */
export function spawn(program: Program, options?: Options): number {
  var o = options || {};
  var p: Process;
  if (typeof program !== 'function' || !isReady(o.bytes)) return refuse(null, Fault.BadArgument);
  p = { i: ++lastPid, f: program, o: o, s: 0 };
  table[p.i] = p;
  p.z = later(0, start, p);
  return p.i;
}

/**
 * End the program with the number `pid`, what spawn returned, for good, whatever it is doing. When this returns,
 * everything it held has been released, except for a pool in whose call it is running at the moment: that one follows
 * in the next turn. Returns true, or false: there is no such program. O(things held).
 */
export function kill(pid: number): boolean {
  var p = processOf(pid);
  if (p) over(p, 'kill', How.Kill);
  return !!p;
}

/**
 * Put a letter into the mail of the program with the number `pid`, what spawn returned: it receives `message` and
 * `from`, which can be anything, in a separate turn. Returns true, or false: there is no such program or, with
 * Fault.NoSpace, it is waiting to start, does not receive letters, or its mail is full. Costs 42 U with its delivery.
 */
export function send(pid: number, message: any, from?: any): boolean {
  var p = table[pid];
  var s = p && p.s;
  if (s && s.q > 0) {
    post(s, message, from);
    return true;
  }
  return !!refuse(null, p && p.i === pid ? Fault.NoSpace : Fault.BadAddress);
}

/** What the program with the number `pid`, what spawn returned, is doing. Returns 1: it runs; 2: it is waiting to start; or 0: there is no such program. O(1). */
export function state(pid: number): number {
  var p = processOf(pid);
  return p && (p.s && p.s.p ? 1 : 2);
}

/** A row for each program. Never refused: returns an empty array if there is none. O(programs). */
export function list(): Row[] {
  return Object.keys(table).map(function (pid) {
    var p = table[pid];
    return { pid: p.i, name: p.o.name, state: p.s && p.s.p ? 1 : 2, restarts: p.n || 0 };
  });
}
