/**
 * What the module keeps, in plain objects of the engine: nothing of it is in a heap image.
 *
 *     table    pid -> process                        from spawn until it is over for good
 *     process  { i f o s z n b h }                   i: pid, s: its life or 0, z: the timer of the start that it waits for
 *     life     { p t x m q pool }  = sys             p: its process, 0 once it is over; made anew at each start
 *       t      key -> { i f a } | { i f m } | { i a b }    timeouts, intervals, letters; i: the engine's number, 0 when that is gone
 *       x      -> { k u a b c d f s n } -> ...         the rest, the newest first; u: what it is, or the function that gives it back
 *       m, q   the function that receives, and how many letters more may wait
 *     current  the process whose code is running, else 0
 *     late     pools that could not be destroyed while a call of theirs was running
 *
 * Keys count up from 1 and never come again, and so do pids: what is gone stays gone. The engine's own numbers do come again,
 * so each is forgotten in the moment in which it is spent.
 *
 * Invariants:
 *  1. Whatever a life acquires is on its list before the engine is asked for it, or, a timer, with what the engine answers: one of a call that
 *     is cut off in between is known by its function, and taken off. So nothing stays that nobody knows.
 *  2. A life that is over (p is 0) refuses every call, also from code of its own that is still running, and none of its
 *     functions is called any more.
 *  3. Its end never throws. It gives back timers first, then the rest, last first, each once, and the pool last of all.
 *  4. Nothing that is under way outlives its life: letters are timers of the receiver.
 *  5. Code of programs is begun by the engine alone, never by a call of this module: spawn and send take effect in the next
 *     turn. So a `current` that is set while none runs, also when the engine begins another's, means that it was interrupted.
 *  6. Out of memory frees the spare bytes first, by a native function, as any other may find no memory to begin; and then the
 *     error flags are cleared, or the event never comes again.
 *  7. After it, when less than one eighth is free although who ran out of it is gone, all programs start anew: who hits the limit
 *     need not be who filled it.
 *  8. What the engine removed from others together with what it interrupted, timers and watches that were due, is set up again.
 */

import type { Heap } from '../heap/layout.ts';

export type { Heap } from '../heap/layout.ts';

/** A module whose pools programs are given: `ckremm.headers`, or another with these calls. */
export interface Memory {
  create(heap: Heap, bytes: number): any;
  destroy(pool: any): boolean;
  repair(pool: any): boolean;
}

export interface Settings {
  /** Whose pools programs are given, as `ckremm.tables`; those of headers, where the bundle has them and nothing is said. */
  memory?: Memory;
  /** Bytes that Espruino keeps for the moment when it has none; 800 when not given. */
  spare?: number;
  /**
   * Called when a life is over: what ended it is what it threw, or 'exit', 'kill', 'memory' (it was running when memory ran out), 'interrupted' (it was
   * stopped in its midst: by Ctrl-C, or by that, and others had their turn before it was told), 'low' (it was not, but too little came back), 'pool' (there was no room for its bytes). `restarts`: it starts again, for the
   * so manieth time; 0: it is over for good. What this function throws is dropped.
   */
  ended?: (pid: number, name: string | undefined, reason: any, restarts: number) => void;
}

export interface Options {
  /** For reports, and for whoever is refused what this program has claimed. */
  name?: string;
  /** Bytes of a pool of its own, `sys.pool`: there when it starts, gone when it ends. */
  bytes?: number;
  /** How often it is started again after it failed; 0 when not given. Infinity: for ever. */
  restarts?: number;
  /** Milliseconds from the failure to the first start; twice as long each time, up to 512 times. 100 when not given. */
  wait?: number;
  /** A life of so many milliseconds makes all earlier failures forgotten; a minute when not given. */
  calm?: number;
  /** Letters that may wait for it; 8 when not given. */
  mail?: number;
}

/** A program: called once at each start, with its only way to what it will hold. */
export type Program = (sys: Sys) => void;

/** A row of `list`. */
export interface Row {
  pid: number;
  name: string | undefined;
  /** 1: it runs, 2: it waits for its start. */
  state: number;
  /** Restarts since it was last calm. */
  restarts: number;
}

/** What `on` listens to: any object that has these two. */
export interface Emitter {
  on(event: string, listener: any): any;
  removeListener(event: string, listener: any): any;
}

