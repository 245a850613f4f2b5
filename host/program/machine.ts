/** A board that runs one program: its clock goes on by what the program takes, and what goes wrong is kept. */
import { type Emulated, Events, type StandInKind, boot } from '../emulator/index.ts';
import { callWithin, isInterrupted } from '../sim/turns.ts';
import { refusedIn } from '../builtins/refused.ts';
import { isNative, nativeTimes } from '../cost/native.ts';
import { Calls, type Witness } from './calls.ts';
import { type CountOptions, EspruinoMemory, Room, leavingCold } from '../memory/index.ts';
import { JerryMemory } from '../memory/jerry/memory.ts';
import { addEspruino } from './espruino.ts';
import type { Host, Restart } from './host.ts';
import { addKaluma } from './kaluma.ts';
import { isOutOfMemory } from './memory.ts';
import { EndlessError, Spent } from './spent.ts';
import type { Problem, ProblemKind, RunResult } from './types.ts';
import { type BoardProfile, readBoard } from '../boards/board.ts';
import { BoardStorage } from '../sim/storage.ts';
import { missingInWords, usesOf } from '../support/uses.ts';

/** A turn that takes so many times the limit of a stall does not end at all. */
const ENDLESS_STALLS = 60;
const STACK_LINES = 30;
/** Flash for files where a profile says nothing. */
const STORAGE_BYTES = 65536;
/** A program that starts its board anew whenever it starts does nothing else. */
const MOST_RESTARTS = 20;
/** Of the PC: a turn without loops that the text tells of, such as a search that backtracks. */
const MOST_MILLISECONDS = 60_000;

export class Machine {
  emulated!: Emulated;
  readonly calls: Calls;
  /** Whether calls of the library take what they take as native code. */
  readonly isNative: boolean;
  readonly problems: Problem[] = [];
  readonly output: RunResult['output'] = [];
  readonly turns: RunResult['turns'] = { times: 0, milliseconds: 0, worstMilliseconds: 0, worstAtMilliseconds: 0 };
  /** What was called that stands in for hardware, restarts included. */
  readonly standIns = new Map<string, StandInKind>();
  /** Counts what is in use; null: the board is none, and has what the PC has. */
  memory: EspruinoMemory | JerryMemory | null = null;
  #spent!: Spent;
  readonly #stallMilliseconds: number;
  readonly #bootStallMilliseconds: number;
  readonly #board: BoardProfile;
  readonly #counting: CountOptions;
  readonly #witness: Witness | undefined;
  /** Of `#spent`, when the turn began. */
  #start = 0;
  #stalls = new Set<string>();
  #overAt = Infinity;
  #library: Uint8Array = new Uint8Array(0);
  /** What the program has of the library, once it is loaded. */
  #parts: Record<string, any> | undefined;
  #program = '';
  #fileName = '';
  /** Files, which outlive a restart; null on boards without any. */
  readonly #storage: BoardStorage | null;
  #pending: Restart | null = null;
  /** Restarts in short order, and when the last one was. */
  #restarts = { times: 0, atMilliseconds: 0 };

