/** The console of Espruino, as a person and the uploader see it: prompt, echo, control characters. */
import type { SimulatedBoard } from './board.ts';
import { inWords } from './turns.ts';
import { shownResult } from './values.ts';

const CTRL_C = '\x03';
const BACKSPACE = '\b';
const DELETE = '\x7f';
/** At the start of a line: this line is not echoed, and its result not shown. */
const ECHO_OFF = '\x10';
const ESCAPE = '\x1b';
/** Texts and comments. */
const TEXTS = /"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'|`(?:[^`\\]|\\[^])*`|\/\/[^\n]*|\/\*[^]*?\*\//g;
/** Espruino takes its prompt away before it prints. */
const ERASE_PROMPT = '\b \b';

export class BoardConsole {
  #line = '';
  #isEchoed = true;
  #isAtPrompt = false;
  #escape = '';
  #wasReturn = false;
  readonly #board: SimulatedBoard;
  readonly #write: (text: string) => void;

  constructor(board: SimulatedBoard, write: (text: string) => void) {
    this.#board = board;
    this.#write = write;
    board.print = (line) => {
      this.#say(`${line}\r\n`);
      if (!this.#isReceiving) this.#prompt();
    };
  }

  #isReceiving = false;

  receive(text: string): void {
    this.#isReceiving = true;
    for (const character of text) this.#take(character);
    this.#isReceiving = false;
    if (this.#line === '' && this.#isEchoed) this.#prompt();
  }

  #take(character: string): void {
    const wasReturn = this.#wasReturn;
    this.#wasReturn = character === '\r';
    if (this.#escape) this.#takeEscape(character);
    else if (character === ESCAPE) this.#escape = ESCAPE;
    else if (character === CTRL_C) this.#newLine();
    else if (character === ECHO_OFF && this.#line === '') this.#isEchoed = false;
    else if (character === '\n' && wasReturn) return;
    else if (character === '\n' || character === '\r') this.#endLine();
    else if (character === BACKSPACE || character === DELETE) this.#takeBack();
    else this.#append(character);
  }

  /** ESC newline is a newline that does not run the line; ESC [ ... letter tells the number of the line. */
  #takeEscape(character: string): void {
    if (this.#escape === ESCAPE && character === '[') this.#escape += '[';
    else if (this.#escape === ESCAPE || /[a-zA-Z~]/.test(character)) {
      if (character === '\n') this.#append('\n');
      this.#escape = '';
    }
  }

  #append(character: string): void {
    this.#line += character;
    if (this.#isEchoed) this.#say(character === '\n' ? '\r\n:' : character, true);
  }

  #takeBack(): void {
    if (this.#line === '') return;
    this.#line = this.#line.slice(0, -1);
    if (this.#isEchoed) this.#say('\b \b', true);
  }

  #newLine(): void {
    this.#line = '';
    this.#isEchoed = true;
    if (!this.#isAtPrompt) this.#write('\r\n');
    this.#prompt();
  }

  #endLine(): void {
    if (openBrackets(this.#line) > 0) {
      this.#append('\n');
      return;
    }
    const isEchoed = this.#isEchoed;
    const line = this.#line;
    this.#line = '';
    this.#isEchoed = true;
    if (isEchoed) this.#say('\r\n', true);
    if (line.trim()) this.#runLine(line, isEchoed);
    if (isEchoed) this.#prompt();
  }

  #runLine(line: string, isEchoed: boolean): void {
    try {
      const name = lastDeclared(line);
      const value = this.#board.run(name ? `${line}\n;${name}` : line);
      if (isEchoed) this.#say(`${shownResult(value)}\r\n`);
    } catch (error) {
      this.#say(`${inWords(error)}\r\n`);
    }
  }

  /** What is typed stands behind the prompt, what is printed takes its place. */
  #say(text: string, isTyped = false): void {
    this.#write(this.#isAtPrompt && !isTyped ? ERASE_PROMPT + text : text);
    this.#isAtPrompt = false;
  }

  #prompt(): void {
    if (!this.#isAtPrompt) this.#write('>');
    this.#isAtPrompt = true;
  }
}

/** The last name that a line of nothing but `var` declares: Espruino shows its value. */
function lastDeclared(line: string): string | undefined {
  let code = line.replace(TEXTS, '0');
  for (let before = ''; before !== code;) {
    before = code;
    code = code.replace(/\([^()[\]{}]*\)|\[[^()[\]{}]*\]|\{[^()[\]{}]*\}/g, '0');
  }
  return /^\s*var\s[^;]*?([A-Za-z_$][\w$]*)\s*=[^=,;][^,;]*;?\s*$/.exec(code)?.[1];
}

/** Brackets that a line leaves open, those in texts and comments apart. */
export function openBrackets(line: string): number {
  const code = line.replace(TEXTS, '');
  const count = (pattern: RegExp): number => (code.match(pattern) ?? []).length;
  return count(/[([{]/g) - count(/[)\]}]/g);
}
