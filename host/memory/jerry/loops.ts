/** Loops: js-parser-statm.c. The condition of each comes last. */
import type { Node } from '../../support/syntax.ts';
import type { FunctionCompiler } from './compiler.ts';
import type { Jumps } from './jumps.ts';
import { EXTENDED, Part } from './part.ts';
import type { Statements } from './statements.ts';

export class Loops extends Part {
  readonly #statements: Statements;
  readonly #jumps: Jumps;

  constructor(of: FunctionCompiler, statements: Statements, jumps: Jumps) {
    super(of);
    this.#statements = statements;
    this.#jumps = jumps;
  }

  /** The condition at the end of a loop, and back. */
  #back(test: Node | null, to: number): void {
    if (test) {
      this.value(test);
      if (this.code.is('not', 0) || this.code.is('true')) this.code.pending = null;
    }
    this.code.branchBack(to);
  }

  WhileStatement({ test, body }: Node, label: string): void {
    this.#jumps.target(label, true, (target) => {
      const first = this.code.jump();
      const start = this.code.at;
      this.#statements.one(body as Node);
      this.code.land(first);
      this.code.landAll(target.continues);
      this.#back(test as Node, start);
    });
  }

  DoWhileStatement({ test, body }: Node, label: string): void {
    this.#jumps.target(label, true, (target) => {
      const start = this.code.at;
      this.#statements.one(body as Node);
      this.code.landAll(target.continues);
      this.value(test as Node);
      if (this.code.is('false')) this.code.pending = null;
      else {
        if (this.code.is('not', 0) || this.code.is('true')) this.code.pending = null;
        this.code.branchBack(start);
      }
    });
  }

  ForStatement(node: Node, label: string): void {
    const { init, test, update, body } = node as Node & { init: Node | null; test: Node | null; update: Node | null };
    this.#statements.within(node, () => {
      if (init?.type === 'VariableDeclaration') this.#statements.VariableDeclaration(init);
      else if (init) this.#statements.ExpressionStatement({ ...init, expression: init });
      this.#jumps.target(label, true, (target) => {
        const first = this.code.jump();
        const start = this.code.at;
        this.#statements.one(body as Node);
        this.code.landAll(target.continues);
        if (this.#statements.hasContext(node)) this.code.emit('plain', EXTENDED);
        if (update) this.#statements.ExpressionStatement({ ...update, expression: update });
        this.code.land(first);
        this.#back(test, start);
      });
    });
  }

  ForInStatement(node: Node, label: string): void {
    const { left, right, body } = node as Node & { left: Node; right: Node; body: Node };
    this.#statements.within(node, () => {
      this.value(right);
      const end = this.code.branch(EXTENDED);
      const start = this.code.at;
      if (this.#statements.hasContext(node)) this.code.emit('plain', EXTENDED);
      this.of.expressions.patterns.next(left);
      this.code.flush();
      this.#jumps.target(label, true, (target) => {
        this.#statements.one(body);
        this.code.landAll(target.continues);
        this.code.branchBack(start, EXTENDED);
      });
      this.code.land(end);
    });
  }

  ForOfStatement(node: Node, label: string): void {
    this.ForInStatement(node, label);
  }
}
