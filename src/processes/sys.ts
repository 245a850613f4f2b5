/** What programs are handed: the calls that every `sys` has. Each puts what it acquires on the list first, and then acquires it. */

import { ENGINE } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { type Emitter, type Held, How, type Life, type Timer } from './state.ts';
import { hear, letter, once, over, table, tick, undo } from './life.ts';

declare function setTimeout(f: any, ms: number, a?: any, b?: any): any;
declare function setInterval(f: any, ms: number, a?: any, b?: any): any;
declare function clearTimeout(id: any): void;
declare function setWatch(f: any, pin: any, options?: any, debounce?: number): any;
declare function clearWatch(id: any): void;

/** Keys count up, and never come again. */
var lastKey = 0;

/** Why a life acquires nothing any more. */
function refused(): 0 {
  return refuse(null, Fault.AlreadyFree);
}

/** Put something on the list of a life: `u(a, b, c)` gives it back. Returns its entry, or 0. */
function hold(s: Life, u: any, a?: any, b?: any, c?: any): Held | 0 {
  var held: Held;
  if (!s.p) return refused();
  held = { k: ++lastKey, u: u, a: a, b: b, c: c };
  if (!s.x) s.x = [];
  s.x.push(held);
  return held;
}

/** Take an entry off the list. */
function drop(s: Life, held: Held): void {
  var x = s.x || [];
  var i = x.indexOf(held);
  if (i < 0) return;
  for (; i < x.length - 1; i++) x[i] = x[i + 1];
  x.pop();
}

/** The one event of a watch that does not repeat: the engine has taken it off, and its number is spent. */
function spent(s: Life, held: Held, f: any, event: any): void {
  held.u = 0;
  drop(s, held);
  hear(s, f, event);
}

function unlisten(emitter: Emitter, event: string, listener: any): void {
  emitter.removeListener(event, listener);
}

/** Whether a watch stays: on Espruino the engine takes it off at its first event where that was not asked for. */
function isRepeated(options: any): boolean {
  return ENGINE !== 'espruino' || options === true || (!!options && !!options.repeat);
}

/** Set up a watch. Kaluma takes no argument that is not given. */
export function watched(held: Held, debounce?: number): any {
  return ENGINE !== 'kaluma' || held.d !== undefined
    ? setWatch(held.b, held.c, held.d, debounce || 0)
    : setWatch(held.b, held.c);
}

/** A letter to a life that receives. */
export function post(s: Life, message: any, from: any): void {
  var k = ++lastKey;
  var timer: Timer = { i: 0, f: s.m, a: message, b: from, l: true };
  s.q = (s.q || 0) + 1;
  s.t[k] = timer;
  timer.i = ENGINE === 'espruino' ? setTimeout(letter, 0, s, k) : setTimeout(letter.bind(0, s, k), 0);
}

/** Whether the engine may take a watch off, which then is set up again. */
export function isWatch(held: Held): boolean {
  return held.u === clearWatch;
}

/** See Sys in state.ts. */
export var calls = {
  setTimeout: function (this: Life, f: any, ms: number, a?: any): number {
    var k = 0;
    var timer: Timer;
    if (this.p) {
      this.t[(k = ++lastKey)] = timer = { i: 0, f: f, a: a };
      timer.i = ENGINE === 'espruino' ? setTimeout(once, ms, this, k) : setTimeout(once.bind(0, this, k), ms);
    }
    return k || refused();
  },
  setInterval: function (this: Life, f: any, ms: number): number {
    var k = 0;
    var timer: Timer;
    if (this.p) {
      this.t[(k = ++lastKey)] = timer = { i: 0, f: f, m: ms };
      timer.i = ENGINE === 'espruino' ? setInterval(tick, ms, this, f) : setInterval(tick.bind(0, this, f), ms);
    }
    return k || refused();
  },
  clear: function (this: Life, k: number): boolean {
    var timer = this.t[k];
    var x = this.x || [];
    var i = x.length;
    var held: Held;
    if (timer) {
      if (timer.i) clearTimeout(timer.i);
      timer.i = 0;
      delete this.t[k];
      return true;
    }
    while (i-- > 0) {
      held = x[i];
      if (held.k === k) {
        // It stays on the list until it is given back.
        undo(held);
        drop(this, held);
        return true;
      }
    }
    return !!refuse(null, Fault.BadAddress);
  },
  watch: function (this: Life, f: any, pin: any, options?: any, debounce?: number): number {
    var held = hold(this, clearWatch);
    if (!held) return 0;
    held.b = isRepeated(options) ? hear.bind(0, this, f) : spent.bind(0, this, held, f);
    held.c = pin;
    held.d = options;
    held.a = watched(held, debounce);
    return held.k;
  },
  on: function (this: Life, emitter: Emitter, event: string, f: any): number {
    var listener = hear.bind(0, this, f);
    var held = hold(this, unlisten, emitter, event, listener);
    if (!held) return 0;
    emitter.on(event, listener);
    return held.k;
  },
  claim: function (this: Life, thing: any): number {
    var held: Held | 0;
    var pid: string;
    var x: Held[];
    var i: number;
    for (pid in table) {
      x = (table[pid].s && (table[pid].s as Life).x) || [];
      for (i = 0; i < x.length && this.p; i++) {
        // There is nothing to give back, and so no function that does.
        if (x[i].u === 1 && x[i].a === thing) {
          if (table[pid] === this.p) return x[i].k;
          this.owner = table[pid].o.name;
          return refuse(null, Fault.Locked);
        }
      }
    }
    held = hold(this, 1, thing);
    return held && held.k;
  },
  defer: function (this: Life, f: any): number {
    var held = hold(this, f);
    return held && held.k;
  },
  receive: function (this: Life, f: any): boolean {
    if (!this.p) return !!refused();
    this.m = f;
    return true;
  },
  bind: function (this: Life, f: any): any {
    return hear.bind(0, this, f);
  },
  exit: function (this: Life): boolean {
    if (!this.p) return !!refused();
    over(this.p, 'exit', How.Kill);
    return true;
  },
};
