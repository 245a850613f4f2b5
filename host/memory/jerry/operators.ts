/** Operators and assignments: js-parser-expr.c. */
import { type Node, inside } from '../../support/syntax.ts';
import type { Literal } from './code.ts';
import { EXTENDED, Part } from './part.ts';

const LOGICAL = new Set(['&&', '||', '??']);

export class Operators extends Part {
  UnaryExpression({ operator, argument }: Node): void {
    const code = this.code;
    const value = argument as Node;
    if ((operator === '-' || operator === '+') && value.type === 'Literal' && typeof value.value === 'number')
      return this.of.expressions.number(operator === '-' ? -value.value : value.value);
    this.value(value);
    if (operator === 'delete') return this.#lvalue('plain', false);
    if (operator === 'typeof') {
      if (this.#isName(value)) this.#reference('plain');
      else code.emit('plain');
      return;
    }
    const form = operator === '!' ? 'not' : 'plain';
    if (code.is('push', 1)) code.become(form, 1);
    else code.emit(form);
  }

  AwaitExpression({ argument }: Node): void {
    this.value(argument as Node);
    this.code.emit('plain', EXTENDED);
  }

  YieldExpression({ argument }: Node): void {
    if (argument) this.value(argument as Node);
    else this.code.emit('plain');
    this.code.emit('plain', EXTENDED);
  }

  UpdateExpression({ argument }: Node): void {
    this.value(argument as Node);
    this.#lvalue('done', this.#isName(argument as Node));
  }

  /** Whether what waits ends with a name, and that name is what the node stands for. */
  #isName(node: Node): boolean {
    const code = this.code;
    return inside(node).type === 'Identifier' && (code.is('push') || code.is('this literal'));
  }

  /** The last literal that waits is taken by an instruction of its own. */
  #reference(form: 'plain' | 'done'): void {
    const code = this.code;
    const { literals } = code.pending!;
    if (code.is('push', 1)) return code.become(form, 1);
    const literal = literals.at(-1)!;
    if (code.is('this literal')) code.become('this', 1, []);
    else code.become('push', 1, literals.slice(0, -1));
    code.emit(form, 1, [literal]);
  }

  #lvalue(form: 'plain' | 'done', isName: boolean): void {
    const code = this.code;
    if (isName) return this.#reference(form);
    if (code.is('member', 0)) return code.become(form, 1);
    this.#unmember();
    code.emit(form);
  }

  /** Object and key, which were about to be looked up, are left on the stack. */
  #unmember(): void {
    const code = this.code;
    if (code.is('member')) code.become('push', 1);
    else if (code.is('this member')) code.become('this literal', 1);
  }

  BinaryExpression({ left, right }: Node): void {
    this.value(left as Node);
    this.value(right as Node);
    this.#binary();
  }

  #binary(): void {
    const code = this.code;
    if (code.is('number')) {
      const { literals, value } = code.pending!;
      code.become('push', 1, [...literals, this.of.expressions.numberLiteral(value!)]);
    }
    if (code.is('push', 1) || code.is('push', 2)) code.become('plain', 1);
    else code.emit('plain');
  }

  LogicalExpression({ left, operator, right }: Node): void {
    this.value(left as Node);
    const end = this.code.branch(operator === '??' ? EXTENDED : 1);
    this.value(right as Node);
    this.code.land(end);
  }

  ConditionalExpression({ test, consequent, alternate }: Node): void {
    const code = this.code;
    this.value(test as Node);
    if (code.is('not', 0)) code.pending = null;
    const other = code.branch();
    this.value(consequent as Node);
    const end = code.jump();
    code.land(other);
    this.value(alternate as Node);
    code.land(end);
  }

  AssignmentExpression({ left, operator, right }: Node): void {
    const code = this.code;
    const target = inside(left as Node);
    if (/Pattern$/.test(target.type)) return this.of.expressions.patterns.assign(target, right as Node);
    this.value(target);
    if (operator !== '=') return this.#compound(target, String(operator), right as Node);
    if (this.#isName(target)) return this.#toName(target, right as Node);
    const literals = code.pending!.literals;
    if (code.is('member', 1) && code.pending!.last !== 'name') return this.#toMember(literals, right as Node);
    if (code.is('this member') && code.pending!.last !== 'name') return this.#toMember(literals, right as Node);
    if (code.is('member', 0)) code.pending = null;
    else if (code.is('super member')) code.become('plain', EXTENDED);
    else this.#unmember();
    this.value(right as Node);
    code.emit('done');
  }

  #toMember(literals: Literal[], right: Node): void {
    this.code.pending = null;
    this.value(right);
    this.code.emit('done', 1, literals);
  }

  #toName(target: Node, right: Node): void {
    const code = this.code;
    const literals = code.pending!.literals;
    const literal = literals.at(-1)!;
    if (code.is('push', 1)) code.pending = null;
    else if (code.is('this literal')) {
      code.become('this', 1, []);
      code.flush();
    } else code.become('push', 1, literals.slice(0, -1));
    this.of.expressions.named(right, String(target.name));
    if (code.is('push', 1)) code.become('done', 1, [...code.pending!.literals, literal]);
    else code.emit('done', 1, [literal]);
  }

  #compound(target: Node, operator: string, right: Node): void {
    const code = this.code;
    if (this.#isName(target)) this.#reference('plain');
    else code.become('plain', code.pending!.bytes);
    if (LOGICAL.has(operator.slice(0, -1))) {
      const end = code.branch();
      this.value(right);
      code.emit('done');
      return code.land(end);
    }
    this.value(right);
    this.#binary();
    code.emit('done');
  }
}
