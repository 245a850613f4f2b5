/** A board that runs one program: its clock goes on by what the program takes, and what goes wrong is kept. */
import { type Emulated, Events, boot } from '../emulator/index.ts';
import { callWithin, isInterrupted } from '../sim/turns.ts';
import { refusedIn } from '../builtins/refused.ts';
import { isNative, nativeTimes } from '../cost/native.ts';
import { Calls, type Witness } from './calls.ts';
import { addEspruino, addKaluma } from './globals.ts';
import { EspruinoMemory, Room, leavingCold } from '../memory/index.ts';
import { freeAtBoot, isOutOfMemory } from './memory.ts';
import { EndlessError, Spent } from './spent.ts';
import type { Problem, ProblemKind, RunResult } from './types.ts';
import { readBoard } from '../boards/board.ts';

/** A turn that takes so many times the limit of a stall does not end at all. */
const ENDLESS_STALLS = 60;
const STACK_LINES = 30;
/** Of the PC: a turn without loops that the text tells of, such as a search that backtracks. */
const MOST_MILLISECONDS = 60_000;

export class Machine {
  readonly emulated: Emulated;
  readonly calls: Calls;
  /** Whether calls of the library take what they take as native code. */
  readonly isNative: boolean;
  readonly problems: Problem[] = [];
  readonly output: RunResult['output'] = [];
  readonly turns: RunResult['turns'] = { times: 0, milliseconds: 0, worstMilliseconds: 0, worstAtMilliseconds: 0 };
  /** Counts what is in use; null: the board's engine says it. */
  readonly memory: EspruinoMemory | null;
  readonly #spent: Spent;
  readonly #stallMilliseconds: number;
  readonly #witness: Witness | undefined;
  /** Of `#spent`, when the turn began. */
  #start = 0;
  #stalls = new Set<string>();
  #overAt = Infinity;
  #fileName = '';

  /** `isEs5`: also where the board runs native code, calls take what they take in ES5. */
  constructor(
    called: string,
    stallMilliseconds: number,
    {
      idle,
      witness,
      isEs5,
    }: { idle?: number | undefined; witness?: Witness | undefined; isEs5?: boolean | undefined } = {},
  ) {
    this.#witness = witness;
    this.#stallMilliseconds = stallMilliseconds;
    const board = readBoard(called);
    const room = board.engine.name === 'espruino' ? new Room() : null;
    this.emulated = boot(called, { bundleFile: null, ...(room ? { room } : { freeBytes: freeAtBoot(board) }) });
    this.memory = room && new EspruinoMemory(this.emulated, room, { ...(idle !== undefined && { idle }) });
    this.#spent = new Spent(this.emulated);
    this.#spent.addTo(this.emulated);
    this.isNative = !isEs5 && isNative(board);
    const timeOf = this.isNative ? nativeTimes(board) : (_call: string, milliseconds: number) => milliseconds;
    const taken = (call: string, milliseconds: number): number => {
      const time = timeOf(call, milliseconds);
      this.#spent.correct(time - milliseconds);
      return time;
    };
    this.calls = new Calls(
      {
        now: () => this.now,
        taken,
        unseen: (work) => this.#spent.unseen(work),
        onCall: (call, milliseconds) => this.#checkStall(`${call} took`, milliseconds),
        onWatched: (watched, call) => this.memory?.ledger.aliases.set(watched, call),
        onNull: (call, reason) => this.#problem('no pool', `${call} gave null: ${reason}`),
      },
      witness,
    );
    const { events, realm } = this.emulated;
    realm.Date.now = () => Math.floor(this.now);
    // Without it errors say no place.
    Object.defineProperty(realm.Error, 'stackTraceLimit', { value: STACK_LINES, writable: true });
    events.turn = (code) => this.#turn(code);
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
    const { board } = this.emulated;
    this.#fileName = fileName;
    const host = {
      now: () => this.now,
      print: (text: string) => void this.output.push({ atMilliseconds: this.now, text }),
      load: (source: string, name: string) => this.#load(source, name),
    };
    const refused = refusedIn(program, fileName, board);
    if (refused.length > 0) return this.#problem('error', refused.join('; '));
    const text = Buffer.from(library).toString('latin1');
    if (board.engine.name === 'kaluma') addKaluma(this.emulated, host);
    else if (!this.#addEspruino(host, program, library)) return;
    this.emulated.events.turn(() => {
      if (board.engine.name === 'kaluma') this.#runText(text, 'ckremm', true);
      if (this.emulated.realm.ckremm) this.calls.watch(this.emulated.realm.ckremm as Record<string, any>);
      this.#runText(program, fileName, true);
    });
    this.emulated.events.endPass();
  }

  /** Lets board time go by. */
  advance(milliseconds: number): void {
    const { events } = this.emulated;
    events.advance(milliseconds);
    // The clock of a program that is over stands still.
    events.now = Math.min(events.now, this.#overAt);
    this.#start = this.#spent.now();
  }

  #addEspruino(host: Parameters<typeof addEspruino>[1], program: string, library: Uint8Array): boolean {
    try {
      addEspruino(this.emulated, host, program, library);
      this.#countModules();
      return true;
    } catch (error) {
      this.#problem('no room in Storage', `the library of ${library.length} bytes: ${(error as Error).message}`);
      return false;
    }
  }

  /** What `require` gives is the engine's own, but for modules of Storage. */
  #countModules(): void {
    const { realm } = this.emulated;
    const { require } = realm as { require: (name: string) => unknown };
    realm.require = (name: string) => {
      const module = require(name);
      this.memory!.noteRequired(name, module);
      return module;
    };
    this.memory!.noteEngine();
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
    const load = this.#runText(`(function (exports, module) {${text}\n})`, name, false) as (
      ...values: unknown[]
    ) => void;
    load(module.exports, module);
    this.memory?.noteModule(name, module);
    return name === 'ckremm' ? this.calls.watch(module.exports as Record<string, any>) : module.exports;
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
    const took = this.#spent.now() - this.#start;
    events.now += took;
    this.#start += took;
    for (const error of events.uncaught.splice(0)) this.#problem(kindOf(error), this.#inWords(error));
    this.#noteTurn(at, took);
    this.#witness?.afterTurn(at, took);
    return isDone;
  }

  #noteTurn(at: number, took: number): void {
    this.turns.times++;
    this.turns.milliseconds += took;
    if (took > this.turns.worstMilliseconds) {
      this.turns.worstMilliseconds = took;
      this.turns.worstAtMilliseconds = at;
    }
    this.#checkStall(at === 0 ? 'the boot took' : 'a turn took', took);
  }

  /** Each kind of stall once: the dearest call and turn are told anyway. */
  #checkStall(what: string, milliseconds: number): void {
    if (milliseconds <= this.#stallMilliseconds || this.#stalls.has(what) || this.isOver) return;
    this.#stalls.add(what);
    this.#problem('stall', `${what} ${Math.round(milliseconds)} ms, more than ${this.#stallMilliseconds}`);
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
    const hint = /is not defined$/.test(String(error)) ? `; ${this.emulated.board.board} has nothing of that name` : '';
    return `${String(error)}${place ? `, ${place[1]} line ${place[2]}` : ''}${hint}`;
  }
}

function kindOf(error: unknown): ProblemKind {
  if (error instanceof EndlessError || isInterrupted(error)) return 'endless loop';
  return isOutOfMemory(error) ? 'out of memory' : 'error';
}
