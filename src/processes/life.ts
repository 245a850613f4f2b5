/** Lives of programs: begun, entered by the engine, ended. The state of the module is here, plain objects of the engine: see state.ts. */

import { ENGINE, HAS_POOLS } from '../board.ts';
import { repair as repairHeap } from '../heap/index.ts';
import { Image, Kind } from '../heap/layout.ts';
import { releaseRegion, scan } from '../heap/regions.ts';
import { type Heap, type Held, How, type Life, type Memory, type Process, type Settings, Thing } from './state.ts';

declare function setTimeout(f: any, ms: number, a?: any, b?: any): any;
declare function clearTimeout(id: any): void;
declare function clearWatch(id: any): void;

const enum Usual {
  WaitMilliseconds = 100,
  MostDoublings = 9,
  CalmMilliseconds = 60000,
}

/** Undefined before anybody ran: the names that stand first are found first, and those without a value stand before the others. */
var current: Process | 0 | undefined;
/** Programs by their pids. */
export var table: { [pid: string]: Process } = {};
var memory: Memory;
var heap: Heap | null;
var report: Settings['ended'];
var late: any[] | undefined;
/** What lives have in common: the calls of `sys`. Put here by sys.ts; undefined until `init`. */
var calls: object | undefined;

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
  while (HAS_POOLS && i-- > 0) {
    p = table[pids[i]];
    if (p.h && !(p.s && p.s.pool)) releaseRegion(heap!, p.h);
    delete p.h;
  }
}

/** Whether a program may be spawned, with bytes of its own or without. */
export function isReady(bytes: number | undefined): boolean {
  return !!calls && (!bytes || !!heap);
}

/** The program whose code runs, or was interrupted; from now on none does. */
export function takeCurrent(): Process | 0 {
  var p: Process | 0 = current || 0;
  current = 0;
  return p;
}

/** Call `f(a)` in `ms` milliseconds. Kaluma's setTimeout hands no arguments on. */
export function later(ms: number, f: any, a?: any): any {
  return ENGINE === 'espruino' ? setTimeout(f, ms, a) : setTimeout(f.bind(0, a), ms);
}

/**
 * Destroy the pools of lives that are over. One that was cut off within a call is repaired first, and so is the directory; but
 * such a call may also be running still, and its program have ended itself in a callback: then in the next turn.
 */
function destroyPools(): void {
  var isRunning = false;
  var pool: any;
  while (late && late.length && !isRunning) {
    pool = late[late.length - 1];
    if (!memory.destroy(pool)) {
      if (current) isRunning = true;
      else if (repairHeap(heap!) && memory.repair(pool)) memory.destroy(pool);
    }
    // Off the list when it is gone: all of this may be cut off, too.
    if (!isRunning) late.pop();
  }
  // eslint-disable-next-line @typescript-eslint/no-use-before-define -- of nobody: it comes back here
  if (isRunning) later(0, over, 0);
}

/** Give back one thing that a life holds, unless that was done before. Never throws. */
export function undo(held: Held): void {
  var u = held.u;
  try {
    // What is ours may be done twice, and is done for certain; a function of the program's is called once.
    if (u === Thing.Watch) clearWatch(held.a);
    else if (u === Thing.Listener) held.a.removeListener(held.b, held.c);
    else if (u && u !== Thing.Claim) {
      held.u = 0;
      u();
    }
  } catch (error) {
    u = 0;
  }
  held.u = 0;
}

/**
 * All that a life holds goes back, its pool apart. Never throws; when it is cut off it can be called again. Espruino goes through what is an object alone
 * by `for in`.
 */
function end(s: Life): void {
  var t = s.t;
  var x: Held | 0;
  var k: string;
  s.p = 0;
  if (s.q) s.q = 0;
  if (t) {
    for (k in t) {
      if (t[k].i) clearTimeout(t[k].i);
      t[k].i = 0;
    }
  }
  // Nothing here may keep hold of what its functions hold: that is what is to be free now.
  t = s.t = 0;
  while ((x = s.x)) {
    undo(x);
    s.x = x.n;
  }
}

