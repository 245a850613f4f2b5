/** Which variables of a program JerryScript keeps in registers: those that no function in theirs looks at. All others have a place in the heap. */
import { type Node, childrenOf, isFunction } from '../../support/syntax.ts';

export interface Variable {
  name: string;
  kind: 'var' | 'argument' | 'let' | 'function' | 'catch' | 'arguments';
  /** A function in its own looks at it. */
  isCaptured: boolean;
  /** And that one may be called before it is declared. */
  isEarly: boolean;
  /** Its place; -1: none was given to it yet. */
  register: number;
}

export interface Block {
  /** The function, or the program, that it belongs to. */
  owner: Block;
  outer: Block | null;
  variables: Map<string, Variable>;
  /** Functions that it declares. */
  functions: Node[];
  isArrow: boolean;
  /** A function statement. */
  isStatement: boolean;
  /** The name of a function or class expression, which is known inside. */
  ownName: string;
  hasEval: boolean;
}

export class Scopes {
  readonly #blocks = new Map<Node, Block>();

  constructor(tree: Node) {
    this.#function(tree, null);
    this.#resolve(tree, this.of(tree)!);
  }

  /** Of a program, a function, or what has variables of its own; undefined: it has none. */
  of(node: Node): Block | undefined {
    return this.#blocks.get(node);
  }

  #open(node: Node, outer: Block | null, isOwner: boolean): Block {
    const block = {
      outer,
      variables: new Map(),
      functions: [],
      isArrow: node.type === 'ArrowFunctionExpression',
      isStatement: node.type === 'FunctionDeclaration',
      ownName: node.type === 'FunctionExpression' ? String(node.id?.name ?? '') : '',
      hasEval: false,
    } as unknown as Block;
    block.owner = isOwner ? block : outer!.owner;
    this.#blocks.set(node, block);
    return block;
  }

  #function(node: Node, outer: Block | null): void {
    const block = this.#open(node, outer, true);
    if (isFunction(node)) for (const param of node.params as Node[]) declareAll(block, param, 'argument');
    const body = node.type === 'Program' ? node : (node.body as Node);
    for (const child of isFunction(node) ? (node.params as Node[]) : []) this.#declare(child, block);
    if (body.type === 'BlockStatement' || body.type === 'Program')
      for (const child of body.body as Node[]) this.#declare(child, block);
    else this.#declare(body, block);
  }

  #declare(node: Node, block: Block): void {
    switch (node.type) {
      case 'FunctionDeclaration':
        declare(block, String(node.id.name), 'function');
        block.functions.push(node);
        return this.#function(node, block);
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return this.#function(node, block);
      case 'VariableDeclaration':
        for (const { id } of node.declarations as Node[])
          declareAll(node.kind === 'var' ? block.owner : block, id as Node, node.kind === 'var' ? 'var' : 'let');
        break;
      case 'ClassDeclaration':
      case 'ClassExpression':
        return this.#class(node, block);
      case 'CatchClause':
        return this.#catch(node, block);
      case 'BlockStatement':
      case 'SwitchStatement':
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
        return this.#inside(node, this.#open(node, block, false));
    }
    this.#inside(node, block);
  }

  #inside(node: Node, block: Block): void {
    for (const child of childrenOf(node)) this.#declare(child, block);
  }

  #class(node: Node, block: Block): void {
    if (node.type === 'ClassDeclaration') declare(block, String(node.id.name), 'let');
    const inner = this.#open(node, block, false);
    inner.ownName = String(node.id?.name ?? '');
    this.#inside(node, inner);
  }

  #catch(node: Node, block: Block): void {
    const inner = this.#open(node, block, false);
    if (node.param) declareAll(inner, node.param as Node, 'catch');
    for (const child of node.body.body as Node[]) this.#declare(child, inner);
  }

  /** Notes who looks at what. */
  #resolve(node: Node, block: Block): void {
    for (const child of childrenOf(node)) {
      if (child.type === 'Identifier') {
        if (isVariable(child, node)) look(String(child.name), block, node);
      } else this.#resolve(child, this.of(child) ?? block);
    }
  }
}

function declare(block: Block, name: string, kind: Variable['kind']): void {
  const known = block.variables.get(name);
  if (known) {
    if (kind === 'function' && known.kind !== 'argument') known.kind = kind;
    return;
  }
  block.variables.set(name, { name, kind, isCaptured: false, isEarly: false, register: -1 });
}

function declareAll(block: Block, pattern: Node, kind: Variable['kind']): void {
  for (const name of namesOfPattern(pattern)) declare(block, name, kind);
}

/** Names that a pattern binds. */
export function namesOfPattern(pattern: Node): string[] {
  if (pattern.type === 'Identifier') return [String(pattern.name)];
  if (pattern.type === 'AssignmentPattern') return namesOfPattern(pattern.left as Node);
  if (pattern.type === 'RestElement') return namesOfPattern(pattern.argument as Node);
  if (pattern.type === 'Property') return namesOfPattern(pattern.value as Node);
  const parts = (pattern.type === 'ArrayPattern' ? pattern.elements : (pattern.properties ?? [])) as (Node | null)[];
  return parts.flatMap((part) => (part ? namesOfPattern(part) : []));
}

/** Whether a name is that of a variable, and no key or label. */
function isVariable(node: Node, parent: Node): boolean {
  if (parent.type === 'MemberExpression') return parent.object === node || Boolean(parent.computed);
  if (/^(Property|PropertyDefinition|MethodDefinition)$/.test(parent.type))
    return parent.value === node || Boolean(parent.computed) || Boolean(parent.shorthand);
  if (isFunction(parent) || /^Class/.test(parent.type)) return parent.id !== node;
  return !/^(LabeledStatement|BreakStatement|ContinueStatement)$/.test(parent.type);
}

function look(name: string, block: Block, parent: Node): void {
  if (name === 'eval' && parent.type === 'CallExpression') markAll(block);
  let isByStatement = false;
  for (let at: Block | null = block; at; at = at.outer) {
    const variable = at.variables.get(name);
    if (variable) {
      if (at.owner !== block.owner) variable.isCaptured = true;
      if (isByStatement) variable.isEarly = true;
      return;
    }
    if (at.ownName === name) return;
    if (at === at.owner) {
      if (name === 'arguments' && at.outer && !at.isArrow) return declareArguments(at, block);
      isByStatement ||= at.isStatement;
    }
  }
}

function declareArguments(at: Block, block: Block): void {
  declare(at, 'arguments', 'arguments');
  if (block.owner !== at) at.variables.get('arguments')!.isCaptured = true;
}

/** What `eval` may look at is in no register. */
function markAll(block: Block): void {
  for (let at: Block | null = block; at; at = at.outer) {
    at.owner.hasEval = true;
    for (const variable of at.variables.values()) variable.isCaptured = true;
  }
}
