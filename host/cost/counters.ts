/** A text with counters: where regions start, and what is put there. */
import type { Node } from '../support/syntax.ts';
import { isStatement } from './node-counts.ts';

interface Insertion {
  position: number;
  text: string;
  isClosing: boolean;
  /** How many regions are around it. */
  depth: number;
}

export class Counters {
  readonly #source: string;
  readonly #first: number;
  readonly #insertions: Insertion[] = [];

  /** Counters are numbered from `first` on. */
  constructor(source: string, first: number) {
    this.#source = source;
    this.#first = first;
  }

  #mark(region: number): string {
    // Without a value, so that a line of the prompt answers as it would.
    return `void __regions[${this.#first + region}]++;`;
  }

  /** One at the start of the text. */
  putFirst(region: number): void {
    this.#put(0, this.#mark(region), false, -1);
  }

  /** One where `node` starts, which must be executed with it. */
  putInto(node: Node, region: number, depth: number): void {
    const mark = this.#mark(region);
    if (node.type === 'BlockStatement') this.#put(node.start + 1, mark, false, depth);
    else if (node.type === 'SwitchCase')
      this.#put((node.consequent[0]?.start ?? node.end) as number, mark, false, depth);
    else if (isStatement(node)) {
      this.#put(node.start, `{${mark}`, false, depth);
      this.#put(node.end, '}', true, depth);
    } else {
      this.#put(node.start, `(${mark.slice(0, -1)},`, false, depth);
      this.#put(node.end, ')', true, depth);
    }
  }

  #put(position: number, text: string, isClosing: boolean, depth: number): void {
    this.#insertions.push({ position, text, isClosing, depth });
  }

  /** The text with all of them. */
  text(): string {
    const order = (a: Insertion, b: Insertion): number =>
      a.position - b.position ||
      Number(b.isClosing) - Number(a.isClosing) ||
      (a.isClosing ? b.depth - a.depth : a.depth - b.depth);
    const pieces: string[] = [];
    let done = 0;
    for (const { position, text } of this.#insertions.toSorted(order)) {
      pieces.push(this.#source.slice(done, position), text);
      done = position;
    }
    return pieces.join('') + this.#source.slice(done);
  }
}
