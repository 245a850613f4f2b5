/** A text whose functions and scopes are followed: each tells when it is made, called and left, and what its names have. */
import { type Node, childrenOf, isFunction } from '../../support/syntax.ts';
import { Expressions } from './expressions.ts';
import { type FunctionInfo, functionsIn, namesOf } from './functions.ts';
import { shadowsOf } from './kinds.ts';
import type { Scope } from './scope.ts';

export interface FollowOptions {
  /** The text as its author wrote it, where the one to run has counters in it: what an engine stores is measured there. */
  original?: string;
  /** Numbers of functions start here. */
  firstId: number;
  /** Globals that the engine brings. */
  builtins: ReadonlySet<string>;
  /** A library's text: of it functions and scopes alone are followed. */
  isLibrary: boolean;
}

export class Follower {
  readonly #source: string;
  readonly #tree: Node;
  readonly #functions: FunctionInfo[];
  readonly #options: FollowOptions;
  readonly #expressions: Expressions;
  #next = 0;

  constructor(source: string, tree: Node, functions: FunctionInfo[], options: FollowOptions) {
    this.#source = source;
    this.#tree = tree;
    this.#functions = functions;
    this.#options = options;
    this.#expressions = new Expressions(source, options, {
      node: (node, scope) => this.#node(node, scope),
      methods: (node) => this.#methodsOf(node),
    });
  }

  code(): string {
    const scope: Scope = { names: new Set(), shadows: new Set(), outer: null, record: 'null' };
    const body = this.#tree.body as Node[];
    // Names that are no properties of the global object: only the text itself reaches them.
    const lexical = body
      .filter(({ type, kind }) => type === 'ClassDeclaration' || (type === 'VariableDeclaration' && kind !== 'var'))
      .flatMap((node) => namesOf({ ...node, type: 'Program', body: [node] }));
    const head = `void __m.top(${getter(lexical, new Set())},${JSON.stringify(lexical)});${this.#declared(body, scope)}`;
    const at = endOfDirectives(body);
    return this.#withHead(this.#tree, scope, at || this.#tree.start, head);
  }

  /** A node and all in it, as text. */
  #node(node: Node, scope: Scope): string {
    if (isFunction(node)) return this.#function(node, scope);
    if (node.type === 'BlockStatement' || node.type === 'StaticBlock')
      return this.#withHead(node, scope, node.start + 1, this.#declared(node.body as Node[], scope));
    if (node.type === 'CatchClause') return this.#catch(node, scope);
    if (node.type === 'ClassDeclaration')
      return `${this.parts(node, scope)};void __m.adopt(${String(node.id.name)},${this.#methodsOf(node)},${scope.record});`;
    const text = this.#expressions.statement(node, scope) ?? this.parts(node, scope);
    return node.type === 'ClassExpression' ? `__m.adopt(${text},${this.#methodsOf(node)},${scope.record})` : text;
  }

  /** Key, place and number of each method of a class or of an object. */
  #methodsOf(node: Node): string {
    const members = (node.type === 'ObjectExpression' ? node.properties : node.body.body) as Node[];
    const list = members
      .filter(({ value, computed }) => value && !computed && isFunction(value as Node) && this.#isMethod(value as Node))
      .map(({ key, kind, static: isStatic, value }) => {
        const name = JSON.stringify(String(key.name ?? key.value));
        const place = node.type === 'ObjectExpression' || isStatic ? 'static' : 'prototype';
        return `[${name},"${place}","${String(kind)}",${this.#idOf(value as Node)}]`;
      });
    return `[${list.join()}]`;
  }

  parts(node: Node, scope: Scope): string {
    return this.#withHead(node, scope, -1, '');
  }

  /** The text of `node` with its parts followed, and `head` put at a place between them. */
  #withHead(node: Node, scope: Scope, headAt: number, head: string): string {
    let text = '';
    let at = node.start;
    let isPut = headAt < 0;
    const copyTo = (end: number): void => {
      if (!isPut && headAt >= at && headAt <= end) {
        text += this.#source.slice(at, headAt) + head;
        at = headAt;
        isPut = true;
      }
      text += this.#source.slice(at, end);
      at = end;
    };
    for (const child of childrenOf(node)) {
      copyTo(child.start);
      text += this.#expressions.child(child, node, scope);
      at = child.end;
    }
    copyTo(node.end);
    return text;
  }

  /** Function declarations are there from the start of their block on. */
  #declared(body: Node[], scope: Scope): string {
    return body
      .filter(({ type }) => type === 'FunctionDeclaration')
      .map((node) => `void __m.fn(${this.#idOf(node)},${scope.record},${String(node.id.name)});`)
      .join('');
  }

  readonly #ids = new Map<Node, number>();

  /** Numbers follow the order of the text, whoever asks first. */
  #idOf(node: Node): number {
    if (this.#ids.size === 0) functionsIn(this.#tree).forEach((each, i) => this.#ids.set(each, this.#functions[i]!.id));
    return this.#ids.get(node)!;
  }

  #function(node: Node, outer: Scope): string {
    const id = this.#idOf(node);
    const info = this.#functions[id - this.#options.firstId]!;
    const isExpression = node.type !== 'FunctionDeclaration';
    const text = info.isFollowed || info.hasInner ? this.#withScope(node, info, outer) : this.#leaf(node, outer);
    return isExpression && !this.#isMethod(node) ? `__m.fn(${id},${outer.record},${text})` : text;
  }

  /** A method's function expression starts at its bracket. */
  #isMethod({ start, type }: Node): boolean {
    return type === 'FunctionExpression' && this.#source[start] === '(';
  }

  #leaf(node: Node, outer: Scope): string {
    return this.parts(node, { names: new Set(namesOf(node)), shadows: new Set(), outer, record: outer.record });
  }

  #withScope(node: Node, info: FunctionInfo, outer: Scope): string {
    const { id } = info;
    // What the counters of a text that is counted declare is none of the program's.
    const names = info.names;
    const shadows = info.isFollowed ? shadowsOf(node, names) : new Set<string>();
    const scope: Scope = { names: new Set(names), shadows, outer, record: `__s${id}` };
    const body = node.body as Node;
    const params = new Set(info.params);
    const shadowed = [...shadows].map((name) => {
      const nth = info.params.indexOf(name);
      return `__f_${name}=${params.has(name) ? `__a${id}[${nth}]||0` : '0'}`;
    });
    const enter =
      `let __s${id};try{__s${id}=__m.enter(${id},${outer.record},${getter(names, shadows)});` +
      (shadowed.length ? `var __a${id}=__m.take(),${shadowed.join()};` : info.isFollowed ? '__m.take();' : '');
    const exit = `}finally{__m.exit(__s${id})}`;
    if (body.type !== 'BlockStatement') {
      const params = this.#headOf(node, scope, body.start);
      return `${params}{${enter}return ${this.#expressions.kept(body, scope)}${exit}}`;
    }
    const at = endOfDirectives(body.body as Node[]) || body.start + 1;
    const directives = this.#source.slice(body.start, at);
    const rest = this.#withHead(body, scope, at, this.#declared(body.body as Node[], scope)).slice(directives.length);
    return `${this.#headOf(node, scope, body.start)}${directives}${enter}${rest.slice(0, -1)}${exit}}`;
  }

  /** Up to the body: with what parameters are when they are not given. */
  #headOf(node: Node, scope: Scope, end: number): string {
    let text = '';
    let at = node.start;
    for (const child of childrenOf(node).filter(({ start }) => start < end)) {
      text += this.#source.slice(at, child.start) + this.#expressions.child(child, node, scope);
      at = child.end;
    }
    return text + this.#source.slice(at, end);
  }

  /** Out of memory is none of a program's errors. */
  #catch(node: Node, scope: Scope): string {
    const { param, body } = node as Node & { param: Node | null; body: Node };
    const inner = this.#withHead(body, scope, body.start + 1, this.#declared(body.body as Node[], scope)).slice(1);
    const name = param?.type === 'Identifier' ? String(param.name) : '__e';
    if (param && param.type !== 'Identifier') return this.parts(node, scope);
    return `catch(${name}){__m.caught(${name});${inner}`;
  }
}

/** A function that tells what the names have, and what their shadows say: of name i at i, of its shadow at -1 - i. */
const getter = (names: string[], shadows: Set<string>): string =>
  `function(__i){switch(__i){${names
    .map((name, i) => `case ${i}:return ${name};${shadows.has(name) ? `case ${-1 - i}:return __f_${name};` : ''}`)
    .join('')}}}`;

function endOfDirectives(body: Node[]): number {
  let end = 0;
  for (const { type, directive, end: to } of body) {
    if (type !== 'ExpressionStatement' || directive === undefined) break;
    end = to;
  }
  return end;
}
