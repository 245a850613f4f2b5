/// <reference lib="dom" />
/** What is asked for: board, modules, time, program. */
import { bundleWith } from './bundles.ts';
import { type PlayBoard, type PlayData, element } from './data.ts';
import { adapted, modulesIn } from './modules.ts';
import type { Shared } from './share.ts';

/** Its Storage has room for any of the examples, which that of a Puck.js has not. */
const DEFAULT_BOARD = 'pico';
/** After the last key, until the program is looked at. */
const PAUSE_MILLISECONDS = 400;

export class Form {
  readonly #data: PlayData;
  readonly #board = element<HTMLSelectElement>('board');
  readonly #example = element<HTMLSelectElement>('example');
  readonly #time = element<HTMLSelectElement>('time');
  readonly #code = element<HTMLTextAreaElement>('code');
  #wait = 0;
  /** What was written here, for who comes back from an example. */
  #own = '';

  constructor(data: PlayData) {
    this.#data = data;
    this.#board.value = DEFAULT_BOARD;
    this.#example.addEventListener('change', () => this.#takeExample());
    this.#board.addEventListener('change', () => this.#adapt());
    this.#code.addEventListener('input', () => {
      this.#example.value = '';
      this.#own = this.#code.value;
      clearTimeout(this.#wait);
      this.#wait = window.setTimeout(() => this.#tellMissing(), PAUSE_MILLISECONDS);
    });
    for (const box of this.#boxes) box.addEventListener('change', () => this.#tellMissing());
    element('add-missing').addEventListener('click', () => {
      this.#check([...this.modules, ...this.#missing]);
      this.#boxes.find(({ checked }) => checked)?.focus();
    });
    this.#takeExample();
  }

  get board(): PlayBoard {
    return this.#data.boards.find(({ name }) => name === this.#board.value)!;
  }

  get modules(): string[] {
    return this.#boxes.filter(({ checked }) => checked).map(({ value }) => value);
  }

  get asked(): Shared {
    const { board, modules } = this;
    return { board: board.name, modules, forMilliseconds: Number(this.#time.value), program: this.#code.value };
  }

  /** The bundle of the board with the modules. Takes up to a second. */
  get bundle(): string {
    return bundleWith(this.#data.bundles, this.board.name, this.modules);
  }

  /** Takes what somebody shared; what is not known here stays as it is. */
  take({ board, modules, forMilliseconds, program }: Shared): void {
    if (this.#data.boards.some(({ name }) => name === board)) this.#board.value = board;
    const times = [...this.#time.options].map(({ value }) => Number(value));
    if (times.includes(forMilliseconds)) this.#time.value = String(forMilliseconds);
    this.#code.value = this.#own = program;
    this.#example.value = '';
    this.#check(modules);
  }

  get #boxes(): HTMLInputElement[] {
    return [...element('modules').querySelectorAll<HTMLInputElement>('input')];
  }

  get #missing(): string[] {
    return modulesIn(this.#code.value, this.#known).filter((name) => !this.modules.includes(name));
  }

  #takeExample(): void {
    const program = this.#data.programs.find(({ name }) => name === this.#example.value);
    this.#code.value = adapted(program?.text ?? this.#own, this.board.engine);
    if (program) this.#check(modulesIn(program.text, this.#known));
    else this.#tellMissing();
  }

  get #known(): string[] {
    return this.#data.modules.map(([name]) => name);
  }

  #adapt(): void {
    this.#code.value = adapted(this.#code.value, this.board.engine);
    this.#tellMissing();
  }

  #check(modules: string[]): void {
    for (const box of this.#boxes) box.checked = modules.includes(box.value);
    this.#tellMissing();
  }

  #tellMissing(): void {
    const missing = this.#missing;
    element('missing').hidden = missing.length === 0;
    element('missing-text').textContent =
      missing.length === 0 ? '' : `The program uses ${missing.join(' and ')}, which the bundle does not have.`;
  }
}