/**
 * End the life of a program, if it has one, and let it start again, or be gone. One that is just ending is left to whoever ends it, and `How.Kill`
 * keeps it from starting again. Of nobody, which is 0: pools that waited go. When memory is out this must do with what the spare bytes were, so the
 * build puts no function into it.
 */
export function over(p: Process | 0, reason: any, how?: How): void {
  var s = p && p.s;
  var restarts = 0;
  if (how === How.Lost) {
    current = 0;
    reason = 'interrupted';
  }
  if (p && how === How.Kill) p.n = Infinity;
  if (s && !s.p && how !== How.Cut) return;
  if (p && s) {
    // A long life makes failures forgotten.
    if (how !== How.Kill && p.b && Date.now() - p.b > (p.o.calm || Usual.CalmMilliseconds)) p.n = 0;
    end(s);
    if (p.o.bytes && s.pool) {
      if (!late) late = [];
      late.push(s.pool);
      s.pool = 0;
    }
  }
  destroyPools();
  if (!p) return;
  p.s = s = 0;
  if (p.z) clearTimeout(p.z);
  delete p.z;
  if ((p.n || 0) < (p.o.restarts || 0)) {
    p.n = restarts = (p.n || 0) + 1;
    // eslint-disable-next-line @typescript-eslint/no-use-before-define -- a life ends, and begins again
    p.z = later((p.o.wait || Usual.WaitMilliseconds) << (Math.min(restarts - 1, Usual.MostDoublings) & 15), start, p);
  } else delete table[p.i];
  try {
    if (report) report(p.i, p.o.name, reason, restarts);
  } catch (error) {
    restarts = 0;
  }
}

/**
 * A turn of an interval. Somebody's code may have been interrupted before it, and Espruino have gone on with what else was due: that one is over
 * now, before another takes its place as `current`.
 */
export function tick(s: Life, f: () => void): void {
  if (current) over(current, 0, How.Lost);
  if ((current = s.p)) {
    try {
      f();
    } catch (error) {
      current = 0;
      over(s.p, error);
    }
    current = 0;
  }
}

/** A timeout is due. It is off the list before its function is called: the engine's number is spent. */
export function once(s: Life, k: any): void {
  var timer = s.t[k];
  if (current) over(current, 0, How.Lost);
  if ((current = timer && s.p)) {
    delete s.t[k];
    try {
      timer.f(timer.a);
    } catch (error) {
      current = 0;
      over(s.p, error);
    }
    current = 0;
  }
}

/** The same of a letter. */
export function letter(s: Life, k: any): void {
  var timer = s.t[k];
  if (current) over(current, 0, How.Lost);
  if ((current = timer && s.p)) {
    s.q!++;
    delete s.t[k];
    try {
      s.m(timer.a, timer.b);
    } catch (error) {
      current = 0;
      over(s.p, error);
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
      current = was;
      over(s.p, error);
    }
  }
  current = was;
}

/** Begin a life. Its program is the one that runs from the first moment on. */
export function start(p: Process): void {
  var bytes = p.o.bytes;
  var s: Life;
  if (current) over(current, 0, How.Lost);
  current = p;
  // A name that an object does not have yet is looked for in its prototype first, and on Espruino that would make the calls that are cold.
  p.s = s = Object.setPrototypeOf({ p: p, t: {}, x: 0, pid: p.i }, calls!) as Life;
  delete p.z;
  if (p.o.restarts) p.b = Date.now();
  if (bytes) {
    // The first hole that is large enough is where it will be.
    if (HAS_POOLS) p.h = scan(heap!, Kind.Hole, 0, (bytes + 3) & -4) + Image.RowBytes;
    s.pool = memory.create(heap!, bytes);
    if (HAS_POOLS) delete p.h;
  }
  if (bytes && !s.pool) over(p, 'pool');
  else hear(s, p.f, s);
  current = 0;
}
