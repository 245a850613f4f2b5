/** A board that runs one program: its clock goes on by what the program takes, and what goes wrong is kept. */
import { type Emulated, Events, type StandInKind, boot } from '../emulator/index.ts';
import { callWithin } from '../sim/turns.ts';
import { refusedIn } from '../builtins/refused.ts';
import { isNative, nativeTimes } from '../cost/native.ts';
import { Calls, type Witness } from './calls.ts';
import { type CountOptions, EspruinoMemory, Room, leavingCold } from '../memory/index.ts';
import { JerryMemory } from '../memory/jerry/memory.ts';
import { addEspruino } from './espruino.ts';
import type { Host, Restart } from './host.ts';
import { addKaluma } from './kaluma.ts';
import { type Program, Problems, kindOf } from './problems.ts';
import { Spent } from './spent.ts';
import type { RunResult } from './types.ts';
import { type BoardProfile, readBoard } from '../boards/board.ts';
import { BoardStorage } from '../sim/storage.ts';

const STACK_LINES = 30;
/** Flash for files where a profile says nothing. */
const STORAGE_BYTES = 65536;
/** A program that starts its board anew whenever it starts does nothing else. */
const MOST_RESTARTS = 20;
const SOON_MILLISECONDS = 1000;
/** Of the PC: a turn without loops that the text tells of, such as a search that backtracks. */
const MOST_MILLISECONDS = 60_000;

export class Machine {
  emulated!: Emulated;
  readonly calls: Calls;
  /** Whether calls of the library take what they take as native code. */
  readonly isNative: boolean;
  readonly problems: Problems;
  readonly output: RunResult['output'] = [];
  /** What was called that stands in for hardware, restarts included. */
  readonly standIns = new Map<string, StandInKind>();
  /** Counts what is in use; null: the board is none, and has what the PC has. */
  memory: EspruinoMemory | JerryMemory | null = null;
  #spent!: Spent;
  readonly #board: BoardProfile;
  readonly #counting: CountOptions;
  readonly #witness: Witness | undefined;
  /** Of `#spent`, when the turn began. */
  #start = 0;
  #library: Uint8Array = new Uint8Array(0);
  /** What was started; a file that `load` names runs in its place. */
  #program: Program;
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
    this.problems = new Problems(() => this.now, { stallMilliseconds, bootStallMilliseconds });
    this.#counting = counting;
    this.#board = readBoard(called);
    this.#program = { board: this.#board.board, fileName: '', text: '' };
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
        onCall: (call, milliseconds) =>
          this.problems.checkStall(`${call} took`, milliseconds, this.emulated.events.now),
        onWatched: (watched, call) => this.memory?.ledger.aliases.set(watched, call),
        onNull: (call, reason) => this.problems.add('no pool', `${call} gave null: ${reason}`),
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

  /** Boots with the library and the program. */
  start(library: Uint8Array, program: string, fileName: string): void {
    this.#library = library;
    this.#program = { board: this.#board.board, fileName, text: program };
    const refused = refusedIn(program, fileName, this.#board);
    if (refused.length > 0) return this.problems.add('error', refused.join('; '));
    try {
      this.#storage?.write('ckremm', library);
    } catch (error) {
      const { message } = error as Error;
      return this.problems.add('no room in Storage', `the library of ${library.length} bytes: ${message}`);
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
    const isSoon = events.now - this.#restarts.atMilliseconds < SOON_MILLISECONDS;
    this.#restarts = { times: isSoon ? this.#restarts.times + 1 : 0, atMilliseconds: events.now };
    if (this.#restarts.times === MOST_RESTARTS)
      return this.problems.add('endless loop', `the board starts anew ${MOST_RESTARTS} times, right after it started`);
    this.#emit('E', 'kill');
    events.endPass();
    events.clear();
    this.calls.heaps.clear();
    try {
      this.#powerOn(events.now);
    } catch (error) {
      return this.problems.add('error', (error as Error).message);
    }
    const [text, name] = this.#programFor(how);
    const refused = refusedIn(text, name, this.#board);
    if (refused.length > 0) return this.problems.add('error', refused.join('; '));
    this.#launch(text, name);
  }

  /** What runs then: the program, a file of Storage in its place, or nothing. */
  #programFor({ file, isReset }: Restart): [text: string, name: string] {
    if (isReset) return ['', this.#program.fileName];
    if (file === undefined) return [this.#program.text, this.#program.fileName];
    const bytes = this.#storage!.read(file);
    if (!bytes) this.problems.add('error', `load("${file}"): Storage has no such file`);
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
    } while (events !== this.emulated.events && !this.problems.isOver);
    // The clock of a program that is over stands still.
    this.emulated.events.now = Math.min(this.emulated.events.now, this.problems.overAt);
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
    this.#program.parts = library;
    return this.#spent.unseen(() => this.calls.watch(library));
  }

  /** In place of Events.turn: within time, and the clock goes on by what it took. */
  #turn(code: () => unknown): boolean {
    if (this.problems.isOver) {
      this.emulated.events.timers.clear();
      return false;
    }
    const { events } = this.emulated;
    const at = events.now;
    this.#start = this.#spent.now();
    this.#spent.deadline = this.#start + this.problems.endlessMilliseconds;
    const isDone = Events.prototype.turn.call(events, () => callWithin(this.emulated, code, MOST_MILLISECONDS));
    this.memory?.endTurn();
    const took = this.#spent.now() - this.#start;
    events.now += took;
    this.#start += took;
    for (const error of events.uncaught.splice(0))
      if (kindOf(error) !== 'error' || !this.#emit('process', 'uncaughtException', error))
        this.problems.addUncaught(error, this.#program);
    this.problems.noteTurn(at, took);
    this.#witness?.afterTurn(at, took);
    if (this.#pending && !this.problems.isOver) this.#restart(this.#pending);
    return isDone;
  }
}

function memoryFor(emulated: Emulated, room: Room, counting: CountOptions): EspruinoMemory | JerryMemory | null {
  const { name } = emulated.board.engine;
  if (name === 'espruino') return new EspruinoMemory(emulated, room, counting);
  return name === 'kaluma' ? new JerryMemory(emulated, room, counting) : null;
}
