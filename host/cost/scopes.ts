/** Which names a function sees, and how far an interpreter looks for one. */
import { type Node, childrenOf, isFunction } from '../support/syntax.ts';
import type { Counts } from './features.ts';
import { isProperty } from './node-counts.ts';

/** Names in the order in which an interpreter that keeps them in a list looks through them. */
export interface Scope {
  names: string[];
  outer: Scope | null;
}

/** A name that is read or assigned to. */
export function countName(node: Node, parent: Node, around: Scope, counts: Counts): void {
  if (isProperty(parent) && parent.property === node) return;
  if (parent.type === 'Property' && parent.key === node && !parent.shorthand) return;
  counts.names++;
  for (let scope: Scope | null = around; ; scope = scope.outer) {
    const at = scope ? scope.names.indexOf(node.name as string) : 0;
    if (at >= 0 || !scope) {
      counts.scanned += at;
      return;
    }
    counts.scanned += scope.names.length;
    counts.levels++;
  }
}

/** Variables and functions that a body declares, in order; not those of functions in it. */
export function namesIn(body: Node): string[] {
  const names: string[] = [];
  const add = (name: Node | null): void => {
    if (name?.type === 'Identifier') names.push(name.name as string);
  };
  const visit = (node: Node): void => {
    if (node.type === 'VariableDeclarator' || node.type === 'FunctionDeclaration') add(node.id as Node);
    if (node.type === 'CatchClause') add(node.param as Node | null);
    if (!isFunction(node)) childrenOf(node).forEach(visit);
  };
  childrenOf(body).forEach(visit);
  return names;
}

export const namesOfFunction = (params: Node[], body: Node, source: string): string[] => [
  ...params.map(({ start, end }) => source.slice(start, end)),
  ...namesIn(body),
];
