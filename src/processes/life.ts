/** Lives of programs: begun, entered by the engine, ended. The state of the module is here, plain objects of the engine: see state.ts. */

import { ENGINE } from '../board.ts';
import { repair as repairHeap } from '../heap/index.ts';
import { Image, Kind } from '../heap/layout.ts';
import { releaseRegion, scan } from '../heap/regions.ts';
import { type Heap, type Held, How, type Life, type Memory, type Process, type Settings } from './state.ts';

declare function setTimeout(f: any, ms: number, a?: any, b?: any): any;
declare function clearTimeout(id: any): void;

const enum Usual {
  WaitMilliseconds = 100,
  MostDoublings = 9,
  CalmMilliseconds = 60000,
}

/** Programs by their pids. */
export var table: { [pid: string]: Process } = {};
var current: Process | 0 = 0;
var memory: Memory;
var heap: Heap | null = null;
var report: Settings['ended'];
var late: any[] = [];
/** What lives have in common: the calls of `sys`. Put here by sys.ts. */
var calls: object;

/** What the lives to come are given. */
export function setUp(sys: object, pools: Memory, image: Heap | null, ended: Settings['ended']): void {
  calls = sys;
  memory = pools;
  heap = image;
  report = ended;
}

/**
 * Make the heap's directory sound, should the call that was interrupted have changed it; and give back the region of a pool that
 * was whole, while the program that it was made for had not been told of it yet.
 */
export function mendHeap(pids: string[]): void {
  var i = heap && repairHeap(heap) ? pids.length : 0;
  var p: Process;
  while (i-- > 0) {
    p = table[pids[i]];
    if (p.h && !(p.s && p.s.pool)) releaseRegion(heap!, p.h);
    delete p.h;
  }
}

/** Whether a program may ask for bytes. */
export function hasHeap(): boolean {
  return !!heap;
}

/** The program whose code runs, or was interrupted; from now on none does. */
export function takeCurrent(): Process | 0 {
  var p = current;
  current = 0;
  return p;
}

/** Call `f(a, b)` in `ms` milliseconds. Kaluma's setTimeout hands no arguments on. */
export function later(ms: number, f: any, a?: any, b?: any): any {
  return ENGINE === 'espruino' ? setTimeout(f, ms, a, b) : setTimeout(f.bind(0, a, b), ms);
}

/**
 * Destroy the pools of lives that are over. One that was cut off within a call is repaired first, and so is the directory; but
 * such a call may also be running still, and its program have ended itself in a callback: then in the next turn.
 */
export function destroyPools(): void {
  var pool: any;
  while (late.length) {
    pool = late[late.length - 1];
    if (!memory.destroy(pool)) {
      if (current) {
        later(0, destroyPools);
        return;
      }
      if (repairHeap(heap!) && memory.repair(pool)) memory.destroy(pool);
    }
    // Off the list when it is gone: all of this may be cut off, too.
    late.pop();
  }
}

/** Give back one thing that a life holds, unless that was done before. Never throws. */
export function undo(held: Held): void {
  var f = held.u;
  // What is ours may be done twice, and is done for certain; a function of the program's is called once.
  if (!held.a) held.u = 0;
  try {
    f(held.a, held.b, held.c);
  } catch (error) {
    f = 0;
  }
  held.u = 0;
}

/** All that a life holds goes back. Never throws; when it is cut off it can be called again. */
function end(s: Life): void {
  var t = s.t;
  var x = s.x;
  var k: string;
  s.p = s.m = 0;
  for (k in t) {
    if (t[k].i) clearTimeout(t[k].i);
    t[k].i = 0;
  }
  // Nothing here may keep hold of what its functions hold: that is what is to be free now.
  t = s.t = {};
  while (x && x.length) {
    undo(x[x.length - 1]);
    x.pop();
  }
  if (s.pool) {
    late.push(s.pool);
    s.pool = 0;
    destroyPools();
  }
}

