/**
 * What a board's engine calls by itself: timers, watches of pins, listeners. Its clock stands still until somebody lets it go on, so that
 * a run is the same each time. Espruino hands arguments to timers, tells events when the code that emitted them has ended, numbers
 * anew from the highest number in use, and when a callback is interrupted goes on with the others of that pass, and takes off their intervals
 * and watches, too; Kaluma does none of that.
 */
import { CutOff } from './meter.ts';
import type { Realm } from './realm.ts';

interface Timer {
  due: number;
  every: number | null;
  f: (...values: unknown[]) => unknown;
  values: unknown[];
}
interface Watch {
  f: (event: unknown) => unknown;
  pin: unknown;
  isRepeated: boolean;
}
type Listener = (...values: unknown[]) => unknown;

/** The shortest time of a timer. */
const LEAST_MILLISECONDS = 1;

export class Events {
  /** Milliseconds since the board booted. */
  now = 0;
  readonly timers = new Map<number, Timer>();
  readonly watches = new Map<number, Watch>();
  /** Listeners by emitter and event. */
  readonly listeners = new Map<object, Map<string, Listener[]>>();
  /** What callbacks threw, which a board prints. */
  readonly uncaught: unknown[] = [];
  /** Called before each call of the engine, with its name: it may throw a CutOff. */
  onCall: (name: string) => void = () => {};
  /** Called when it is done, before the caller has its answer: likewise. */
  onDone: (name: string) => void = () => {};
  /** Flags that `E.getErrorFlags` reads and clears. */
  flags: string[] = [];
  #told: string[] = [];
  #queue: (() => unknown)[] = [];
  #isInterrupted = false;
  #last = 0;
  readonly #isEspruino: boolean;
  readonly #copyOf: (value: unknown) => any;

  constructor(engine: string, copyOf: (value: unknown) => any = (value) => value) {
    this.#isEspruino = engine === 'espruino';
    this.#copyOf = copyOf;
  }

  /** How much is set up: all of it must be back when a program has ended. */
  get count(): { timers: number; watches: number; listeners: number } {
    const each = [...this.listeners.values()].flatMap((events) => [...events.values()]);
    return {
      timers: this.timers.size,
      watches: this.watches.size,
      listeners: each.reduce((sum, { length }) => sum + length, 0),
    };
  }

