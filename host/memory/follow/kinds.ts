/** What the syntax of a program says of its values without running it. */
import { type Node, childrenOf, inside } from '../../support/syntax.ts';

/** What is said of a value, as the text of an expression that says it: '0' of one that has no variable of its own. */
export type Flag = string;
/** A new float. */
export const FLOAT: Flag = '__m.f()';
/** A new text, or a number that its name has no room for. */
export const TEXT: Flag = '__m.s()';
/** Up to here a whole number needs no variable, on boards of all sizes. */
const LEAST_LARGE = 1024;

const SIMPLE_KINDS = new Set([
  'ObjectExpression',
  'ArrayExpression',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'NewExpression',
  'ThisExpression',
  'ClassExpression',
]);

export function flagOfLiteral({ value, raw }: Node): Flag {
  if (typeof value === 'string') return TEXT;
  if (typeof value !== 'number') return '0';
  if (!/^(0[xbo][\da-f]+|\d+)$/i.test(String(raw))) return FLOAT;
  return value < LEAST_LARGE ? '0' : TEXT;
}

/** Names of a function that need a shadow: what they hold may have a variable of its own. */
export function shadowsOf(node: Node, names: string[]): Set<string> {
  const shadows = new Set(
    (node.params as Node[]).filter(({ type }) => type === 'Identifier').map((param) => String(param.name)),
  );
  const note = (target: Node, value: Node | null): void => {
    if (target.type === 'Identifier' && value && !isPlain(value)) shadows.add(String(target.name));
  };
  const visit = (part: Node): void => {
    if (part.type === 'VariableDeclarator') note(part.id as Node, part.init as Node | null);
    if (part.type === 'AssignmentExpression') note(part.left as Node, part.operator === '=' ? part.right : part);
    childrenOf(part).forEach(visit);
  };
  visit(node.body as Node);
  return new Set(names.filter((name) => shadows.has(name)));
}

/** An expression whose value is neither a float nor a text. */
function isPlain(node: Node): boolean {
  const value = inside(node);
  if (SIMPLE_KINDS.has(value.type)) return true;
  if (value.type === 'Literal') return flagOfLiteral(value) === '0';
  if (value.type === 'UnaryExpression')
    return /^[!~]$/.test(String(value.operator)) || (value.operator === '-' && isPlain(value.argument));
  const by = String(value.operator);
  if (value.type === 'AssignmentExpression') return /^(<<|>>>?|[&|^])=$/.test(by);
  return value.type === 'BinaryExpression' && !/^[-+*/%]$|^\*\*$/.test(by);
}
