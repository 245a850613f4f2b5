/** Expressions of a program that is followed: see follow.ts. */
import { type Node, childrenOf, inside } from '../support/syntax.ts';
import type { FollowOptions, Scope } from './follow.ts';
import { FLOAT, type Flag, TEXT, flagOfLiteral, isDeclared, isReference } from './kinds.ts';

interface Said {
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
const ARITHMETIC = /^[-+*%]$/;

export class Expressions {
  readonly #source: string;
  readonly #options: FollowOptions;
  readonly #follower: Follow;

  constructor(source: string, options: FollowOptions, follower: Follow) {
    this.#source = source;
    this.#options = options;
    this.#follower = follower;
  }

  #node(node: Node, scope: Scope): string {
    return this.#follower.node(node, scope);
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
      return `...__m.iterated(${this.#plain(node.argument as Node, scope)})`;
    if (node.type !== 'Identifier') return this.#node(node, scope);
    if (!isReference(node, parent)) return this.#slice(node);
    return this.#name(node, scope, parent.type === 'NewExpression' && parent.callee === node);
  }

  /** What has to be followed in a node; null: only its parts. */
  statement(node: Node, scope: Scope): string | null {
    if (this.#options.isLibrary) return this.#touched(node, scope);
    switch (node.type) {
      case 'VariableDeclarator':
        return this.#declarator(node, scope);
      case 'VariableDeclaration':
        return this.#declaration(node, scope);
      case 'ReturnStatement':
        return node.argument ? `return ${this.kept(node.argument as Node, scope)};` : null;
      case 'AssignmentExpression':
      case 'CallExpression':
      case 'NewExpression':
      case 'ObjectExpression':
      case 'ArrayExpression':
        return this.#said(node, scope).code;
      case 'Literal':
        return node.regex ? `(__m.t.RegExp=3,${this.#slice(node)})` : null;
      default:
        return null;
    }
  }

  /** Of a library: where it looks for what all arrays or texts have, their kind is noted. */
  #touched(node: Node, scope: Scope): string | null {
    const { type, property, computed } = node as Node & { property: Node };
    if (type === 'ObjectExpression') return this.#withMethods(node, scope);
    if (type !== 'MemberExpression' || computed) return null;
    const name = String(property.name);
    if (!OF_ALL.has(name) && !this.#isBuiltin(node.object as Node, scope)) return null;
    const of = this.#access(node, scope);
    return of && `__m.seen(${of.object},${of.key}).${name}`;
  }

  /** Whether a node is the name of what the engine brings. */
  #isBuiltin({ type, name }: Node, scope: Scope): boolean {
    return type === 'Identifier' && this.#options.builtins.has(String(name)) && !isDeclared(String(name), scope);
  }

  /** The text of an expression that leaves in `__m.r` what its value is. */
  kept(node: Node, scope: Scope): string {
    if (this.#options.isLibrary) return this.#node(node, scope);
    const { code, flag } = this.#said(node, scope);
    return flag === '__m.r' ? `(${code})` : `__m.v((${code}),${flag})`;
  }

  #slice = ({ start, end }: Node): string => this.#source.slice(start, end);

  /** A global of the engine is made when it is used, and what its objects have in common when there is one. */
  #name(node: Node, scope: Scope, isMade = false): string {
    const name = String(node.name);
    const isOfCall = name === 'arguments' || name === 'eval';
    return !isOfCall && this.#isBuiltin(node, scope) ? `(__m.t.${name}|=${isMade ? 3 : 1},${name})` : name;
  }

