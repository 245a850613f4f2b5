/// <reference lib="dom" />
/** Back and forth in time: which step is looked at, by slider, buttons, keys and the table of steps. */
import { faultText } from '../../src/core/checked.ts';
import { number } from '../report/html.ts';
import { element } from './data.ts';
import type { History, Moment } from './history.ts';
import type { Step } from './types.ts';

/** Rows of the table, the step that is looked at in their middle. */
const ROWS = 11;
const PLAY_MILLISECONDS = 150;

export const seconds = (milliseconds: number): string => `${number(Math.round(milliseconds) / 1000)} s`;
const took = (milliseconds: number): string =>
  milliseconds < 10 ? milliseconds.toFixed(2) : number(Math.round(milliseconds));

/** What was refused, in words. */
const faultOf = ({ reason }: Step): string => (reason === 0 ? '' : `refused, fault ${reason}: ${faultText(reason)}`);

export class Timeline {
  #history: History | null = null;
  #at = 0;
  #playing = 0;
  readonly #show: (moment: Moment) => void;
  readonly #slider = element<HTMLInputElement>('slider');

  /** `show` draws the heaps of a moment. */
  constructor(show: (moment: Moment) => void) {
    this.#show = show;
    this.#slider.addEventListener('input', () => this.#go(Number(this.#slider.value)));
    const moves: Record<string, () => number> = {
      'to-first': () => 0,
      'to-previous': () => this.#at - 1,
      'to-next': () => this.#at + 1,
      'to-last': () => this.#last,
      'to-refusal': () => this.#nextRefusal(),
    };
    for (const [id, to] of Object.entries(moves))
      element(id).addEventListener('click', () => {
        this.#go(to());
        element('announce').textContent = this.#inWords();
      });
    element('play').addEventListener('click', () => (this.#playing ? this.pause() : this.#play()));
    element('calls').addEventListener('keydown', (event) => this.#press(event));
    element('calls').addEventListener('click', (event) => {
      const row = (event.target as HTMLElement).closest<HTMLElement>('tr[data-at]');
      if (row) this.#go(Number(row.dataset.at), true);
    });
  }

  /** Shows the last step of a run. */
  open(history: History): void {
    this.pause();
    this.#history = history;
    this.#slider.max = String(Math.max(0, history.kept - 1));
    element('steps').hidden = history.kept === 0;
    if (history.kept > 0) this.#go(this.#last);
  }

  pause(): void {
    clearInterval(this.#playing);
    this.#playing = 0;
    element('play').textContent = 'Play';
  }

  get #last(): number {
    return this.#history!.kept - 1;
  }

  #play(): void {
    if (this.#at === this.#last) this.#go(0);
    element('play').textContent = 'Pause';
    this.#playing = window.setInterval(() => {
      this.#go(this.#at + 1);
      if (this.#at === this.#last) this.pause();
    }, PLAY_MILLISECONDS);
  }

  #nextRefusal(): number {
    for (let n = 1; n <= this.#last + 1; n++) {
      const at = (this.#at + n) % (this.#last + 1);
      if (this.#history!.stepAt(at).step.reason > 0) return at;
    }
    return this.#at;
  }

  #go(to: number, isFocused = false): void {
    this.#at = Math.min(this.#last, Math.max(0, to));
    this.#slider.value = String(this.#at);
    this.#slider.setAttribute('aria-valuetext', this.#inWords());
    const moment = this.#history!.momentAt(this.#at);
    this.#tell(moment);
    this.#fillTable(isFocused);
    this.#show(moment);
  }

  #inWords(): string {
    const { step, number: nth } = this.#history!.stepAt(this.#at);
    const result = step.result ? `, gave ${step.result}` : '';
    return `Step ${number(nth + 1)} of ${number(this.#history!.total)}: ${step.text}${result}${step.reason ? `; ${faultOf(step)}` : ''}`;
  }

  #tell({ step, number: nth }: Moment): void {
    element('step-number').textContent = `${number(nth + 1)} of ${number(this.#history!.total)}`;
    element('step-text').textContent = step.text;
    element('step-result').textContent = step.result || '–';
    element('step-fault').textContent = faultOf(step);
    element('step-took').textContent = `${took(step.milliseconds)} ms`;
    element('step-at').textContent = seconds(step.atMilliseconds);
    element('step-free').textContent =
      step.freeVariables === null
        ? `${number(step.freeBytes)} bytes`
        : `${number(step.freeVariables)} variables, ${number(step.freeBytes)} bytes`;
  }

  #fillTable(isFocused: boolean): void {
    const first = Math.max(0, Math.min(this.#at - (ROWS >> 1), this.#last + 1 - ROWS));
    const rows = [];
    for (let at = first; at <= Math.min(this.#last, first + ROWS - 1); at++) rows.push(this.#rowOf(at));
    element('calls').replaceChildren(...rows);
    if (isFocused) element('calls').querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }

  #rowOf(at: number): HTMLElement {
    const { step, number: nth } = this.#history!.stepAt(at);
    const row = document.createElement('tr');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = number(nth + 1);
    button.tabIndex = at === this.#at ? 0 : -1;
    button.setAttribute('aria-label', `step ${nth + 1}`);
    row.dataset.at = String(at);
    if (at === this.#at) row.setAttribute('aria-current', 'step');
    if (step.reason) row.className = 'refused';
    const name = document.createElement('th');
    name.scope = 'row';
    name.append(button);
    const texts = [
      step.text,
      step.result,
      step.reason ? faultText(step.reason).split(':')[0]! : '',
      took(step.milliseconds),
    ];
    row.append(name, ...texts.map(cellOf));
    return row;
  }

  #press(event: KeyboardEvent): void {
    const moves: Record<string, number> = {
      ArrowUp: this.#at - 1,
      ArrowDown: this.#at + 1,
      PageUp: this.#at - ROWS,
      PageDown: this.#at + ROWS,
      Home: 0,
      End: this.#last,
    };
    if (!(event.key in moves)) return;
    event.preventDefault();
    this.#go(moves[event.key]!, true);
  }
}

function cellOf(text: string): HTMLElement {
  const cell = document.createElement('td');
  cell.textContent = text;
  return cell;
}