  /** `isEs5`: also where the board runs native code, calls take what they take in ES5. */
  constructor(
    called: string,
    stallMilliseconds: number,
    {
      counting = {},
      witness,
      isEs5,
      bootStallMilliseconds = stallMilliseconds,
    }: {
      counting?: CountOptions;
      witness?: Witness | undefined;
      isEs5?: boolean | undefined;
      bootStallMilliseconds?: number;
    } = {},
  ) {
    this.#witness = witness;
    this.#stallMilliseconds = stallMilliseconds;
    this.#bootStallMilliseconds = bootStallMilliseconds;
    this.#counting = counting;
    this.#board = readBoard(called);
    const isEspruino = this.#board.engine.name === 'espruino';
    this.#storage = isEspruino ? new BoardStorage(this.#board.link?.storageBytes ?? STORAGE_BYTES) : null;
    this.isNative = !isEs5 && isNative(this.#board);
    const timeOf = this.isNative ? nativeTimes(this.#board) : (_call: string, milliseconds: number) => milliseconds;
    const taken = (call: string, milliseconds: number): number => {
      const time = timeOf(call, milliseconds);
      this.#spent.correct(time - milliseconds);
      return time;
    };
    this.calls = new Calls(
      {
        now: () => this.now,
        unseen: (work) => this.#spent.unseen(work),
        taken,
        onCall: (call, milliseconds) => this.#checkStall(`${call} took`, milliseconds),
        onWatched: (watched, call) => this.memory?.ledger.aliases.set(watched, call),
        onNull: (call, reason) => this.#problem('no pool', `${call} gave null: ${reason}`),
      },
      witness,
    );
    this.#powerOn(0);
  }

  /** A realm of its own, whose clock goes on where the last one ended. */
  #powerOn(now: number): void {
    const flash = this.emulated?.flash();
    const room = new Room();
    this.emulated = boot(this.#board.board, { bundleFile: null, room, ...(flash && { flash }) });
    const { standIns } = this.emulated;
    standIns.called = this.standIns;
    this.memory = memoryFor(this.emulated, room, this.#counting);
    this.#spent = new Spent(this.emulated);
    this.#spent.addTo(this.emulated);
    if (this.memory) this.#makeColdUnseen(this.memory.ledger);
    const { events, realm } = this.emulated;
    events.now = now;
    events.spent = () => this.#spent.now() - this.#start;
    this.#start = 0;
    realm.Date.now = () => Math.floor(this.now);
    // Without it errors say no place.
    Object.defineProperty(realm.Error, 'stackTraceLimit', { value: STACK_LINES, writable: true });
    events.turn = (code) => this.#turn(code);
  }

  /** Cold calls are made when a bundle is loaded, to learn what their names are; a board makes them when they are called. */
  #makeColdUnseen(ledger: EspruinoMemory['ledger']): void {
    const { cold } = ledger;
    ledger.cold = (exports, others) => this.#spent.unseen(() => cold(exports, others));
  }

  /** Milliseconds of board time, those of the turn that runs included. */
  get now(): number {
    return this.emulated.events.now + this.#spent.now() - this.#start;
  }

  /** Something that ends a program: it is not run on. */
  get isOver(): boolean {
    return this.problems.some(({ kind }) => kind !== 'stall');
  }

  /** Boots with the library and the program. */
  start(library: Uint8Array, program: string, fileName: string): void {
    this.#library = library;
    this.#program = program;
    this.#fileName = fileName;
    const refused = refusedIn(program, fileName, this.#board);
    if (refused.length > 0) return this.#problem('error', refused.join('; '));
    try {
      this.#storage?.write('ckremm', library);
    } catch (error) {
      const { message } = error as Error;
      return this.#problem('no room in Storage', `the library of ${library.length} bytes: ${message}`);
    }
    this.#launch(program, fileName);
  }

  /** Gives the realm what its board has, and runs a program there. */
  #launch(program: string, fileName: string): void {
    const isKaluma = this.#board.engine.name === 'kaluma';
    if (this.#storage) addEspruino(this.emulated, this.#host, this.#storage);
    else addKaluma(this.emulated, this.#host);
    if (this.memory) this.#countModules(this.memory);
    this.emulated.events.turn(() => {
      if (isKaluma) this.#spent.read(this.#library.length + program.length);
      if (isKaluma) this.#runText(Buffer.from(this.#library).toString('latin1'), 'ckremm', true);
      if (this.emulated.realm.ckremm) this.#watch(this.emulated.realm.ckremm as Record<string, any>);
      this.#runText(program, fileName, true);
    });
    this.#emit('E', 'init');
    this.emulated.events.endPass();
  }

  readonly #host: Host = {
    now: () => this.now,
    wait: (milliseconds) => this.#spent.wait(milliseconds),
    print: (text) => void this.output.push({ atMilliseconds: this.now, text }),
    load: (source, name) => this.#load(source, name),
    run: (source) => this.#runText(source, 'a text of the program', false),
    restart: (how) => void (this.#pending = how),
  };

  /** An event of the engine itself; false where nobody listens. */
  #emit(name: 'E' | 'process', event: string, ...values: unknown[]): boolean {
    const { events, realm } = this.emulated;
    if (!this.#storage || events.listeners.of(realm[name] as object, event).length === 0) return false;
    events.emit(realm[name] as object, event, ...values);
    return true;
  }

  /** load() and reset() take place when the code that called them has ended: all is forgotten but files. */
  #restart(how: Restart): void {
    this.#pending = null;
    const { events } = this.emulated;
    const isSoon = events.now - this.#restarts.atMilliseconds < this.#stallMilliseconds;
    this.#restarts = { times: isSoon ? this.#restarts.times + 1 : 0, atMilliseconds: events.now };
    if (this.#restarts.times === MOST_RESTARTS)
      return this.#problem('endless loop', `the board starts anew ${MOST_RESTARTS} times, right after it started`);
    this.#emit('E', 'kill');
    events.endPass();
    events.clear();
    this.calls.heaps.clear();
    try {
      this.#powerOn(events.now);
    } catch (error) {
      return this.#problem('error', (error as Error).message);
    }
    const [text, name] = this.#programFor(how);
    const refused = refusedIn(text, name, this.#board);
    if (refused.length > 0) return this.#problem('error', refused.join('; '));
    this.#launch(text, name);
  }

  /** What runs then: the program, a file of Storage in its place, or nothing. */
  #programFor({ file, isReset }: Restart): [text: string, name: string] {
    if (isReset) return ['', this.#fileName];
    if (file === undefined) return [this.#program, this.#fileName];
    const bytes = this.#storage!.read(file);
    if (!bytes) this.#problem('error', `load("${file}"): Storage has no such file`);
    return [Buffer.from(bytes ?? []).toString('latin1'), file];
  }

  /** Lets board time go by. */
  advance(milliseconds: number): void {
    const end = this.now + milliseconds;
    let events: Events;
    do {
      events = this.emulated.events;
      events.advance(Math.max(0, end - events.now));
      // It may have started anew.
    } while (events !== this.emulated.events && !this.isOver);
    // The clock of a program that is over stands still.
    this.emulated.events.now = Math.min(this.emulated.events.now, this.#overAt);
    this.#start = this.#spent.now();
  }

  /** What `require` gives is the engine's own, but for modules of Storage. */
  #countModules(memory: EspruinoMemory | JerryMemory): void {
    const { realm } = this.emulated;
    const { require } = realm as { require: (name: string) => unknown };
    realm.require = (name: string) => {
      const module = require(name);
      memory.noteRequired(name, module);
      return module;
    };
    memory.noteEngine();
  }

  #runText(source: string, name: string, isProgram: boolean): unknown {
    const strict = isProgram && this.emulated.board.engine.name === 'kaluma' ? "'use strict';" : '';
    const counted = this.#spent.textOf(source);
    const text = this.memory?.textOf(counted, { original: source, isLibrary: name === 'ckremm' }) ?? counted;
    return this.emulated.run(strict + text, name, MOST_MILLISECONDS);
  }

  #load(source: string, name: string): unknown {
    const refused = name === 'ckremm' ? [] : refusedIn(source, name, this.emulated.board);
    if (refused.length > 0) throw new this.emulated.realm.SyntaxError(refused.join('; '));
    const module = this.emulated.run('({ exports: {} })') as { exports: unknown };
    const text = this.memory && name === 'ckremm' ? leavingCold(source) : source;
    // An engine reads the text once, while it runs it: the function around it is the PC's.
    const load = this.#spent.unseen(() => this.#runText(`(function (exports, module) {${text}\n})`, name, false)) as (
      ...values: unknown[]
    ) => void;
    load(module.exports, module);
    const { memory } = this;
    if (memory instanceof EspruinoMemory) this.#spent.unseen(() => memory.noteModule(name, module));
    return name === 'ckremm' ? this.#watch(module.exports as Record<string, any>) : module.exports;
  }

  /** What looks at each call of a library makes its cold ones. */
  #watch(library: Record<string, any>): unknown {
    this.#parts = library;
    return this.#spent.unseen(() => this.calls.watch(library));
  }

  /** In place of Events.turn: within time, and the clock goes on by what it took. */
  #turn(code: () => unknown): boolean {
    if (this.isOver) {
      this.emulated.events.timers.clear();
      return false;
    }
    const { events } = this.emulated;
    const at = events.now;
    this.#start = this.#spent.now();
    this.#spent.deadline = this.#start + ENDLESS_STALLS * this.#stallMilliseconds;
    const isDone = Events.prototype.turn.call(events, () => callWithin(this.emulated, code, MOST_MILLISECONDS));
    this.memory?.endTurn();
    const took = this.#spent.now() - this.#start;
    events.now += took;
    this.#start += took;
    for (const error of events.uncaught.splice(0))
      if (kindOf(error) !== 'error' || !this.#emit('process', 'uncaughtException', error))
        this.#problem(kindOf(error), this.#inWords(error));
    this.#noteTurn(at, took);
    this.#witness?.afterTurn(at, took);
    if (this.#pending && !this.isOver) this.#restart(this.#pending);
    return isDone;
  }

  #noteTurn(at: number, took: number): void {
    this.turns.times++;
    this.turns.milliseconds += took;
    if (took > this.turns.worstMilliseconds) {
      this.turns.worstMilliseconds = took;
      this.turns.worstAtMilliseconds = at;
    }
    this.#checkStall(at === 0 ? 'the boot took' : 'a turn took', took, at);
  }

  /** Each kind of stall once: the slowest call and turn are reported anyway. `at`: when the turn began; nobody waits for a board that is booting. */
  #checkStall(what: string, milliseconds: number, at = this.emulated.events.now): void {
    const limit = at === 0 ? this.#bootStallMilliseconds : this.#stallMilliseconds;
    if (milliseconds <= limit || this.#stalls.has(what) || this.isOver) return;
    this.#stalls.add(what);
    this.#problem('stall', `${what} ${Math.round(milliseconds)} ms, more than ${limit}`);
  }

  #problem(kind: ProblemKind, message: string): void {
    this.problems.push({ kind, message, atMilliseconds: this.now });
    if (this.isOver) this.#overAt = Math.min(this.#overAt, this.now);
  }

  /** The error, and where in the program it was thrown. */
  #inWords(error: unknown): string {
    if (kindOf(error) === 'endless loop') return 'a turn of the program does not end';
    const { stack } = error as Error;
    const places = typeof stack === 'string' ? [...stack.matchAll(/^ +at .*?([^\s()]+):(\d+):\d+\)?$/gm)] : [];
    const place = places.find(([, file]) => file === this.#fileName);
    const hint = hintFor(String(error), this.emulated.board.board);
    return `${String(error)}${place ? `, ${place[1]} line ${place[2]}` : ''}${hint}${this.#missing(error)}`;
  }

  /** A module that the bundle does not have is undefined, which an error does not say. */
  #missing(error: unknown): string {
    if (!this.#parts || !/undefined|is not a function/.test(String(error))) return '';
    const missing = missingInWords(this.#fileName, usesOf(this.#program), this.#parts);
    return missing && `; ${missing}`;
  }
}

function memoryFor(emulated: Emulated, room: Room, counting: CountOptions): EspruinoMemory | JerryMemory | null {
  const { name } = emulated.board.engine;
  if (name === 'espruino') return new EspruinoMemory(emulated, room, counting);
  return name === 'kaluma' ? new JerryMemory(emulated, room, counting) : null;
}

/** What to do about an error whose own words leave it open. */
function hintFor(error: string, board: string): string {
  if (/is not defined$/.test(error)) return `; ${board} has nothing of that name`;
  if (!/Module \S+ not found$/.test(error)) return '';
  return '; the Web IDE sends such modules with a program: here write it into Storage, or call Modules.addCached(name, text)';
}

function kindOf(error: unknown): ProblemKind {
  if (error instanceof EndlessError || isInterrupted(error)) return 'endless loop';
  return isOutOfMemory(error) ? 'out of memory' : 'error';
}