/**
 * What a program is handed. Whatever it acquires here comes back when it ends, however it ends. Each call that acquires something returns
 * its key, a number from 1 up, for `clear`; or 0, and `fault()` says why: AlreadyFree when the program is over. The functions
 * that it gives away are not called any more then.
 */
export interface Sys {
  /** The number of its process, for `from` of a letter. */
  pid: number;
  /** The pool of `bytes` bytes; undefined where none was asked for. */
  pool?: any;
  /** The name of the program that has what `claim` was refused last. */
  owner?: string;
  /** Call `f(arg)` once, after `ms` milliseconds. Returns its key, or 0. Costs 29 U more than the engine's own, its turn included. */
  setTimeout(f: (arg?: any) => void, ms: number, arg?: any): number;
  /** Call `f()` every `ms` milliseconds. Returns its key, or 0. Each call costs 8 U more than the engine's own. */
  setInterval(f: () => void, ms: number): number;
  /** Give back one thing before the end: a timer, watch, listener, claim; an undo function is called. False: no such key, or already gone. */
  clear(key: number): boolean;
  /**
   * Call `f` when `pin` changes; `options` and `debounce` are those of the engine's setWatch. Returns its key, or 0. On
   * Espruino a watch without `repeat` is over with its first call.
   */
  watch(f: (event: any) => void, pin: any, options?: any, debounce?: number): number;
  /** Call `f` with up to three arguments for each `event` of `emitter`. Returns its key, or 0. */
  on(emitter: Emitter, event: string, f: (a?: any, b?: any, c?: any) => void): number;
  /**
   * Be the only one that has `thing`: a pin, a bus, a radio, any value. Returns its key, the same when it is already this program's; or 0
   * and Fault.Locked when another program has it, whose name is in `owner` then.
   */
  claim(thing: any): number;
  /** Call `undo()` when the program ends: switch off what it switched on. Last first. Returns its key, or 0. */
  defer(undo: () => void): number;
  /** Take letters: `f(message, from)`, each in a turn of its own. Without it `send` is refused. False when the program is over. */
  receive(f: (message: any, from: any) => void): boolean;
  /**
   * A function that calls `f` with up to three arguments as the program's own code: for callbacks of promises, HTTP and the like. What `f`
   * throws ends the program; after its end nothing is called. It returns nothing. Needs no clearing.
   */
  bind(f: (a?: any, b?: any, c?: any) => void): (a?: any, b?: any, c?: any) => void;
  /** End here, without a restart. False when the program is over. Code that is still running is refused everything. */
  exit(): boolean;
}

/** How a life ends. */
export const enum How {
  Failed,
  /** By kill or exit: for good. */
  Kill,
  /** It was ending, and that was cut off. */
  Cut,
  /** It was interrupted, and others had their turn before it was told. */
  Lost,
}

/** What a life holds beside timers, where it is no function of its own. */
export const enum Thing {
  /** There is nothing to give back, and so nothing that does. */
  Claim = 1,
  Watch,
  Listener,
}

export interface Timer {
  /** The engine's number, 0 when there is none. */
  i: any;
  /** Not of a letter. */
  f?: any;
  a?: any;
  b?: any;
  /** Milliseconds of an interval. */
  m?: number;
}

export interface Held {
  k: number;
  /** A Thing, or the function that gives it back; 0 once that was done. */
  u: any;
  a?: any;
  b?: any;
  c?: any;
  d?: any;
  /** Only of a watch: what is called. */
  f?: any;
  /** Only of one that is called once: whose it is. */
  s?: Life;
  /** The one that came before. */
  n: Held | 0;
}

export interface Process {
  i: number;
  f: Program;
  o: Options;
  s: Life | 0;
  /** Only while it waits. */
  z?: any;
  /** Only of one that failed, or is to start again: restarts used, and when its life began. */
  n?: number;
  b?: number;
  /** Only while its pool is being made: where that will be. */
  h?: number;
}

export interface Life extends Sys {
  p: Process | 0;
  t: any;
  x: Held | 0;
  m?: any;
  /** Of one that does not receive what all have in common: 0. */
  q: number;
  /** `clear`, of what is no timer. */
  c(key: number): boolean;
}
