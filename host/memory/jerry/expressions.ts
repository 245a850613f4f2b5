/** Expressions, in the order in which JerryScript's parser comes to them (js-parser-expr.c). */
import { type Node, inside, isFunction } from '../../support/syntax.ts';
import { Classes } from './classes.ts';
import type { Literal } from './code.ts';
import { aligned, isSmall, textBytes } from './sizes.ts';
import type { FunctionCompiler } from './compiler.ts';
import { Calls } from './calls.ts';
import { Makers } from './makers.ts';
import { Operators } from './operators.ts';
import { EXTENDED, Part } from './part.ts';
import { Patterns } from './patterns.ts';

/** Whole numbers up to here lie in the code. */
const MOST_IN_CODE = 256;
/** Of a regular expression: flags, counts, and the text that it was made of. */
const REGEXP_HEAD = 24;

export class Expressions extends Part {
  readonly patterns: Patterns;
  readonly classes: Classes;
  /** Who else knows kinds of expressions. */
  readonly #others: object[];

  constructor(of: FunctionCompiler) {
    super(of);
    this.patterns = new Patterns(of);
    this.classes = new Classes(of);
    this.#others = [new Operators(of), new Calls(of), new Makers(of)];
  }

  /** An expression whose value is wanted: what was done last leaves it. */
  override value(node: Node): void {
    this.one(node);
    this.push();
  }

  push(): void {
    if (this.code.is('done')) this.code.flush();
  }

  /** An expression that is given a name: a class without one gets it. */
  named(node: Node, name: string): void {
    this.value(node);
    if (this.code.is('unnamed class')) this.code.emit('plain', EXTENDED, [this.of.name(name)]);
    this.nameFunction(node, name);
  }

  /** A function without a name keeps the one that it is given, for ever. */
  nameFunction(node: Node, name: string): void {
    const value = inside(node);
    if (isFunction(value) && !value.id) this.of.context.texts.add(name);
  }

  one(node: Node): void {
    for (const each of [this, ...this.#others] as Record<string, ((node: Node) => void) | undefined>[])
      if (each[node.type]) return each[node.type]!(node);
  }

  ParenthesizedExpression({ expression }: Node): void {
    this.one(expression as Node);
    if (expression.type === 'SequenceExpression') {
      this.push();
      this.code.flush();
    }
  }

  SequenceExpression({ expressions }: Node): void {
    (expressions as Node[]).forEach((each, i, { length }) => {
      this.one(each);
      if (i < length - 1 && !this.code.is('done')) this.code.emit('plain');
    });
  }

  Identifier({ name }: Node): void {
    this.literal(this.of.place(String(name)));
    this.code.pending!.last = 'name';
  }

  literal(literal: Literal): void {
    const { pending } = this.code;
    if (pending?.form === 'push' && pending.literals.length < 3) {
      pending.literals.push(literal);
      pending.last = literal.kind;
    } else if (pending?.form === 'this') {
      this.code.become('this literal', 1, [literal]);
      pending.last = literal.kind;
    } else this.code.emit('push', 1, [literal]);
  }

  Literal(node: Node): void {
    const { value, regex } = node;
    if (regex) return this.#regexp(node);
    if (typeof value === 'string') return this.literal(this.of.text(value));
    if (typeof value === 'number') return this.number(value);
    if (value === null) this.code.emit('plain');
    else this.code.emit(value === true ? 'true' : 'false');
  }

  #regexp(node: Node): void {
    const literal = this.of.code.literal('function', node.start);
    this.of.regexpBytes +=
      aligned(REGEXP_HEAD + 2 * String(node.regex.pattern).length) + textBytes(String(node.regex.pattern));
    const { pending } = this.code;
    if (pending?.form === 'push' && pending.literals.length < 3) pending.literals.push(literal);
    else this.code.emit('push', 1, [literal]);
    this.code.pending!.last = 'function';
  }

  number(value: number): void {
    const code = this.code;
    if (!Number.isInteger(value) || Math.abs(value) > MOST_IN_CODE || Object.is(value, -0))
      return this.literal(this.numberLiteral(value));
    let front: Literal | undefined;
    if (code.is('push')) {
      front = code.pending!.literals.pop();
      if (code.pending!.literals.length === 0) code.pending = null;
    }
    const pushed = code.emit('number', front ? EXTENDED : 1, front ? [front] : [], value === 0 ? 0 : 1);
    pushed.value = value;
  }

  numberLiteral(value: number): Literal {
    if (!isSmall(value)) this.of.context.numbers.add(value);
    return this.code.literal('number', Object.is(value, -0) ? '-0' : value);
  }

  ThisExpression(): void {
    if (this.of.constructs === 'derived') this.code.emit('plain', EXTENDED);
    else this.code.emit('this');
  }

  Super(): void {
    this.code.emit('super', EXTENDED);
  }

  MetaProperty(): void {
    this.code.emit('plain', EXTENDED);
  }

  FunctionExpression(node: Node): void {
    const code = this.code;
    const name = node.id ? String(node.id.name) : '';
    if (name) code.flush();
    const nameLiteral = name ? this.of.text(name) : null;
    const isInFront = (code.is('push', 1) || code.is('push', 2)) && !name;
    const front = isInFront ? code.pending!.literals : [];
    if (isInFront) code.pending = null;
    const literal = this.of.function(node);
    if (nameLiteral) code.emit('plain', EXTENDED, [literal, nameLiteral]);
    else code.emit('push', 1, [...front, literal]);
    code.pending!.last = 'function';
  }

  ArrowFunctionExpression(node: Node): void {
    this.FunctionExpression(node);
  }

  ClassExpression(node: Node): void {
    this.classes.define(node);
  }

  /** The key of a property, which is a text or a number of the table. */
  keyLiteral(key: Node): Literal {
    if (key.type === 'Literal' && typeof key.value === 'number') return this.numberLiteral(key.value);
    return this.of.text(String(key.name ?? key.value));
  }
}
