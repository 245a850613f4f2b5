/** `break` and `continue`, and where they lead: js-parser-statm.c. */
import type { Node } from '../../support/syntax.ts';
import type { Branch } from './code.ts';
import { Part } from './part.ts';

/** A statement that can be left, with the branches that wait for its end, or for its next turn. */
export interface Target {
  label: string;
  isLoop: boolean;
  breaks: Branch[];
  continues: Branch[];
}

export class Jumps extends Part {
  readonly #targets: Target[] = [];

  /** What `work` compiles can be left by `break`, which leads behind it. */
  target(label: string, isLoop: boolean, work: (target: Target) => void): void {
    const target: Target = { label, isLoop, breaks: [], continues: [] };
    this.#targets.push(target);
    work(target);
    this.#targets.pop();
    this.code.landAll(target.breaks);
  }

  BreakStatement({ label }: Node): void {
    const target = label
      ? this.#targets.findLast((each) => each.label === label.name)
      : this.#targets.findLast((each) => each.isLoop || each.label === '');
    target?.breaks.push(this.code.jump());
  }

  ContinueStatement({ label }: Node): void {
    const target = this.#targets.findLast((each) => each.isLoop && (!label || each.label === label.name));
    target?.continues.push(this.code.jump());
  }
}
