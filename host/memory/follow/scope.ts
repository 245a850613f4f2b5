/** Names where they stand in a text: whose they are, and where it is said what they hold. */
import { type Node, isFunction } from '../../support/syntax.ts';

/** Which names a function has, and which of them have a shadow that says what their value is. */
export interface Scope {
  names: Set<string>;
  shadows: Set<string>;
  outer: Scope | null;
  /** What its text calls its record: `__s3`, or null of the program. */
  record: string;
}

export class Names {
  /** Globals that the engine brings. */
  readonly #builtins: ReadonlySet<string>;

  constructor(builtins: ReadonlySet<string>) {
    this.#builtins = builtins;
  }

  /** Whether a node is the name of what the engine brings. */
  isBuiltin({ type, name }: Node, scope: Scope): boolean {
    return type === 'Identifier' && this.#builtins.has(String(name)) && !isDeclared(String(name), scope);
  }

  /** The text of a name. A global of the engine is made when it is used, and what its objects have in common when there is one. */
  text(node: Node, scope: Scope, isMade = false): string {
    const name = String(node.name);
    const isOfCall = name === 'arguments' || name === 'eval';
    return !isOfCall && this.isBuiltin(node, scope) ? `(__m.t.${name}|=${isMade ? 3 : 1},${name})` : name;
  }

  /** Where it is said what a name holds; '': nowhere, it is nothing in particular. */
  shadow(name: string, scope: Scope): string {
    for (let at: Scope | null = scope; at; at = at.outer)
      if (at.names.has(name)) return at.shadows.has(name) ? `__f_${name}` : '';
    return name.startsWith('__') || this.#builtins.has(name) || name === 'undefined' ? '' : `__m.g.${name}`;
  }
}

/** Whether the program itself has such a name there. */
function isDeclared(name: string, scope: Scope): boolean {
  for (let at: Scope | null = scope; at; at = at.outer) if (at.names.has(name)) return true;
  return false;
}

/** Whether a name stands for its value, and is no key, label or name of something that is declared. */
export function isReference(node: Node, parent: Node): boolean {
  switch (parent.type) {
    case 'MemberExpression':
      return parent.object === node || parent.computed;
    case 'Property':
      return !parent.shorthand && (parent.value === node || parent.computed);
    case 'PropertyDefinition':
    case 'MethodDefinition':
      return parent.computed || parent.value === node;
    case 'VariableDeclarator':
      return parent.init === node;
    case 'AssignmentExpression':
    case 'AssignmentPattern':
      return parent.right === node;
    case 'ForInStatement':
    case 'ForOfStatement':
      return parent.left !== node;
    case 'UnaryExpression':
      return parent.operator !== 'typeof' && parent.operator !== 'delete';
    case 'UpdateExpression':
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'CatchClause':
    case 'RestElement':
    case 'ArrayPattern':
    case 'ObjectPattern':
      return false;
    case 'ClassDeclaration':
    case 'ClassExpression':
      return parent.superClass === node;
    default:
      return !isFunction(parent) || parent.body === node;
  }
}
