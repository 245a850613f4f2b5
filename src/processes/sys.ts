/** What programs are handed: the calls that every `sys` has. Each sees to it that what it acquires is on the list when it returns. */

import { ENGINE } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { type Emitter, type Held, How, type Life, Thing } from './state.ts';
import { hear, letter, once, over, table, tick, undo } from './life.ts';

declare function setTimeout(f: any, ms: number, a?: any, b?: any): any;
declare function setInterval(f: any, ms: number, a?: any, b?: any): any;
declare function clearTimeout(id: any): void;
declare function setWatch(f: any, pin: any, options?: any, debounce?: number): any;

const enum Usual {
  Letters = 8,
}

/** Keys count up, and never come again. */
var lastKey = 0;

/** Why a life acquires nothing any more. */
function refused(): 0 {
  return refuse(null, Fault.AlreadyFree);
}

/** Put something on the list of a life. Returns its entry, or 0. */
function hold(s: Life, u: any, a?: any, b?: any, c?: any): Held | 0 {
  return s.p ? (s.x = { k: ++lastKey, u: u, a: a, b: b, c: c, n: s.x }) : refused();
}

/** The one event of a watch that does not repeat: the engine has taken it off, and its number is spent. */
function spent(held: Held, event: any): void {
  held.u = 0;
  held.s!.c(held.k);
  hear(held.s!, held.f, event);
}

/** Whether a watch stays: on Espruino the engine takes it off at its first event where that was not asked for. */
function isRepeated(options: any): boolean {
  return ENGINE !== 'espruino' || options === true || (!!options && !!options.repeat);
}

/** Set up a watch. Kaluma takes no argument that is not given. */
export function watched(held: Held, debounce?: number): any {
  return ENGINE === 'espruino'
    ? setWatch(held.b, held.c, held.d)
    : held.d === undefined
      ? setWatch(held.b, held.c)
      : setWatch(held.b, held.c, held.d, debounce || 0);
}

/** A letter to a life that receives, and has room for it. */
export function post(s: Life, message: any, from: any): void {
  s.q--;
  s.t[++lastKey] = {
    a: message,
    b: from,
    i: ENGINE === 'espruino' ? setTimeout(letter, 0, s, lastKey) : setTimeout(letter.bind(0, s, lastKey), 0),
  };
}

/** See Sys in state.ts. What the build makes when it is called, and what not: build/cold-calls.js. */
export var sysCalls = {
  /** Of a life that does not receive. */
  q: 0,
  setTimeout: function (this: Life, f: any, ms: number, a?: any): number {
    if (!this.p) return refused();
    this.t[++lastKey] = {
      f: f,
      a: a,
      i: ENGINE === 'espruino' ? setTimeout(once, ms, this, lastKey) : setTimeout(once.bind(0, this, lastKey), ms),
    };
    return lastKey;
  },
  setInterval: function (this: Life, f: any, ms: number): number {
    if (!this.p) return refused();
    this.t[++lastKey] = {
      f: f,
      m: ms || 0,
      i: ENGINE === 'espruino' ? setInterval(tick, ms, this, f) : setInterval(tick.bind(0, this, f), ms),
    };
    return lastKey;
  },
  clear: function (this: Life, k: number): boolean {
    var timer = this.t[k];
    if (!timer) return this.c(k);
    if (timer.i) clearTimeout(timer.i);
    timer.i = 0;
    return delete this.t[k];
  },
  exit: function (this: Life): boolean {
    if (!this.p) return !!refused();
    over(this.p, 'exit', How.Kill);
    return true;
  },
  /** The same of what is no timer. */
  c: function (this: Life, k: number): boolean {
    var before: any = this;
    var held: Held | 0 = this.x;
    while (held && held.k !== k) {
      before = held;
      held = held.n;
    }
    if (!held) return !!refuse(null, Fault.BadAddress);
    // It stays on the list until it is given back.
    undo(held);
    if (before === this) this.x = held.n;
    else before.n = held.n;
    return true;
  },
  watch: function (this: Life, f: any, pin: any, options?: any, debounce?: number): number {
    var held = hold(this, Thing.Watch, 0, 0, pin);
    if (!held) return 0;
    held.f = f;
    if (isRepeated(options)) held.b = hear.bind(0, this, f);
    else {
      held.s = this;
      held.b = spent.bind(0, held);
    }
    held.d = options;
    held.a = watched(held, debounce);
    return held.k;
  },
  on: function (this: Life, emitter: Emitter, event: string, f: any): number {
    var listener = hear.bind(0, this, f);
    var held = hold(this, Thing.Listener, emitter, event, listener);
    if (!held) return 0;
    emitter.on(event, listener);
    return held.k;
  },
  claim: function (this: Life, thing: any): number {
    var held: Held | 0;
    var pid: string;
    for (pid in table) {
      held = this.p && table[pid].s && (table[pid].s as Life).x;
      for (; held; held = held.n) {
        if (held.u === Thing.Claim && held.a === thing) {
          if (table[pid] === this.p) return held.k;
          this.owner = table[pid].o.name;
          return refuse(null, Fault.Locked);
        }
      }
    }
    held = hold(this, Thing.Claim, thing);
    return held && held.k;
  },
  defer: function (this: Life, f: any): number {
    var held = hold(this, f);
    return held && held.k;
  },
  receive: function (this: Life, f: any): boolean {
    if (!this.p) return !!refused();
    // How many may wait is settled once.
    if (!this.m) this.q = this.p.o.mail || Usual.Letters;
    this.m = f;
    return true;
  },
  bind: function (this: Life, f: any): any {
    return hear.bind(0, this, f);
  },
};
