/** Functions that are used before their declaration: Espruino makes a function when it comes to it, and not before. */
import { type Node, childrenOf, isFunction } from '../support/syntax.ts';

/** Where a name stands that a later declaration of the same function body, or of the program, would have made. */
export function earlyFunctions(tree: Node): number[] {
  const found: number[] = [];
  const visitBody = (body: Node): void => {
    const { declared, bound, read, inner } = namesIn(body);
    for (const [name, at] of read) {
      const declaredAt = declared.get(name);
      const isBound = (bound.get(name) ?? Infinity) < at;
      if (declaredAt !== undefined && at < declaredAt && !isBound) found.push(at);
    }
    inner.forEach(visitBody);
  };
  visitBody(tree);
  return found;
}

interface Names {
  /** Functions that the body declares, and where. */
  declared: Map<string, number>;
  /** Other declarations: parameters and variables, the first of each. */
  bound: Map<string, number>;
  read: [name: string, at: number][];
  /** Functions inside: what is in them runs later. */
  inner: Node[];
}

function namesIn(body: Node): Names {
  const names: Names = { declared: new Map(), bound: new Map(), read: [], inner: [] };
  const bind = (node: Node | null): void => {
    if (node?.type === 'Identifier' && !names.bound.has(node.name as string))
      names.bound.set(node.name as string, node.start);
  };
  const visit = (node: Node): void => {
    if (node !== body && isFunction(node)) {
      if (node.type === 'FunctionDeclaration' && !names.declared.has(node.id.name as string))
        names.declared.set(node.id.name as string, node.start);
      names.inner.push(node);
      return;
    }
    if (node.type === 'VariableDeclarator') bind(node.id as Node);
    if (node.type === 'Identifier') names.read.push([node.name as string, node.start]);
    for (const child of childrenOf(node)) if (!isName(child, node)) visit(child);
  };
  if (isFunction(body)) (body.params as Node[]).forEach(bind);
  visit(body);
  return names;
}

/** A name that stands for no variable: of a property, a label, or what is declared. */
const isName = (child: Node, parent: Node): boolean =>
  (['MemberExpression', 'Property', 'MethodDefinition', 'PropertyDefinition'].includes(parent.type) &&
    !parent.computed &&
    !parent.shorthand &&
    child === (parent.property ?? parent.key)) ||
  (child.type === 'Identifier' && (parent.id === child || parent.label === child)) ||
  (isFunction(parent) && (parent.params as Node[]).includes(child)) ||
  // What is assigned to is not looked for first.
  (parent.type === 'AssignmentExpression' &&
    parent.operator === '=' &&
    parent.left === child &&
    child.type === 'Identifier');
