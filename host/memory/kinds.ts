/** What the syntax of a program says of its names and values without running it. */
import { type Node, inside, isFunction } from '../support/syntax.ts';
import type { Scope } from './follow.ts';

/** What is said of a value: nothing, Own.Float, Own.Text, or what was said last. */
export type Flag = '0' | '1' | '2' | '__m.r';

const SIMPLE_KINDS = new Set([
  'ObjectExpression',
  'ArrayExpression',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'NewExpression',
  'ThisExpression',
  'ClassExpression',
]);

/** Whether the program itself has such a name there. */
export function isDeclared(name: string, scope: Scope): boolean {
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

/** Of a float, 1; of a text, 2; of all else 0. */
export function flagOfLiteral({ value, raw }: Node): Flag {
  if (typeof value === 'string') return '2';
  return typeof value === 'number' && !/^(0[xbo][\da-f]+|\d+)$/i.test(String(raw)) ? '1' : '0';
}

/** An expression whose value is neither a float nor a text. */
export function isPlain(node: Node): boolean {
  const value = inside(node);
  if (SIMPLE_KINDS.has(value.type)) return true;
  if (value.type === 'Literal') return flagOfLiteral(value) === '0';
  if (value.type === 'UnaryExpression')
    return /^[!~]$/.test(String(value.operator)) || (value.operator === '-' && isPlain(value.argument));
  const by = String(value.operator);
  if (value.type === 'AssignmentExpression') return /^(<<|>>>?|[&|^])=$/.test(by);
  return value.type === 'BinaryExpression' && !/^[-+*/%]$|^\*\*$/.test(by);
}
