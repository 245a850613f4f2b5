/**
 * After Espruino ran out of memory. It stops the code that runs, without an exception, and what else was due in that pass of its
 * loop does not run either: timers and watches of that pass are taken off, whoever they belong to. Then it tells of it by the event
 * errorFlag of E. All of this has to do with little memory: no function is made for it.
 */

import { ENGINE } from '../board.ts';
import { How, type Process, Thing } from './state.ts';
import { later, letter, mendHeap, once, over, start, table, takeCurrent, tick } from './life.ts';
import { watched } from './sys.ts';

declare var E: { on(event: string, f: any): void; getErrorFlags(): string[] };
declare var process: { memory(): { free: number; total: number; blocksize: number } };
declare var global: any;
declare function setTimeout(f: any, ms: number, a?: any, b?: any): any;
declare function setInterval(f: any, ms: number, a?: any, b?: any): any;
declare function clearTimeout(id: any): void;

/** What is kept for the moment when there is nothing else. Its one element is used by a native function alone. */
var spare: Uint8Array[] = [];
var spareBytes = -1;

const enum Lost {
  /** No engine's number. */
  Start = -1,
}

const enum Share {
  /** With less than one of so many parts free all programs start anew. */
  Low = 8,
  /** Until the spare bytes are looked for again. */
  SpareMilliseconds = 1000,
}

/**
 * Forget the numbers of what the engine took off, before anything new is set up, which may have them again: `again` has one of them.
 * Then the code that was interrupted is over, an end that was cut off is finished, and the rest is set up anew. What was due runs late.
 */
function mark(p: Process, timers: any, watches: any, again: any): void {
  var s = p.s;
  var x = s && s.x;
  var k: string;
  if (s && s.t) for (k in s.t) if (!timers[s.t[k].i] || s.t[k].i === again) s.t[k].i = 0;
  for (; x; x = x.n) if (x.u === Thing.Watch && !watches[x.a]) x.a = 0;
  if (p.z && (!timers[p.z] || p.z === again)) p.z = Lost.Start;
  // This may stand within another function, which must not keep hold of what is to be free next.
  s = 0;
}

function restore(p: Process): void {
  var s = p.s;
  var x = s && s.x;
  var k: string;
  var timer: any;
  if (p.z === Lost.Start) p.z = later(0, start, p);
  if (s && s.t) {
    for (k in s.t) {
      timer = s.t[k];
      if (!timer.i)
        timer.i =
          timer.m === undefined ? setTimeout(timer.f ? once : letter, 0, s, k) : setInterval(tick, timer.m, s, timer.f);
    }
  }
  for (; x; x = x.n) if (x.u === Thing.Watch && !x.a) x.a = watched(x);
}

/**
 * Take off timers of ours that nobody has listed: the call that asked for them was cut off, or they have not even got what they were to be called with.
 * One at a time, without a list of them.
 */
function sweep(hidden: any): void {
  var found: number;
  var id: string;
  var f: any;
  var values: any;
  var s: any;
  do {
    found = 0;
    for (id in hidden.timers) {
      f = hidden.timers[id].cb;
      values = hidden.timers[id].args;
      s = (values && values[0]) || {};
      if (
        ((f === once || f === letter) && !(s.t && s.t[values[1]])) ||
        (f === tick && !s.p) ||
        (f === start && s.z !== +id)
      )
        found = +id;
    }
    if (found) clearTimeout(found);
  } while (found);
}

function mend(isMemory: boolean, again: any): void {
  // Espruino keeps them in a hidden object of its own.
  var hidden = global[String.fromCharCode(255)];
  var p: Process | 0;
  var pids = Object.keys(table);
  var memory: { free: number; total: number; blocksize: number };
  var i: number;
  for (i = 0; hidden && i < pids.length; i++) mark(table[pids[i]], hidden.timers, hidden.watches, again);
  p = takeCurrent();
  mendHeap(pids);
  if (p) over(p, isMemory ? 'memory' : 'interrupted');
  for (i = 0; i < pids.length; i++) {
    p = table[pids[i]];
    if (p && !(p.s ? p.s.p : p.z)) over(p, 'memory', How.Cut);
  }
  over(0, 0);
  memory = process.memory();
  for (i = 0; isMemory && memory.free * Share.Low < memory.total && i < pids.length; i++) {
    p = table[pids[i]];
    if (p && p.s) over(p, 'low');
  }
  for (i = 0; i < pids.length; i++) if (table[pids[i]]) restore(table[pids[i]]);
  if (hidden) sweep(hidden);
  // The spare bytes are taken again as soon as there are that many twice.
  if (!spare.length) {
    memory = process.memory();
    if (memory.free * memory.blocksize > 2 * spareBytes) spare.push(new Uint8Array(spareBytes));
    // eslint-disable-next-line @typescript-eslint/no-use-before-define -- it looks again
    else setTimeout(recover, Share.SpareMilliseconds);
  }
}

/**
 * Recover, as happens by itself when Espruino reports that it ran out of memory: the program whose code was
 * interrupted is ended, and what others lost with it is set up again. Call it yourself after Ctrl-C, which Espruino
 * does not report. Do not call it from a program's code. On other engines it does nothing. O(programs and what they
 * hold), and a count of the engine's memory.
 */
export function recover(): void {
  var again: any;
  if (ENGINE !== 'espruino') return;
  // Should this run out of memory, too, it is called again: the engine would not tell of it.
  again = setTimeout(recover, 0);
  // Only cleared flags are told of when they are set again.
  try {
    mend(E.getErrorFlags().indexOf('MEMORY') >= 0, again);
  } catch (error) {
    spareBytes |= 0;
  }
  clearTimeout(again);
}

/** Be told, and keep so many bytes. */
export function guard(bytes: number): void {
  if (spareBytes < 0) {
    // A bound native function takes next to no memory: it frees the spare bytes, and the function after it can run.
    E.on('errorFlag', spare.pop.bind(spare));
    E.on('errorFlag', recover);
  }
  spareBytes = bytes;
  if (spare.length) spare.pop();
  spare.push(new Uint8Array(spareBytes));
}
