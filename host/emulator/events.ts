/**
 * What a board's engine calls by itself: timers, watches of pins, listeners. Its clock stands still until somebody lets it go on, so that
 * a run is the same each time. Espruino hands arguments to timers, tells events when the code that emitted them has ended, numbers
 * anew from the highest number in use, and when a callback is interrupted goes on with the others of that pass, and takes off their intervals
 * and watches, too; Kaluma does none of that.
 */
import { CutOff } from './meter.ts';
import { Listeners } from './listeners.ts';
import { type Timer, timeOf } from './timers.ts';
import { type Watch, espruinoOptions, hears, kalumaOptions, noteChange, settle } from './watches.ts';

export class Events {
  /** Milliseconds since the board booted. */
  now = 0;
  /** Milliseconds that the turn which runs has taken: `now` goes on when it is over. */
  spent: () => number = () => 0;
  readonly timers = new Map<number, Timer>();
  readonly watches = new Map<number, Watch>();
  readonly listeners = new Listeners();
  /** What callbacks threw, which a board prints. */
  readonly uncaught: unknown[] = [];
  /** Called before each call of the engine, with its name: it may throw a CutOff. */
  onCall: (name: string) => void = () => {};
  /** Called when it is done, before the caller has its answer: likewise. */
  onDone: (name: string) => void = () => {};
  /** The pin that a value stands for, where the board knows its pins. */
  pinOf: (value: unknown) => unknown = (value) => value;
  /** Whether it is a button of the board, and what its level is. */
  isButton: (pin: unknown) => boolean = () => false;
  levelOf: (pin: unknown) => boolean = () => false;
  /** Called when a program begins to listen. */
  onListen: (object: object, event: string) => void = () => {};
  /** Called when a pin is changed from outside. */
  onChange: (pin: unknown, state: boolean) => void = () => {};
  /** Flags that `E.getErrorFlags` reads and clears. */
  flags: string[] = [];
  #told: string[] = [];
  #queue: (() => unknown)[] = [];
  #isInterrupted = false;
  #last = 0;
  readonly isEspruino: boolean;
  readonly #copyOf: (value: unknown) => any;

  constructor(engine: string, copyOf: (value: unknown) => any = (value) => value) {
    this.isEspruino = engine === 'espruino';
    this.#copyOf = copyOf;
  }

  /** How much is set up: all of it must be back when a program has ended. */
  get count(): { timers: number; watches: number; listeners: number } {
    return { timers: this.timers.size, watches: this.watches.size, listeners: this.listeners.count };
  }

  emit(object: object, event: string, ...values: unknown[]): void {
    for (const f of [...this.listeners.of(object, event)]) {
      if (this.isEspruino) this.#queue.push(() => f.call(object, ...values));
      else f.call(object, ...values);
    }
  }

  /** Code for the end of this pass, as promises and events want it. */
  defer(code: () => unknown): void {
    this.#queue.push(code);
  }

  /** All is forgotten, as when the board starts anew. */
  clear(): void {
    this.timers.clear();
    this.watches.clear();
    this.listeners.all.clear();
    this.#queue = [];
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

  /** A watch of the program; its number. */
  setWatch(f: Watch['f'], value: unknown, options?: any): number {
    if (typeof f !== 'function') throw new Error('Function or String not supplied!');
    const pin = this.pinOf(value);
    const how = this.isEspruino ? espruinoOptions(options, this.isButton(pin)) : kalumaOptions(options);
    const id = this.#number(this.watches);
    this.watches.set(id, { f, pin, state: this.levelOf(pin), ...how });
    return id;
  }

  /** A pin changes: its watches are told. */
  change(value: unknown, state = true): void {
    const pin = this.pinOf(value);
    this.onChange(pin, state);
    for (const [id, watch] of [...this.watches])
      if (watch.pin === pin && this.watches.get(id) === watch && noteChange(watch, state, this.now))
        this.#tell(id, watch, this.now);
    this.endPass();
  }

  /** A watch looks at its pin, which changed at `at`. */
  #tell(id: number, watch: Watch, at: number): void {
    const time = at / 1000;
    const event = this.#eventOf(watch, time);
    watch.lastTime = time;
    if (!hears(watch, watch.state)) return;
    const isDone = this.turn(() => watch.f(event));
    if (!watch.isRepeated || !isDone) this.watches.delete(id);
  }

  /** What a watch is told: Kaluma, the pin alone. */
  #eventOf({ pin, state, lastTime }: Watch, time: number): unknown {
    if (!this.isEspruino) return pin;
    const event = this.#copyOf({ state, time, ...(lastTime !== undefined && { lastTime }) });
    return Object.assign(event, { pin });
  }

  /** Watches whose pin has been still for long enough. */
  #settle(): void {
    for (const [id, watch] of [...this.watches]) {
      const { pending } = watch;
      if (pending && pending.due <= this.now && settle(watch)) this.#tell(id, watch, pending.due - watch.debounce);
    }
  }

  /** Let so many milliseconds go by, pass by pass. */
  advance(milliseconds: number): void {
    const end = this.now + milliseconds;
    for (;;) {
      const due = this.#nextDue();
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
      for (const f of this.listeners.ofAll('errorFlag')) this.turn(() => f(this.#copyOf(fresh)));
    }
    this.#isInterrupted = false;
    this.#told = [...this.flags];
  }

  /** E.getErrorFlags. */
  takeFlags(): string[] {
    return this.flags.splice(0);
  }

  #flag(flag: string): void {
    if (!this.flags.includes(flag)) this.flags.push(flag);
  }

  /** When the next timer is due, or a pin has been still for long enough. */
  #nextDue(): number {
    const ofWatches = [...this.watches.values()].flatMap(({ pending }) => (pending ? [pending.due] : []));
    return Math.min(...[...this.timers.values()].map(({ due }) => due), ...ofWatches);
  }

  #pass(): void {
    this.#settle();
    for (const [id, timer] of [...this.timers]) {
      if (timer.due > this.now || this.timers.get(id) !== timer) continue;
      const isDone = this.turn(() => timer.f(...(this.isEspruino ? timer.values : [])));
      if (this.timers.get(id) !== timer) continue;
      if (timer.every === null || !isDone) this.timers.delete(id);
      else timer.due += timer.every;
      if (!isDone && timer.every !== null) this.#flag('CALLBACK');
    }
    this.endPass();
  }

  /** A timer of the program; its number. */
  setTimer(f: Timer['f'], milliseconds: number | undefined, isInterval: boolean, values: unknown[]): number {
    const id = this.#number(this.timers);
    const time = timeOf(milliseconds);
    this.timers.set(id, { due: this.#timersStart() + time, every: isInterval ? time : null, f, values });
    return id;
  }

  changeInterval(id: number, milliseconds: number): void {
    const timer = this.timers.get(id);
    if (!timer) throw new Error('Unknown Interval');
    timer.every = timeOf(milliseconds);
    timer.due = this.#timersStart() + timer.every;
  }

  /** Espruino's begin when they are set, Kaluma's with the turn in which they are set. */
  #timersStart(): number {
    return this.isEspruino ? this.now + this.spent() : this.now;
  }

  #number(map: Map<number, object>): number {
    return this.isEspruino ? Math.max(0, ...map.keys()) + 1 : ++this.#last;
  }
}
