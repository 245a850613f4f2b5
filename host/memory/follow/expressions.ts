/** Expressions of a program that is followed: what is said of the value of each, and where that is kept. */
import { type Node, childrenOf } from '../../support/syntax.ts';
import type { FollowOptions } from './follower.ts';
import { type Flag, TEXT, flagOfLiteral } from './kinds.ts';
import { array, call, object, withMethods } from './makers.ts';
import { binary, sequence, unary } from './operators.ts';
import { Names, type Scope, isReference } from './scope.ts';
import { assignment, declaration, declarator, update } from './stores.ts';

/** The text of an expression, and of what is said of its value. */
export interface Said {
  code: string;
  flag: Flag;
}

/** Who follows what is no expression. */
interface Follow {
  node(node: Node, scope: Scope): string;
  /** Key, place and number of each method of an object. */
  methods(node: Node): string;
}

/** What an engine's arrays and texts have in common. */
const OF_ALL = new Set(
  'length buffer byteOffset subarray set fill indexOf push pop slice split join charCodeAt charAt concat forEach map'.split(
    ' ',
  ),
);

export class Expressions {
  readonly source: string;
  readonly names: Names;
  readonly follower: Follow;
  readonly #isLibrary: boolean;

  constructor(source: string, { builtins, isLibrary }: FollowOptions, follower: Follow) {
    this.source = source;
    this.names = new Names(builtins);
    this.follower = follower;
    this.#isLibrary = isLibrary;
  }

  /** A node below another one, whose value is not looked at. */
  child(node: Node, parent: Node, scope: Scope): string {
    const text = this.#child(node, parent, scope);
    const isIterated =
      parent.type === 'ForOfStatement'
        ? parent.right === node
        : parent.type === 'VariableDeclarator' && parent.id.type === 'ArrayPattern' && parent.init === node;
    return isIterated ? `__m.iterated(${text})` : text;
  }

  #child(node: Node, parent: Node, scope: Scope): string {
    if (node.type === 'SpreadElement' && parent.type !== 'ObjectExpression')
      return `...__m.iterated(${this.plain(node.argument as Node, scope)})`;
    if (node.type !== 'Identifier') return this.follower.node(node, scope);
    if (!isReference(node, parent)) return this.slice(node);
    return this.names.text(node, scope, parent.type === 'NewExpression' && parent.callee === node);
  }

  /** What has to be followed in a node; null: only its parts. */
  statement(node: Node, scope: Scope): string | null {
    if (this.#isLibrary) return this.#touched(node, scope);
    switch (node.type) {
      case 'VariableDeclarator':
        return declarator(this, node, scope);
      case 'VariableDeclaration':
        return declaration(this, node, scope);
      case 'ReturnStatement':
        return node.argument ? `return ${this.kept(node.argument as Node, scope)};` : null;
      case 'AssignmentExpression':
      case 'CallExpression':
      case 'NewExpression':
      case 'ObjectExpression':
      case 'ArrayExpression':
        return this.said(node, scope).code;
      case 'Literal':
        return node.regex ? `(__m.t.RegExp=3,${this.slice(node)})` : null;
      default:
        return null;
    }
  }

  /** Of a library: where it looks for what all arrays or texts have, their kind is noted. */
  #touched(node: Node, scope: Scope): string | null {
    const { type, property, computed } = node as Node & { property: Node };
    if (type === 'ObjectExpression') return withMethods(this, node, scope);
    if (type !== 'MemberExpression' || computed) return null;
    const name = String(property.name);
    if (!OF_ALL.has(name) && !this.names.isBuiltin(node.object as Node, scope)) return null;
    const of = this.access(node, scope);
    return of && `__m.seen(${of.object},${of.key}).${name}`;
  }

  /** The text of an expression that leaves in `__m.r` what its value is. */
  kept(node: Node, scope: Scope): string {
    if (this.#isLibrary) return this.follower.node(node, scope);
    const { code, flag } = this.said(node, scope);
    return flag === '__m.r' ? `(${code})` : `__m.v((${code}),${flag})`;
  }

  said(node: Node, scope: Scope): Said {
    switch (node.type) {
      case 'Literal':
        return { code: this.plain(node, scope), flag: flagOfLiteral(node) };
      case 'TemplateLiteral':
        return { code: this.plain(node, scope), flag: TEXT };
      case 'Identifier':
        return this.#read(node, scope);
      case 'ParenthesizedExpression': {
        const { code, flag } = this.said(node.expression as Node, scope);
        return { code: `(${code})`, flag };
      }
      case 'MemberExpression':
        return this.#member(node, scope);
      case 'AssignmentExpression':
        return assignment(this, node, scope);
      case 'UpdateExpression':
        return update(this, node, scope);
      case 'UnaryExpression':
        return unary(this, node, scope);
      case 'BinaryExpression':
        return binary(this, node, scope);
      case 'ConditionalExpression':
        return {
          code: `(${this.plain(node.test as Node, scope)})?${this.kept(node.consequent as Node, scope)}:${this.kept(node.alternate as Node, scope)}`,
          flag: '__m.r',
        };
      case 'LogicalExpression':
        return {
          code: `${this.kept(node.left as Node, scope)}${String(node.operator)}${this.kept(node.right as Node, scope)}`,
          flag: '__m.r',
        };
      case 'SequenceExpression':
        return sequence(this, node, scope);
      case 'CallExpression':
        return call(this, node, scope);
      case 'NewExpression':
        return { code: `__m.made(${this.parts(node, scope)})`, flag: '0' };
      case 'ObjectExpression':
        return { code: object(this, node, scope), flag: '0' };
      case 'ArrayExpression':
        return { code: array(this, node, scope), flag: '0' };
      default:
        return { code: this.plain(node, scope), flag: '0' };
    }
  }

  /** Without a look at what its value is. */
  plain(node: Node, scope: Scope): string {
    return node.type === 'Identifier' ? this.names.text(node, scope) : this.follower.node(node, scope);
  }

  /** The text of a node, of whose parts the values are not looked at. */
  parts(node: Node, scope: Scope): string {
    let text = '';
    let at = node.start;
    for (const child of childrenOf(node)) {
      text += this.source.slice(at, child.start) + this.child(child, node, scope);
      at = child.end;
    }
    return text + this.source.slice(at, node.end);
  }

  slice({ start, end }: Node): string {
    return this.source.slice(start, end);
  }

  #read(node: Node, scope: Scope): Said {
    const code = this.names.text(node, scope);
    const shadow = this.names.shadow(String(node.name), scope);
    return shadow ? { code: `(__m.r=${shadow},${code})`, flag: '__m.r' } : { code, flag: '0' };
  }

  #member(node: Node, scope: Scope): Said {
    const of = this.access(node, scope);
    return of
      ? { code: `__m.get(${of.object},${of.key})`, flag: '__m.r' }
      : { code: this.parts(node, scope), flag: '0' };
  }

  /** Object and key of `a.b` and `a[b]`; null where it is none of those. */
  access(node: Node, scope: Scope): { object: string; key: string } | null {
    const { object, property, computed, optional } = node as Node & { object: Node; property: Node };
    if (
      node.type !== 'MemberExpression' ||
      optional ||
      object.type === 'Super' ||
      property.type === 'PrivateIdentifier'
    )
      return null;
    const key = computed ? this.plain(property, scope) : JSON.stringify(property.name);
    return { object: this.plain(object, scope), key };
  }
}