  /** Where it is said what a name holds; '': nowhere, it is nothing in particular. */
  #shadow(name: string, scope: Scope): string {
    for (let at: Scope | null = scope; at; at = at.outer)
      if (at.names.has(name)) return at.shadows.has(name) ? `__f_${name}` : '';
    return name.startsWith('__') || this.#options.builtins.has(name) || name === 'undefined' ? '' : `__m.g.${name}`;
  }

  /** The variables of a script that are declared and given nothing, with what says that they are there. */
  #declaration(node: Node, scope: Scope): string | null {
    const all = node.declarations as Node[];
    const isBare = ({ id, init }: Node): boolean => !init && id.type === 'Identifier';
    if (scope.record !== 'null' || node.kind !== 'var' || this.#source[node.end - 1] !== ';' || !all.some(isBare))
      return null;
    const said = all.map((each) =>
      isBare(each)
        ? `${String(each.id.name)}=__m.declared("${String(each.id.name)}",${String(each.id.name)})`
        : this.#node(each, scope),
    );
    return `var ${said.join()};`;
  }

  #declarator(node: Node, scope: Scope): string | null {
    const { id, init } = node as Node & { id: Node; init: Node | null };
    if (id.type !== 'Identifier' || !init) return null;
    return `${String(id.name)}=${this.#stored(String(id.name), this.#said(init, scope), scope)}`;
  }

  /** A value on its way into a variable. */
  #stored(name: string, { code, flag }: Said, scope: Scope): string {
    const shadow = this.#shadow(name, scope);
    return shadow ? `__m.v((${code}),${shadow}=${flag})` : `(${code})`;
  }

  #said(node: Node, scope: Scope): Said {
    switch (node.type) {
      case 'Literal':
        return { code: this.#plain(node, scope), flag: flagOfLiteral(node) };
      case 'TemplateLiteral':
        return { code: this.#plain(node, scope), flag: TEXT };
      case 'Identifier':
        return this.#read(node, scope);
      case 'ParenthesizedExpression': {
        const { code, flag } = this.#said(node.expression as Node, scope);
        return { code: `(${code})`, flag };
      }
      case 'MemberExpression':
        return this.#member(node, scope);
      case 'AssignmentExpression':
        return this.#assignment(node, scope);
      case 'UpdateExpression':
        return this.#update(node, scope);
      case 'UnaryExpression':
        return this.#unary(node, scope);
      case 'BinaryExpression':
        return this.#binary(node, scope);
      case 'ConditionalExpression':
        return {
          code: `(${this.#plain(node.test as Node, scope)})?${this.kept(node.consequent as Node, scope)}:${this.kept(node.alternate as Node, scope)}`,
          flag: '__m.r',
        };
      case 'LogicalExpression':
        return {
          code: `${this.kept(node.left as Node, scope)}${String(node.operator)}${this.kept(node.right as Node, scope)}`,
          flag: '__m.r',
        };
      case 'SequenceExpression':
        return this.#sequence(node, scope);
      case 'CallExpression':
        return this.#call(node, scope);
      case 'NewExpression':
        return { code: `__m.made(${this.#parts(node, scope)})`, flag: '0' };
      case 'ObjectExpression':
        return { code: this.#object(node, scope), flag: '0' };
      case 'ArrayExpression':
        return { code: this.#array(node, scope), flag: '0' };
      default:
        return { code: this.#plain(node, scope), flag: '0' };
    }
  }

  /** Without a look at what its value is. */
  #plain(node: Node, scope: Scope): string {
    return node.type === 'Identifier' ? this.#name(node, scope) : this.#node(node, scope);
  }

  #parts(node: Node, scope: Scope): string {
    let text = '';
    let at = node.start;
    for (const child of childrenOf(node)) {
      text += this.#source.slice(at, child.start) + this.child(child, node, scope);
      at = child.end;
    }
    return text + this.#source.slice(at, node.end);
  }

  #read(node: Node, scope: Scope): Said {
    const code = this.#name(node, scope);
    const shadow = this.#shadow(String(node.name), scope);
    return shadow ? { code: `(__m.r=${shadow},${code})`, flag: '__m.r' } : { code, flag: '0' };
  }

  #member(node: Node, scope: Scope): Said {
    const of = this.#access(node, scope);
    return of
      ? { code: `__m.get(${of.object},${of.key})`, flag: '__m.r' }
      : { code: this.#parts(node, scope), flag: '0' };
  }

  /** Object and key of `a.b` and `a[b]`; null where it is none of those. */
  #access(node: Node, scope: Scope): { object: string; key: string } | null {
    const { object, property, computed, optional } = node as Node & { object: Node; property: Node };
    if (
      node.type !== 'MemberExpression' ||
      optional ||
      object.type === 'Super' ||
      property.type === 'PrivateIdentifier'
    )
      return null;
    const key = computed ? this.#plain(property, scope) : JSON.stringify(property.name);
    return { object: this.#plain(object, scope), key };
  }

  #assignment(node: Node, scope: Scope): Said {
    const { left, right, operator } = node as Node & { left: Node; right: Node; operator: string };
    const target = inside(left);
    if (target.type === 'Identifier') return this.#toName(target, operator, right, scope);
    const of = this.#access(target, scope);
    if (!of) return { code: this.#parts(node, scope), flag: '0' };
    const value = this.#said(right, scope);
    if (operator === '=')
      return { code: `__m.set(${of.object},${of.key},(${value.code}),${value.flag})`, flag: '__m.r' };
    const by = operator.slice(0, -1);
    if (ARITHMETIC.test(by))
      return { code: `__m.by(${of.object},${of.key},"${by}",(${value.code}),${value.flag})`, flag: '__m.r' };
    return { code: this.#parts(node, scope), flag: by === '/' ? FLOAT : '0' };
  }

  #toName(target: Node, operator: string, right: Node, scope: Scope): Said {
    const name = String(target.name);
    const shadow = this.#shadow(name, scope);
    const value = this.#said(right, scope);
    if (!shadow) return { code: `${name}${operator}(${value.code})`, flag: '0' };
    const by = operator.slice(0, -1);
    if (operator === '=') return { code: `${name}=${this.#stored(name, value, scope)}`, flag: '__m.r' };
    if (ARITHMETIC.test(by)) {
      const code = `__m.math("${by}",${name},${shadow},(${value.code}),${value.flag})`;
      return { code: `${name}=${this.#stored(name, { code, flag: '__m.r' }, scope)}`, flag: '__m.r' };
    }
    return { code: `__m.v(${name}${operator}(${value.code}),${shadow}=${by === '/' ? FLOAT : '0'})`, flag: '__m.r' };
  }

  #update(node: Node, scope: Scope): Said {
    const target = inside(node.argument as Node);
    const code = this.#parts(node, scope);
    const shadow = target.type === 'Identifier' ? this.#shadow(String(target.name), scope) : '';
    return shadow ? { code: `(__m.r=${shadow},${code})`, flag: '__m.r' } : { code, flag: '0' };
  }

  #unary(node: Node, scope: Scope): Said {
    const { operator, argument } = node as Node & { argument: Node };
    if (operator !== '-') return { code: this.#parts(node, scope), flag: operator === 'typeof' ? TEXT : '0' };
    const { code, flag } = this.#said(argument, scope);
    return { code: `__m.minus((${code}),${flag})`, flag: '__m.r' };
  }

  #binary(node: Node, scope: Scope): Said {
    const operator = String(node.operator);
    if (operator === '/') return { code: this.#parts(node, scope), flag: FLOAT };
    if (!ARITHMETIC.test(operator)) return { code: this.#parts(node, scope), flag: '0' };
    const left = this.#said(node.left as Node, scope);
    const right = this.#said(node.right as Node, scope);
    return {
      code: `__m.math("${operator}",(${left.code}),${left.flag},(${right.code}),${right.flag})`,
      flag: '__m.r',
    };
  }

  #sequence(node: Node, scope: Scope): Said {
    const all = node.expressions as Node[];
    const last = this.#said(all.at(-1)!, scope);
    const before = all.slice(0, -1).map((each) => `(${this.#plain(each, scope)})`);
    return { code: `${before.join()},${last.code}`, flag: last.flag };
  }

  #call(node: Node, scope: Scope): Said {
    const { callee, optional } = node as Node & { callee: Node };
    const args = node.arguments as Node[];
    const name = callee.type === 'Identifier' ? String(callee.name) : '';
    const isOwn = optional || name === 'eval' || name.startsWith('__') || callee.type === 'Super';
    if (
      isOwn ||
      callee.type === 'ChainExpression' ||
      callee.type === 'Import' ||
      args.some(({ type }) => type === 'SpreadElement')
    )
      return { code: this.#parts(node, scope), flag: '0' };
    const list = `[${args
      .map((argument) => {
        const { code, flag } = this.#said(argument, scope);
        return `(${code}),${flag}`;
      })
      .join()}]`;
    const what = JSON.stringify(this.#slice(callee));
    const of = this.#access(callee, scope);
    if (of) return { code: `__m.method(${of.object},${of.key},${what},${list})`, flag: '__m.r' };
    if (callee.type === 'MemberExpression') return { code: this.#parts(node, scope), flag: '0' };
    return { code: `__m.call(${this.#plain(callee, scope)},${what},${list})`, flag: '__m.r' };
  }

  #object(node: Node, scope: Scope): string {
    const properties = node.properties as Node[];
    const isPlainOne = ({ type, kind, method, key }: Node): boolean =>
      type === 'Property' && kind === 'init' && !method && (key.name ?? key.value) !== '__proto__';
    const adopted = this.#withMethods(node, scope);
    if (adopted) return adopted;
    if (!properties.every(isPlainOne)) return `__m.made(${this.#parts(node, scope)})`;
    const said = properties.map(({ value }) => this.#said(value as Node, scope));
    const keyOf = ({ key, computed }: Node): string =>
      computed ? this.#plain(key as Node, scope) : JSON.stringify(String(key.name ?? key.value));
    return `__m.object([${properties.map((each, i) => `${keyOf(each)},(${said[i]!.code}),${said[i]!.flag}`).join()}])`;
  }

  /** Of an object with methods or getters; null: it has none. */
  #withMethods(node: Node, scope: Scope): string | null {
    const methods = this.#follower.methods(node);
    return methods === '[]' ? null : `__m.adopt(__m.made(${this.#parts(node, scope)}),${methods},${scope.record})`;
  }

  #array(node: Node, scope: Scope): string {
    const elements = node.elements as (Node | null)[];
    if (elements.some((each) => !each || each.type === 'SpreadElement')) return `__m.made(${this.#parts(node, scope)})`;
    const said = elements.map((each) => this.#said(each!, scope));
    return said.every(({ flag }) => flag === '0')
      ? `__m.made([${said.map(({ code }) => `(${code})`).join()}])`
      : `__m.array([${said.map(({ code, flag }) => `(${code}),${flag}`).join()}])`;
  }
}
