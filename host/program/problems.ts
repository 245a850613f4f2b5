/** What goes wrong with a program while it runs, in words: why it is not run on, and the turns and calls that stall the board. */
import { isInterrupted } from '../sim/turns.ts';
import { missingInWords, usesOf } from '../support/uses.ts';
import { isOutOfMemory } from './memory.ts';
import { EndlessError } from './spent.ts';
import type { Problem, ProblemKind, RunResult } from './types.ts';

/** A turn that takes longer is told as one that does not end, and so many limits of a stall are waited for at least. */
const ENDLESS_MILLISECONDS = 20_000;
const ENDLESS_STALLS = 4;

/** What errors tell of the program. */
export interface Program {
  board: string;
  fileName: string;
  text: string;
  /** What it has of the library, once that is loaded. */
  parts?: Record<string, any>;
}

export class Problems {
  readonly list: Problem[] = [];
  readonly turns: RunResult['turns'] = { times: 0, milliseconds: 0, worstMilliseconds: 0, worstAtMilliseconds: 0 };
  /** Board time at which the program was over. */
  overAt = Infinity;
  readonly #now: () => number;
  readonly #limits: { stallMilliseconds: number; bootStallMilliseconds: number };
  #stalls = new Set<string>();

  constructor(now: () => number, limits: { stallMilliseconds: number; bootStallMilliseconds: number }) {
    this.#now = now;
    this.#limits = limits;
  }

  /** Something that ends a program: it is not run on. */
  get isOver(): boolean {
    return this.overAt < Infinity;
  }

  /** What a turn may take until it is ended. */
  get endlessMilliseconds(): number {
    const { stallMilliseconds, bootStallMilliseconds } = this.#limits;
    return Math.max(ENDLESS_MILLISECONDS, ENDLESS_STALLS * Math.max(stallMilliseconds, bootStallMilliseconds));
  }

  add(kind: ProblemKind, message: string): void {
    this.list.push({ kind, message, atMilliseconds: this.#now() });
    if (kind !== 'stall') this.overAt = Math.min(this.overAt, this.#now());
  }

  addUncaught(error: unknown, program: Program): void {
    const kind = kindOf(error);
    if (error instanceof EndlessError)
      this.add(kind, `a turn of the program does not end: it ran for ${this.endlessMilliseconds / 1000} s`);
    else this.add(kind, kind === 'endless loop' ? 'a turn of the program does not end' : inWords(error, program));
  }

  /** A turn that began at `at`, and took so long. */
  noteTurn(at: number, took: number): void {
    this.turns.times++;
    this.turns.milliseconds += took;
    if (took > this.turns.worstMilliseconds) {
      this.turns.worstMilliseconds = took;
      this.turns.worstAtMilliseconds = at;
    }
    this.checkStall(at === 0 ? 'the boot took' : 'a turn took', took, at);
  }

  /** Each kind of stall once: the slowest call and turn are reported anyway. `at`: when the turn began; nobody waits for a board that is booting. */
  checkStall(what: string, milliseconds: number, at: number): void {
    const limit = at === 0 ? this.#limits.bootStallMilliseconds : this.#limits.stallMilliseconds;
    if (milliseconds <= limit || this.#stalls.has(what) || this.isOver) return;
    this.#stalls.add(what);
    this.add('stall', `${what} ${Math.round(milliseconds)} ms, more than ${limit}`);
  }
}

export function kindOf(error: unknown): ProblemKind {
  if (error instanceof EndlessError || isInterrupted(error)) return 'endless loop';
  return isOutOfMemory(error) ? 'out of memory' : 'error';
}

/** The error, where in the program it was thrown, and what to do about it. */
function inWords(error: unknown, program: Program): string {
  const { stack } = error as Error;
  const places = typeof stack === 'string' ? [...stack.matchAll(/^ +at .*?([^\s()]+):(\d+):\d+\)?$/gm)] : [];
  const place = places.find(([, file]) => file === program.fileName);
  const hint = hintFor(String(error), program.board);
  return `${String(error)}${place ? `, ${place[1]} line ${place[2]}` : ''}${hint}${missingFor(error, program)}`;
}

/** What to do about an error whose own words leave it open. */
function hintFor(error: string, board: string): string {
  if (/is not defined$/.test(error)) return `; ${board} has nothing of that name`;
  if (!/Module \S+ not found$/.test(error)) return '';
  return '; the Web IDE sends such modules with a program: here write it into Storage, or call Modules.addCached(name, text)';
}

/** A module that the bundle does not have is undefined, which an error does not say. */
function missingFor(error: unknown, { fileName, text, parts }: Program): string {
  if (!parts || !/undefined|is not a function/.test(String(error))) return '';
  const missing = missingInWords(fileName, usesOf(text), parts);
  return missing && `; ${missing}`;
}
