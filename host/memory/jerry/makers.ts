/** Literals of arrays and objects, and templates: js-parser-expr.c. */
import { type Node, inside, isFunction } from '../../support/syntax.ts';
import { EXTENDED, Part } from './part.ts';

const MOST_PUSHED = 64;

export class Makers extends Part {
  ArrayExpression({ elements }: Node): void {
    const code = this.code;
    code.emit('plain');
    let pushed = 0;
    let bytes = 1;
    for (const element of elements as (Node | null)[]) {
      pushed++;
      if (element?.type === 'SpreadElement') {
        bytes = EXTENDED;
        pushed++;
        code.emit('plain', EXTENDED);
        this.value(element.argument as Node);
      } else if (element) this.value(element);
      else code.emit('plain');
      if (code.is('this')) code.flush();
      if (pushed < MOST_PUSHED) continue;
      code.emit('plain', bytes, [], 1);
      bytes = 1;
      pushed = 0;
    }
    if (pushed > 0) code.emit('plain', bytes, [], 1);
  }

  ObjectExpression({ properties }: Node): void {
    this.code.emit('plain');
    for (const property of properties as Node[]) this.#property(property);
  }

  #property(property: Node): void {
    const code = this.code;
    const { key, value, kind, computed, method, shorthand } = property as Node & { key: Node; value: Node };
    if (property.type === 'SpreadElement') {
      this.value(property.argument as Node);
      return void code.emit('plain', EXTENDED);
    }
    if (computed) return this.#computed(property);
    const literal = this.of.expressions.keyLiteral(key);
    const name = String(key.name ?? key.value);
    if (kind !== 'init') {
      const f = this.of.function(value);
      this.of.context.texts.add(`${String(kind)} ${name}`);
      return void code.emit('plain', EXTENDED, [literal, f]);
    }
    if (method) {
      const f = this.of.function(value);
      this.of.context.texts.add(name);
      return void code.emit('plain', 1, [f, literal]);
    }
    if (shorthand) return void code.emit('plain', 1, [this.of.place(name), literal]);
    this.value(value);
    if (name === '__proto__') return void code.emit('plain', EXTENDED);
    if (code.is('push', 1)) {
      this.of.expressions.nameFunction(value, name);
      code.become('plain', 1, [...code.pending!.literals, literal]);
      return;
    }
    if (code.is('unnamed class')) code.emit('plain', EXTENDED, [this.of.name(name)]);
    code.emit('plain', 1, [literal]);
  }

  #computed({ key, value, kind, method }: Node): void {
    const code = this.code;
    this.value(key as Node);
    if (method || kind !== 'init') {
      const f = this.of.function(value as Node);
      code.emit('push', 1, [f]);
      code.emit('plain', EXTENDED);
      return void code.emit('plain', EXTENDED);
    }
    this.value(value as Node);
    if (isFunction(inside(value as Node))) code.emit('plain', EXTENDED);
    if (code.is('push', 1)) code.become('plain', EXTENDED);
    else code.emit('plain', EXTENDED);
  }

  TemplateLiteral({ quasis, expressions }: Node): void {
    const texts = (quasis as Node[]).map((each) => String(each.value.cooked));
    if (texts.length === 1) return this.of.expressions.literal(this.of.text(texts[0]!));
    const code = this.code;
    if (texts[0]) this.of.expressions.literal(this.of.text(texts[0]));
    (expressions as Node[]).forEach((each, i) => {
      this.value(each);
      if (i > 0 || texts[0]) {
        if (i === 0 && code.is('push', 2)) code.become('plain', EXTENDED);
        else if (code.is('push', 1)) code.become('plain', EXTENDED);
        else code.emit('plain', EXTENDED);
      }
      const text = texts[i + 1]!;
      if (!text && (i > 0 || texts[0])) return;
      const literal = this.of.text(text);
      if (i === 0 && code.is('push', 1)) code.become('plain', EXTENDED, [...code.pending!.literals, literal]);
      else code.emit('plain', EXTENDED, [literal]);
    });
  }
}
