/** What an interpreter executes of one node, the nodes in it left out: its kind, and its tokens. */
import type { Token } from 'acorn';
import { type Node, isLoop } from '../support/syntax.ts';
import type { Counts } from './features.ts';

export const lengthOf = ({ start, end }: Node): number => end - start;

export const isStatement = ({ type }: Node): boolean => /(Statement|Declaration)$/.test(type);

export function countNode(node: Node, parent: Node, counts: Counts): void {
  const { type } = node;
  if (type === 'VariableDeclarator') counts.vars++;
  else if (isStatement(node)) counts.statements += Number(!isHead(node, parent));
  else if (type === 'CallExpression' || type === 'NewExpression') {
    counts.calls++;
    counts.arguments += node.arguments.length;
    if (isProperty(node.callee as Node)) {
      counts.methodCalls++;
      if ((node.callee as Node).property.name === 'subarray') counts.views++;
    }
  } else if (isProperty(node)) counts[node.property.name === 'length' ? 'lengths' : 'properties']++;
  else if (type === 'MemberExpression')
    counts[parent.type === 'AssignmentExpression' && parent.left === node ? 'stores' : 'loads']++;
  else if (type === 'AssignmentExpression') countAssignment(node, counts);
  else if (type === 'BinaryExpression' || type === 'LogicalExpression') countOperator(node, counts);
  else if (type === 'UpdateExpression' || (type === 'UnaryExpression' && /^[-+!~]$/.test(node.operator as string)))
    counts.operators++;
  else if (type === 'ObjectExpression' || type === 'ArrayExpression') counts.literals++;
  else if (type === 'Property' && !node.shorthand) counts.fields++;
  else if (type === 'Literal' && typeof node.value === 'number') counts.digits += lengthOf(node);
  else if (type === 'CatchClause' && node.param) counts.vars++;
}

function countAssignment({ operator, left }: Node, counts: Counts): void {
  counts.assignments++;
  if (operator === '=') return;
  counts.operators++;
  if (left.type === 'MemberExpression' && left.computed) counts.loads++;
}

function countOperator({ operator }: Node, counts: Counts): void {
  counts.operators++;
  if (/^[*/%]$/.test(operator as string)) counts.products++;
}

/** The variables in the head of a loop are no statement. */
const isHead = (node: Node, parent: Node): boolean => isLoop(parent) && parent.body !== node;

/** A property by its name, `a.b`. */
export const isProperty = ({ type, computed }: Node): boolean => type === 'MemberExpression' && !computed;

export const isMethod = ({ type, kind, method }: Node): boolean =>
  type === 'MethodDefinition' || (type === 'Property' && (method === true || kind !== 'init'));

/** The tokens of a text, in order. */
export class Tokens {
  readonly #all: Token[];

  constructor(all: Token[]) {
    this.#all = all;
  }

  /** Tokens that begin in [from, to). */
  countBetween(from: number, to: number, counts: Counts): void {
    if (from >= to) return;
    for (let i = this.#firstTokenFrom(from); i < this.#all.length && this.#all[i]!.start < to; i++) {
      const { start, end } = this.#all[i]!;
      if (start === end) continue;
      counts.tokens++;
      counts.characters += end - start;
    }
  }

  #firstTokenFrom(position: number): number {
    let low = 0;
    let high = this.#all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#all[middle]!.start < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
