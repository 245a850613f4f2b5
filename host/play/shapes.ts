/** What stands where in a bundle, as the build writes it. */
import { type Node, childrenOf, isFunction } from '../support/syntax.ts';

/** The function around a bundle that is a script; null where there is none. */
export function scriptIn(tree: Node): Node | null {
  const [first] = tree.body as Node[];
  const callee = first?.type === 'VariableDeclaration' ? (first.declarations[0].init?.callee as Node) : undefined;
  return callee?.type === 'FunctionExpression' && first!.declarations[0].id.name === 'ckremm' ? callee : null;
}

/** The parts of a statement that are done one after the other, and may go one by one. */
export function partsOf(statement: Node): Node[] {
  if (statement.type === 'VariableDeclaration') return statement.declarations as Node[];
  const expression = (statement.expression ?? statement.argument) as Node | undefined;
  return expression?.type === 'SequenceExpression'
    ? (expression.expressions as Node[])
    : expression
      ? [expression]
      : [];
}

/** What a part stores, and where; neither where it does not. */
export const storeIn = ({ type, id, init, operator, left, right }: Node): { target?: Node; init?: Node } => {
  if (type === 'VariableDeclarator') return { target: id as Node, init: init as Node };
  return type === 'AssignmentExpression' && operator === '=' ? { target: left as Node, init: right as Node } : {};
};

/** `exports.NAME`, whatever `exports` is called; null of anything else. */
export const exportIn = ({ type, object, property, computed }: Node): string | null =>
  type === 'MemberExpression' && !computed && object.type === 'Identifier' ? (property.name as string) : null;

/** The number in `0 === group`; null of anything else. */
export function numberIn({ type, operator, left, right }: Node, group: string): number | null {
  if (type !== 'BinaryExpression' || operator !== '===') return null;
  return left.type === 'Literal' && right.name === group ? (left.value as number) : null;
}

/** Names in the list of objects with cold calls that no namespace has: `[a]` in build/tree/cold.js, `elsewhere`. */
export function listIn(root: Node): Node[] {
  const isProbe = (node: Node): boolean =>
    (node.type === 'Property' &&
      node.key.name === '__proto__' &&
      node.value.body?.body[0]?.argument?.type === 'ObjectExpression' &&
      node.value.body.body[0].argument.properties[0]?.key.name === 'a') ||
    (!isFunction(node) && childrenOf(node).some(isProbe));
  const visit = (node: Node): Node[] => {
    if (isFunction(node) && node !== root && childrenOf(node.body as Node).some(isProbe)) {
      const declared = (node.body.body as Node[]).flatMap((one) => (one.declarations ?? []) as Node[]);
      return declared.flatMap(({ init }) => (init?.type === 'ArrayExpression' ? (init.elements as Node[]) : []));
    }
    return childrenOf(node).flatMap(visit);
  };
  return visit(root);
}
