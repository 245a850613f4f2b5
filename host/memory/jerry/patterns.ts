/** Destructuring: what takes a value apart. */
import type { Node } from '../../support/syntax.ts';
import { EXTENDED, Part } from './part.ts';

export class Patterns extends Part {
  /** `var [a, b] = init`. */
  declare(pattern: Node, init: Node | null): void {
    if (init) this.value(init);
    this.of.code.flush();
    this.bind(pattern, true);
  }

  /** `[a, b] = right`, whose value is left. */
  assign(pattern: Node, right: Node): void {
    this.value(right);
    this.of.code.flush();
    this.bind(pattern, false);
  }

  /** What is on the stack is taken apart, and dropped. */
  bind(pattern: Node, isDropped: boolean): void {
    const { code } = this.of;
    if (pattern.type === 'ArrayPattern') {
      code.emit('plain', EXTENDED);
      for (const element of pattern.elements as (Node | null)[]) this.#element(element);
      code.emit('plain', EXTENDED);
    } else {
      const properties = pattern.properties as Node[];
      const hasRest = properties.some(({ type }) => type === 'RestElement');
      if (properties.length === 0 || hasRest) code.emit('plain', EXTENDED);
      for (const property of properties) this.#property(property);
    }
    if (isDropped) code.emit('plain');
    code.flush();
  }

  #element(element: Node | null): void {
    const { code } = this.of;
    if (!element) {
      code.emit('plain', EXTENDED);
      return void code.emit('plain');
    }
    this.#target(element.type === 'RestElement' ? (element.argument as Node) : element, () =>
      code.emit('plain', EXTENDED),
    );
  }

  #property(property: Node): void {
    const { code, expressions } = this.of;
    if (property.type === 'RestElement')
      return this.#target(property.argument as Node, () => code.emit('plain', EXTENDED));
    if (property.computed) {
      expressions.value(property.key as Node);
      return this.#target(property.value as Node, () => code.emit('plain', EXTENDED));
    }
    const key = expressions.keyLiteral(property.key as Node);
    this.#target(property.value as Node, () => code.emit('plain', EXTENDED, [key]));
  }

  /** One target, with what it is when it is not given. */
  #target(node: Node, emitValue: () => void): void {
    const { code, expressions, context } = this.of;
    const target = (node.type === 'AssignmentPattern' ? node.left : node) as Node;
    if (/Member/.test(target.type)) {
      expressions.value(target);
      code.flush();
    }
    emitValue();
    if (node.type === 'AssignmentPattern') {
      const skip = code.branch(EXTENDED);
      expressions.value(node.right as Node);
      code.land(skip);
    }
    if (/Pattern$/.test(target.type)) {
      this.bind(target, true);
      return;
    }
    if (target.type === 'Identifier') code.emit('plain', 1, [this.of.place(String(target.name))]);
    else code.emit('plain');
    const line = context.lineOf(target.start);
    if (line === context.lastLine) return;
    context.lastLine = line;
    code.line(line, false);
  }

  /** The variable of for (x of y), which the next value is put into. */
  next(left: Node): void {
    const { code, expressions } = this.of;
    const target = (left.type === 'VariableDeclaration' ? left.declarations[0].id : left) as Node;
    if (target.type === 'Identifier') {
      code.emit('plain', EXTENDED);
      return void code.emit('plain', 1, [this.of.place(String(target.name))]);
    }
    if (/Pattern$/.test(target.type)) {
      code.emit('plain', EXTENDED);
      return this.bind(target, true);
    }
    expressions.value(target);
    code.emit('plain', EXTENDED);
    code.emit('plain');
  }
}