  /** The engine's globals. */
  globals(): Record<string, unknown> {
    const clear = this.#called('clearTimeout', (id: number) => void this.timers.delete(id));
    return {
      setTimeout: this.#called('setTimeout', (f: Timer['f'], ms?: number, ...values: unknown[]) =>
        this.#start(f, ms, null, values),
      ),
      setInterval: this.#called('setInterval', (f: Timer['f'], ms?: number, ...values: unknown[]) =>
        this.#start(f, ms, Math.max(LEAST_MILLISECONDS, ms ?? 0), values),
      ),
      clearTimeout: clear,
      clearInterval: clear,
      setWatch: this.#called('setWatch', (f: Watch['f'], pin: unknown, options?: any) => {
        const id = this.#number(this.watches);
        const isRepeated = !this.#isEspruino || options === true || options?.repeat === true;
        this.watches.set(id, { f, pin, isRepeated });
        return id;
      }),
      clearWatch: this.#called('clearWatch', (id: number) => {
        if (!this.watches.delete(id)) throw new Error(`Unknown Watch ${id}`);
      }),
      ...(this.#isEspruino && { changeInterval: this.#called('changeInterval', this.#change) }),
    };
  }

  /** Gives an object on, emit and removeListener. */
  emitter<T extends object>(object: T): T {
    const listenersOf = (event: string): Listener[] => {
      const events = this.listeners.get(object) ?? new Map<string, Listener[]>();
      this.listeners.set(object, events);
      if (!events.has(event)) events.set(event, []);
      return events.get(event)!;
    };
    return Object.assign(object, {
      on: this.#called('on', (event: string, f: Listener) => void listenersOf(event).push(f)),
      removeListener: this.#called('removeListener', (event: string, f: Listener) => {
        const list = listenersOf(event);
        if (list.includes(f)) list.splice(list.indexOf(f), 1);
      }),
      emit: (event: string, ...values: unknown[]) => {
        for (const f of [...listenersOf(event)]) {
          if (this.#isEspruino) this.#queue.push(() => f(...values));
          else f(...values);
        }
      },
    });
  }

  /** Run a program's code as a turn of its own: what it throws is kept in `uncaught`. False when it, or another of its pass, was interrupted. */
  turn(code: () => unknown): boolean {
    try {
      code();
    } catch (error) {
      if (error instanceof CutOff) {
        this.#isInterrupted = true;
        this.#flag('MEMORY');
      } else this.uncaught.push(error);
    }
    return !this.#isInterrupted;
  }

  /** A pin changes: its watches are told. */
  change(pin: unknown, state = true): void {
    for (const [id, watch] of [...this.watches]) {
      if (watch.pin !== pin || this.watches.get(id) !== watch) continue;
      const isDone = this.turn(() => watch.f(this.#copyOf({ state, time: this.now / 1000, pin })));
      if (!watch.isRepeated || !isDone) this.watches.delete(id);
    }
    this.endPass();
  }

  /** Let so many milliseconds go by, pass by pass. */
  advance(milliseconds: number): void {
    const end = this.now + milliseconds;
    for (;;) {
      const due = Math.min(...[...this.timers.values()].map((timer) => timer.due));
      // What took longer than its time ends it late.
      if (due > end || this.now > end) break;
      this.now = Math.max(this.now, due);
      this.#pass();
    }
    this.now = Math.max(this.now, end);
    this.endPass();
  }

  /** What comes at the end of each pass: events that were emitted, and whether anything is amiss. */
  endPass(): void {
    // After an interruption they wait for the next pass.
    while (!this.#isInterrupted && this.#queue.length) this.turn(this.#queue.shift()!);
    this.#isInterrupted = false;
    const fresh = this.flags.filter((flag) => !this.#told.includes(flag));
    if (fresh.length) {
      for (const list of [...this.listeners.values()].map((events) => events.get('errorFlag') ?? []))
        for (const f of [...list]) this.turn(() => f(this.#copyOf(fresh)));
    }
    this.#isInterrupted = false;
    this.#told = [...this.flags];
  }

  /** E.getErrorFlags. */
  takeFlags(): string[] {
    return this.flags.splice(0);
  }

  /** Timers and watches by number, as Espruino has them in its hidden object: a timer's function is its `cb`, what it is handed are its `args`. */
  hidden(): object {
    const now = <Entry>(map: Map<number, Entry>, shown: (entry: Entry) => object): object =>
      Object.fromEntries([...map].map(([id, entry]) => [id, shown(entry)]));
    const { timers, watches } = this;
    return {
      get timers() {
        return now(timers, ({ f, values }) => ({ cb: f, args: values }));
      },
      get watches() {
        return now(watches, ({ f }) => ({ callback: f }));
      },
    };
  }

  #flag(flag: string): void {
    if (!this.flags.includes(flag)) this.flags.push(flag);
  }

  #pass(): void {
    for (const [id, timer] of [...this.timers]) {
      if (timer.due > this.now || this.timers.get(id) !== timer) continue;
      const isDone = this.turn(() => timer.f(...(this.#isEspruino ? timer.values : [])));
      if (this.timers.get(id) !== timer) continue;
      if (timer.every === null || !isDone) this.timers.delete(id);
      else timer.due += timer.every;
      if (!isDone && timer.every !== null) this.#flag('CALLBACK');
    }
    this.endPass();
  }

  #start(f: Timer['f'], ms = 0, every: number | null, values: unknown[]): number {
    const id = this.#number(this.timers);
    this.timers.set(id, { due: this.now + Math.max(LEAST_MILLISECONDS, ms), every, f, values });
    return id;
  }

  #change = (id: number, ms: number): void => {
    const timer = this.timers.get(id);
    if (!timer) throw new Error('Unknown Interval');
    timer.every = Math.max(LEAST_MILLISECONDS, ms);
    timer.due = this.now + timer.every;
  };

  #number(map: Map<number, object>): number {
    return this.#isEspruino ? Math.max(0, ...map.keys()) + 1 : ++this.#last;
  }

  #called =
    <Call extends (...values: any[]) => unknown>(name: string, call: Call) =>
    (...values: Parameters<Call>): unknown => {
      this.onCall(name);
      const answer = call(...values);
      this.onDone(name);
      return answer;
    };
}

/** Puts them into the realm of a board. */
export function addEvents(realm: Realm, engine: string): Events {
  const events = new Events(engine, realm.copyOf);
  if (engine === 'host') return events;
  Object.assign(realm.global, events.globals());
  realm.global.Date.now = () => events.now;
  if (engine === 'espruino') {
    realm.global.global = realm.global;
    realm.global['\xff'] = events.hidden();
    events.emitter(realm.global.E);
    const { getErrorFlags } = realm.global.E;
    realm.global.E.getErrorFlags = () => realm.copyOf(Array.from<string>(getErrorFlags()).concat(events.takeFlags()));
  }
  return events;
}
