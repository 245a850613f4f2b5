/** The console of a board on which a program runs: its lines with the time they came at, and questions to the board between them. */
import { kalumaTrouble } from '../upload/kaluma.ts';
import { plain, troubleIn } from '../upload/prompt.ts';
import type { Chip } from './chip.ts';

/** How an engine is talked to. */
export interface Manner {
  /** Starts the program that was sent. */
  start: string;
  /** In front of a line that the program wrote while the board waited for input. */
  prompt: RegExp;
  /** Around an expression: a line that prints it, a text in front. */
  ask: [before: string, after: string];
  /** What its memory is, as an expression, and what of that is free. */
  memory: string;
  freeOf(memory: any): { freeVariables: number | null; freeBytes: number };
  trouble(text: string): string | undefined;
}

/** 0x10 in front of a line: Espruino does not echo it. */
export const ESPRUINO: Manner = {
  start: '\x10load()\n',
  prompt: /^>+/,
  ask: ['\x10print(', ')\n'],
  memory: 'process.memory()',
  freeOf: ({ free, blocksize }) => ({ freeVariables: free, freeBytes: free * blocksize }),
  trouble: troubleIn,
};

export const KALUMA: Manner = {
  start: '\r.load\r',
  prompt: /^(> ?)+/,
  ask: ['console.log(', ')\r'],
  memory: 'process.memoryUsage()',
  freeOf: ({ heapTotal, heapUsed }) => ({ freeVariables: null, freeBytes: heapTotal - heapUsed }),
  trouble: kalumaTrouble,
};

/** What went wrong, in the kinds of `ckremm run`: those that a firmware tells. */
export interface Problem {
  kind: 'error' | 'out of memory' | 'stall' | 'endless loop';
  message: string;
  atMilliseconds: number;
}

export interface Line {
  atMilliseconds: number;
  text: string;
}

/** In front of answers. */
const MARK = 'ckremm:';
/** A start may take what is typed meanwhile. */
const DEAF_MILLISECONDS = 20;
const AGAIN_MILLISECONDS = 5000;
/** What the engines print by themselves: an echo of the start, and the value of a question. */
const NO_OUTPUT = /^(\.load|=?undefined|)$/;

export class BoardConsole {
  readonly lines: Line[] = [];
  /** What the program's errors are, as far as the console tells of them. */
  readonly problems: Problem[] = [];
  readonly #chip: Chip;
  readonly #manner: Manner;
  #text = '';
  #rest = '';
  #startedAt = 0;
  #asked = 0;
  /** Lines that `runUntil` has looked at. */
  #seen = 0;

  constructor(chip: Chip, manner: Manner) {
    this.#chip = chip;
    this.#manner = manner;
    chip.onText = (text) => this.#heard(text);
  }

  /** Milliseconds since the program was started. */
  get now(): number {
    return this.#chip.now - this.#startedAt;
  }

  /** Starts the program, and lets nothing run yet. */
  launch(): void {
    this.#startedAt = this.#chip.now;
    this.#chip.send(this.#manner.start);
  }

  /** Starts the program, and returns the milliseconds until the board answers again: its boot; undefined when it does not within `most`. */
  start(most: number): number | undefined {
    this.launch();
    this.#chip.run(Math.min(most, DEAF_MILLISECONDS));
    for (let wait = AGAIN_MILLISECONDS; this.now < most; wait *= 2)
      if (this.ask('0', Math.min(wait, most - this.now)) !== undefined) return this.now;
    return undefined;
  }

  /** The value of an expression on the board, by way of JSON; undefined when it does not come within `most` milliseconds. */
  ask(expression: string, most: number): unknown {
    const [before, after] = this.#manner.ask;
    const from = this.#text.length;
    const number = ++this.#asked;
    this.#chip.send(`${before}"${MARK}${number}:"+JSON.stringify(${expression})${after}`);
    let seen = from;
    let answer: { value: unknown } | undefined;
    // Asked hundreds of times a millisecond.
    this.#chip.run(most, () => {
      if (this.#text.length === seen) return false;
      seen = this.#text.length;
      answer = this.#answerIn(this.#text.slice(from), number);
      return answer !== undefined;
    });
    return answer?.value;
  }

  /** What memory is free; undefined when the board does not say it in time. */
  free(most: number): ReturnType<Manner['freeOf']> | undefined {
    const memory = this.ask(this.#manner.memory, most);
    return memory === undefined ? undefined : this.#manner.freeOf(memory);
  }

  /** Lets the program run until a line of it is `last`, true, or for so long, false. */
  runUntil(last: string | undefined, milliseconds: number): boolean {
    return this.#chip.run(milliseconds, () => {
      while (this.#seen < this.lines.length) if (this.lines[this.#seen++]!.text === last) return true;
      return false;
    });
  }

  #answerIn(text: string, number: number): { value: unknown } | undefined {
    for (const [, json] of text.matchAll(new RegExp(`${MARK}${number}:([^\\r\\n]*)[\\r\\n]`, 'g'))) {
      try {
        return { value: JSON.parse(json!) };
      } catch {
        // The question, echoed.
      }
    }
    return undefined;
  }

  #heard(text: string): void {
    this.#text += text;
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop()!;
    for (const line of lines) this.#line(line);
  }

  #line(raw: string): void {
    const text = plain(raw).replace(this.#manner.prompt, '').trimEnd();
    if (NO_OUTPUT.test(text) || text.includes(MARK)) return;
    this.lines.push({ atMilliseconds: this.now, text });
    const message = this.#manner.trouble(text);
    if (message === undefined) return;
    const kind = /out of memory|MEMORY/i.test(message) ? 'out of memory' : 'error';
    this.problems.push({ kind, message, atMilliseconds: this.now });
  }
}