/**
 * End the life of a program, and let it start again, or be gone. One that is just ending is left to whoever ends it, and `How.Kill` keeps it
 * from starting again.
 */
export function over(p: Process, reason: any, how: How): void {
  var o = p.o;
  var restarts = 0;
  if (how === How.Kill) p.n = Infinity;
  if (p.s) {
    if (!p.s.p && how !== How.Cut) return;
    // A long life makes failures forgotten.
    if (how === How.Failed && p.b && Date.now() - p.b > (o.calm || Usual.CalmMilliseconds)) p.n = 0;
    end(p.s);
  }
  p.s = 0;
  if (p.z) clearTimeout(p.z);
  delete p.z;
  if ((p.n || 0) < (o.restarts || 0)) {
    p.n = restarts = (p.n || 0) + 1;
    // eslint-disable-next-line @typescript-eslint/no-use-before-define -- a life ends, and begins again
    p.z = later((o.wait || Usual.WaitMilliseconds) << (Math.min(restarts - 1, Usual.MostDoublings) & 15), start, p);
  } else delete table[p.i];
  try {
    if (report) report(p.i, o.name, reason, restarts);
  } catch (error) {
    restarts = 0;
  }
}

/** Code of a life threw, and `was` is whose code goes on then. */
function threw(s: Life, error: any, was?: Process | 0): void {
  current = was || 0;
  if (s.p) over(s.p, error, How.Failed);
}

/**
 * Somebody's code was interrupted, and Espruino went on with what else was due: it is over now, before another takes its place as
 * `current`.
 */
function lose(): void {
  var p = takeCurrent();
  if (p) over(p, 'interrupted', How.Failed);
}

/** A turn of an interval. */
export function tick(s: Life, f: () => void): void {
  if (current) lose();
  if ((current = s.p)) {
    try {
      f();
    } catch (error) {
      threw(s, error);
    }
    current = 0;
  }
}

/** A timeout is due. It is off the list before its function is called: the engine's number is spent. */
export function once(s: Life, k: any): void {
  var timer = s.t[k];
  if (current) lose();
  if ((current = s.p)) {
    delete s.t[k];
    try {
      timer.f(timer.a);
    } catch (error) {
      threw(s, error);
    }
    current = 0;
  }
}

/** The same of a letter. */
export function letter(s: Life, k: any): void {
  var timer = s.t[k];
  if (current) lose();
  if ((current = s.p)) {
    s.q!--;
    delete s.t[k];
    try {
      timer.f(timer.a, timer.b);
    } catch (error) {
      threw(s, error);
    }
    current = 0;
  }
}

/**
 * An event. Some engines tell of them at once, in the midst of another's code, which goes on then; and any code may call what `bind`
 * gave it. Events of Espruino have two arguments at most.
 */
export function hear(s: Life, f: (a?: any, b?: any, c?: any) => void, a?: any, b?: any): void {
  var was = current;
  if ((current = s.p)) {
    try {
      if (ENGINE === 'espruino') f(a, b);
      else f(a, b, arguments[4]);
    } catch (error) {
      threw(s, error, was);
    }
  }
  current = was;
}

/** Begin a life. Its program is the one that runs from the first moment on. */
export function start(p: Process): void {
  var bytes = p.o.bytes;
  var s: Life;
  if (current) lose();
  current = p;
  s = Object.create(calls);
  delete p.z;
  s.p = p;
  s.pid = p.i;
  s.t = {};
  p.s = s;
  if (p.o.restarts) p.b = Date.now();
  if (bytes) {
    // The first hole that is large enough is where it will be.
    p.h = scan(heap!, Kind.Hole, 0, (bytes + 3) & -4) + Image.RowBytes;
    s.pool = memory.create(heap!, bytes);
    delete p.h;
  }
  if (bytes && !s.pool) over(p, 'pool', How.Failed);
  else hear(s, p.f, s);
  current = 0;
}
