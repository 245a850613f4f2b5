/** Members and calls: js-parser-expr.c. */
import type { Node } from '../../support/syntax.ts';
import { EXTENDED, Part } from './part.ts';

export class Calls extends Part {
  ChainExpression({ expression }: Node): void {
    this.of.expressions.one(expression as Node);
  }

  MemberExpression(node: Node): void {
    const code = this.code;
    const { object, property, computed } = node as Node & { object: Node; property: Node };
    this.value(object);
    if (computed) {
      const isSuper = code.is('super');
      if (isSuper) code.pending = null;
      this.value(property);
      if (isSuper) return void code.emit('super member', EXTENDED);
      if (code.is('push', 1) || code.is('push', 2)) code.become('member', 1);
      else if (code.is('this literal')) code.become('this member', 1);
      else code.emit('member');
      return;
    }
    const literal = this.of.text(String(property.name));
    if (code.is('push', 1)) code.become('member', 1, [...code.pending!.literals, literal]);
    else if (code.is('this')) code.become('this member', 1, [literal]);
    else if (code.is('super')) code.become('super member', EXTENDED, [literal]);
    else code.emit('member', 1, [literal]);
    if (!code.is('member', 2)) code.pending!.last = 'text';
  }

  CallExpression(node: Node): void {
    const code = this.code;
    const callee = node.callee as Node;
    this.value(callee);
    const isMember = code.is('member') || code.is('this member') || code.is('super member');
    const isSuper = code.is('super');
    const isEval = callee.type === 'Identifier' && callee.name === 'eval';
    // It waits no more for what may become of it.
    if (isMember) code.become('plain', code.pending!.bytes);
    const [count, isSpread] = this.#arguments(node.arguments as Node[]);
    if (isEval) code.emit('plain');
    if (isSpread || isSuper) return void code.emit('done', EXTENDED, [], 1);
    if (count > 2) return void code.emit('done', 1, [], 1);
    if (count === 2 && isMember) code.flush();
    code.emit('done');
  }

  /** How many there are on the stack, and whether some are spread. */
  #arguments(list: Node[]): [count: number, isSpread: boolean] {
    let isSpread = false;
    for (const each of list) {
      if (each.type === 'SpreadElement') {
        isSpread = true;
        this.code.emit('plain', EXTENDED);
        this.value(each.argument as Node);
      } else this.value(each);
    }
    return [list.length, isSpread];
  }

  NewExpression(node: Node): void {
    this.value(node.callee as Node);
    const [count, isSpread] = this.#arguments(node.arguments as Node[]);
    this.code.emit('plain', isSpread ? EXTENDED : 1, [], isSpread || count > 1 ? 1 : 0);
  }

  TaggedTemplateExpression({ tag, quasi }: Node): void {
    this.value(tag as Node);
    this.code.emit('plain', EXTENDED, [], 1);
    const [count] = this.#arguments(quasi.expressions as Node[]);
    this.code.emit('done', 1, [], count > 1 ? 1 : 0);
  }
}
