/** Statements, in the order in which JerryScript's parser comes to them (js-parser-statm.c). */
import type { Node } from '../../support/syntax.ts';
import type { Branch } from './code.ts';
import type { FunctionCompiler } from './compiler.ts';
import { declareIn } from './declarations.ts';
import { Jumps } from './jumps.ts';
import { Loops } from './loops.ts';
import { EXTENDED, Part } from './part.ts';

/** What starts with one of these is given no line. */
const WITHOUT_LINE = new Set(['EmptyStatement', 'BlockStatement', 'VariableDeclaration', 'FunctionDeclaration']);

export class Statements extends Part {
  readonly #jumps: Jumps;
  readonly #loops: Loops;

  constructor(of: FunctionCompiler) {
    super(of);
    this.#jumps = new Jumps(of);
    this.#loops = new Loops(of, this, this.#jumps);
  }

  all(body: Node[]): void {
    let isStart = true;
    for (const node of body) {
      const isDirective: boolean = isStart && node.directive !== undefined;
      // The last directive of a program is its value.
      if (!isDirective) this.one(node);
      isStart = isDirective;
    }
  }

  #line(position: number, isFlushed: boolean): void {
    const { context } = this.of;
    const line = context.lineOf(position);
    if (line === context.lastLine) return;
    context.lastLine = line;
    this.code.line(line, isFlushed);
  }

  one(node: Node, label = ''): void {
    if (!WITHOUT_LINE.has(node.type) || (node.type === 'FunctionDeclaration' && node.async))
      this.#line(node.start, true);
    const all = [this, this.#loops, this.#jumps] as unknown as Record<
      string,
      ((node: Node, label: string) => void) | undefined
    >[];
    const knows = all.find((each) => each[node.type]);
    if (knows) knows[node.type]!(node, label);
    else if (node.type === 'ClassDeclaration') this.of.expressions.classes.declare(node);
    this.code.flush();
  }

  ExpressionStatement({ expression }: Node): void {
    this.of.expressions.one(expression as Node);
    if (!this.code.is('done')) this.code.emit('plain');
  }

  VariableDeclaration({ declarations, kind }: Node): void {
    for (const { id, init } of declarations as Node[]) {
      if (id.type !== 'Identifier') this.of.expressions.patterns.declare(id as Node, init as Node);
      else if (init) {
        this.#line(id.start, false);
        const place = this.of.place(String(id.name));
        this.of.expressions.named(init as Node, String(id.name));
        this.code.emit('done', 1, [place]);
      } else if (kind !== 'var') {
        this.code.emit('plain');
        this.code.emit('done', 1, [this.of.place(String(id.name))]);
      }
    }
  }

  FunctionDeclaration(node: Node): void {
    this.of.context.texts.add(String(node.id.name));
    this.of.function(node, this.of.functionLiteral(node));
  }

  BlockStatement(node: Node): void {
    this.within(node, () => (node.body as Node[]).forEach((each) => this.one(each)));
  }

  /** Within a block that may have variables; those that are looked at by functions make it a context. */
  within(node: Node, work: () => void): void {
    const block = this.of.context.scopes.of(node);
    if (!block || block.variables.size === 0) return work();
    const { scope, next } = this.of;
    const context = this.hasContext(node) ? this.code.branch() : null;
    this.of.scope = block;
    declareIn(this.of, block);
    work();
    this.of.scope = scope;
    this.of.next = next;
    if (!context) return;
    this.code.emit('plain');
    this.code.land(context);
  }

  IfStatement({ test, consequent, alternate }: Node): void {
    this.value(test as Node);
    const over = this.code.branch();
    this.one(consequent as Node);
    if (!alternate) return this.code.land(over);
    const end = this.code.jump();
    this.code.land(over);
    this.one(alternate as Node);
    this.code.land(end);
  }

  hasContext(node: Node): boolean {
    const block = this.of.context.scopes.of(node);
    return block !== undefined && [...block.variables.values()].some(({ isCaptured }) => isCaptured);
  }

  SwitchStatement(node: Node): void {
    const { discriminant, cases } = node as Node & { discriminant: Node; cases: Node[] };
    this.value(discriminant);
    this.within(node, () => {
      const tested = cases.filter(({ test }) => test);
      const { lastLine } = this.of.context;
      const branches = new Map<Node, Branch>();
      for (const each of tested) {
        this.#line(each.test.start, true);
        this.value(each.test as Node);
        if (each === tested.at(-1)) this.code.emit('plain');
        branches.set(each, this.code.branch());
      }
      this.of.context.lastLine = lastLine;
      if (tested.length === 0) this.code.emit('plain');
      const other = this.code.jump();
      this.#jumps.target('', false, () => {
        for (const each of cases) {
          this.code.land(branches.get(each) ?? other);
          for (const statement of each.consequent as Node[]) this.one(statement);
        }
        if (tested.length === cases.length) this.code.land(other);
      });
    });
  }

  LabeledStatement({ label, body }: Node): void {
    const name = String(label.name);
    if (/^(For|ForIn|ForOf|While|DoWhile)Statement$/.test(body.type as string)) return this.one(body as Node, name);
    this.#jumps.target(name, false, () => this.one(body as Node));
  }

  ThrowStatement({ argument }: Node): void {
    this.value(argument as Node);
    this.code.emit('plain');
  }

  ReturnStatement({ argument }: Node): void {
    const bytes = this.of.node.async ? EXTENDED : 1;
    const form = this.of.node.async ? 'plain' : 'return';
    if (!argument) return void this.code.emit(form, bytes);
    this.value(argument as Node);
    if (this.code.is('push', 1)) this.code.become('return', 1);
    else this.code.emit(form, bytes);
  }

  TryStatement({ block, handler, finalizer }: Node): void {
    const body = this.code.branch(EXTENDED);
    this.#part(block as Node, block as Node);
    this.code.land(body);
    if (handler) {
      const end = this.code.branch(EXTENDED);
      this.#part(handler as Node, handler.body as Node, handler.param as Node | null);
      this.code.land(end);
    }
    if (finalizer) {
      const end = this.code.branch(EXTENDED);
      this.#part(finalizer as Node, finalizer as Node);
      this.code.emit('plain');
      return this.code.land(end);
    }
    this.code.emit('plain');
  }

  /** One of the blocks of `try`, whose context is the statement's own. */
  #part(node: Node, body: Node, param?: Node | null): void {
    const block = this.of.context.scopes.of(node);
    const { scope, next } = this.of;
    if (block && block.variables.size > 0) {
      if (this.hasContext(node)) this.code.emit('plain', EXTENDED);
      this.of.scope = block;
      declareIn(this.of, block);
    }
    if (param?.type === 'Identifier') this.code.emit('plain', 1, [this.of.place(String(param.name))]);
    else if (param) this.of.expressions.patterns.bind(param, true);
    else if (param === null) this.code.emit('plain');
    this.code.flush();
    for (const each of body.body as Node[]) this.one(each);
    this.of.scope = scope;
    this.of.next = next;
  }
}
