/** Which function or variable a name of a bundle means: bundles are ES5, and have functions as their only scopes. */
import { type Node, childrenOf, isFunction } from '../support/syntax.ts';

export interface Binding {
  name: string;
  /** What is evaluated for it once it is used: the function, or the values that it is given. */
  values: Node[];
}

export interface Scope {
  bindings: Map<string, Binding>;
  outer: Scope | null;
}

/** The scope of a function, or of a whole program. */
export function scopeOf(root: Node, outer: Scope | null): Scope {
  const bindings = new Map<string, Binding>();
  const declare = (name: string): Binding => {
    const known = bindings.get(name) ?? { name, values: [] };
    bindings.set(name, known);
    return known;
  };
  const visit = (node: Node): void => {
    if (node.type === 'FunctionDeclaration') declare(node.id.name as string).values.push(node);
    if (node.type === 'VariableDeclarator') declare(node.id.name as string);
    if (node.type === 'CatchClause' && node.param) declare(node.param.name as string);
    if (!isFunction(node)) childrenOf(node).forEach(visit);
  };
  if (isFunction(root)) {
    for (const { name } of root.params as { name: string }[]) declare(name);
    if (root.type === 'FunctionExpression' && root.id) declare(root.id.name as string);
    visit(root.body as Node);
  } else for (const child of childrenOf(root)) visit(child);
  return { bindings, outer };
}

export function bindingOf(name: string, scope: Scope | null): Binding | undefined {
  for (let at = scope; at; at = at.outer) {
    const found = at.bindings.get(name);
    if (found) return found;
  }
  return undefined;
}

/** Calls `visit` for the names that a node uses: not those of properties, nor those that it declares. */
export function usesIn(node: Node, visit: (name: Node) => void, enter: (child: Node) => void): void {
  for (const child of childrenOf(node)) {
    if (child.type !== 'Identifier') enter(child);
    else if (isUse(child, node)) visit(child);
  }
}

function isUse(name: Node, parent: Node): boolean {
  if (parent.type === 'MemberExpression') return parent.object === name || Boolean(parent.computed);
  if (parent.type === 'Property') return parent.value === name;
  if (parent.type === 'VariableDeclarator') return parent.init === name;
  return parent.type !== 'CatchClause' && !isFunction(parent);
}
