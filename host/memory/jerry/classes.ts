/** Classes: what defines them, and their methods. */
import type { Node } from '../../support/syntax.ts';
import { EXTENDED, Part } from './part.ts';

export class Classes extends Part {
  /** A class statement: a variable of that name. */
  declare(node: Node): void {
    const place = this.of.place(String(node.id.name));
    this.define(node);
    this.of.code.emit('done', 1, [place]);
  }

  define(node: Node): void {
    const { code, context } = this.of;
    const name = node.id ? this.of.name(String(node.id.name)) : null;
    const { scope } = this.of;
    if (name) code.emit('plain', EXTENDED, [name]);
    else code.emit('plain');
    if (node.superClass) this.value(node.superClass as Node);
    else code.emit('plain');
    this.of.scope = context.scopes.of(node)!;
    const members = node.body.body as Node[];
    const maker = members.find(({ kind }) => kind === 'constructor');
    const literal = maker && this.of.functionLiteral(maker.value as Node);
    if (literal) code.emit('push', 1, [literal]);
    else code.emit('plain', EXTENDED);
    code.emit('plain', EXTENDED);
    for (const member of members) {
      if (member === maker) this.of.function(maker.value as Node, literal, node.superClass ? 'derived' : 'constructor');
      else if (member.type === 'MethodDefinition') this.#method(member);
    }
    if (members.some(({ type }) => type === 'PropertyDefinition'))
      code.emit('plain', EXTENDED, [this.of.functionLiteral(node)]);
    this.of.scope = scope;
    if (!name) return void code.emit('unnamed class', EXTENDED);
    code.emit('plain', EXTENDED, [name]);
    code.emit('plain', EXTENDED, [name]);
  }

  #method({ key, value, kind, computed, static: isStatic }: Node): void {
    const { code } = this.of;
    if (computed) {
      this.value(key as Node);
      code.emit('push', 1, [this.of.function(value as Node)]);
      code.emit('plain', EXTENDED);
      return void code.emit('plain', EXTENDED);
    }
    const name = String(key.name ?? key.value);
    const literal = this.of.expressions.keyLiteral(key as Node);
    const isAccessor = kind !== 'method';
    const f = this.of.function(value as Node);
    this.of.context.texts.add(isAccessor ? `${String(kind)} ${name}` : name);
    code.emit('plain', isAccessor || isStatic ? EXTENDED : 1, [literal, f]);
  }
}
