/**
 * Counting what an interpreter executes. A program is cut into regions: pieces of text that are executed
 * as a whole or not at all (the body of a function, an arm of a condition, the right side of `&&` ...). What
 * one execution of a region consists of is known from its text; how often it is executed, a counter at
 * its start tells. The sum over all regions is what was executed.
 */
import type { Token } from 'acorn';
import { type Node, type Parsed, childrenOf, isFunction, isLoop, parsed } from '../support/syntax.ts';
import { type Counts, none } from './features.ts';

export interface Counted {
  /** The program, with `void __regions[n]++` at the start of region n. */
  code: string;
  regions: Counts[];
}

interface Insertion {
  position: number;
  text: string;
  isClosing: boolean;
  depth: number;
}

/** Names in the order in which an interpreter that keeps them in a list looks through them. */
interface Scope {
  names: string[];
  outer: Scope | null;
}

/** Where a visit is: the region, the names it sees, and the end of its function's body. */
interface Place {
  region: number;
  scope: Scope;
  depth: number;
  bodyEnd: number;
  /** The end of the innermost loop's body, which break and continue skip to. */
  turnEnd: number;
  /** Characters behind this place that a return would read as the arm that is not taken, which is counted already. */
  skippedAnyway: number;
}

/** `source` with counters. Regions are numbered from `first` on. Works on minified code. */
export function countRegions(source: string, first = 0): Counted {
  const program = parsed(source);
  // What is no program is run as it is: the engine says what is wrong.
  return program ? new Cutter(source, program, first).cut() : { code: source, regions: [] };
}

class Cutter {
  readonly #source: string;
  readonly #first: number;
  readonly #tree: Node;
  readonly #tokens: Token[];
  readonly #regions: Counts[] = [];
  readonly #insertions: Insertion[] = [];

  constructor(source: string, { tree, tokens }: Parsed, first: number) {
    this.#source = source;
    this.#first = first;
    this.#tree = tree;
    this.#tokens = tokens;
  }

  cut(): Counted {
    const place: Place = {
      region: this.#newRegion(),
      scope: { names: namesIn(this.#tree), outer: null },
      depth: 0,
      bodyEnd: this.#source.length,
      turnEnd: 0,
      skippedAnyway: 0,
    };
    this.#visitAll(this.#tree.body as Node[], this.#tree, place);
    this.#insertions.push({ position: 0, text: this.#mark(place.region), isClosing: false, depth: -1 });
    return { code: this.#insert(), regions: this.#regions };
  }

  #newRegion(): number {
    this.#regions.push(none());
    return this.#regions.length - 1;
  }

  #mark(region: number): string {
    // Without a value, so that a line of the prompt answers as it would.
    return `void __regions[${this.#first + region}]++;`;
  }

  /** The text of `node` becomes a region of its own, inside `place`. */
  #cutOut(node: Node, place: Place, more: Partial<Place> = {}): Place {
    const inner = { ...place, ...more, region: this.#newRegion(), depth: place.depth + 1 };
    const mark = this.#mark(inner.region);
    const put = (position: number, text: string, isClosing: boolean): void =>
      void this.#insertions.push({ position, text, isClosing, depth: inner.depth });
    if (node.type === 'BlockStatement') put(node.start + 1, mark, false);
    else if (node.type === 'SwitchCase') put(node.consequent[0]?.start ?? node.end, mark, false);
    else if (isStatement(node)) {
      put(node.start, `{${mark}`, false);
      put(node.end, '}', true);
    } else {
      put(node.start, `(${mark.slice(0, -1)},`, false);
      put(node.end, ')', true);
    }
    return inner;
  }

  #skip(region: number, characters: number): void {
    this.#regions[region].skipped += characters;
  }

  #visitAll(nodes: Node[], parent: Node, place: Place): void {
    for (const node of nodes) this.#visit(node, place, parent);
  }

  #visit(node: Node, place: Place, parent: Node): void {
    const counts = this.#regions[place.region];
    if (isFunction(node)) return this.#visitFunction(node, node, place);
    if (isMethod(node)) return this.#visitFunction(node, node.value as Node, place);
    if (node.type === 'IfStatement' || node.type === 'ConditionalExpression') return this.#visitChoice(node, place);
    if (isLoop(node)) return this.#visitLoop(node, place);
    if (node.type === 'BlockStatement') return this.#visitStatements(node, this.#cutOut(node, place));
    if (node.type === 'SwitchStatement') return this.#visitSwitch(node, place);
    if (node.type === 'LogicalExpression' && node.operator !== '??') {
      // A bare name or number on the left counts for nothing: it did not in the counts that the weights were fitted to.
      if (!isBare(node.left as Node)) this.#visit(node.left as Node, place, node);
      this.#tokensBetween(node.left.end as number, node.right.start as number, counts);
      this.#visitArm(node.right as Node, place, node);
      return;
    }
    if (node.type === 'ReturnStatement') {
      counts.returns++;
      counts.skipped += Math.max(0, place.bodyEnd - node.end - place.skippedAnyway);
    }
    if (node.type === 'BreakStatement' || node.type === 'ContinueStatement')
      counts.skipped += Math.max(0, place.turnEnd - node.end - place.skippedAnyway);
    this.#countNode(node, parent, counts);
    if (node.type === 'Identifier') this.#countName(node, parent, place);
    this.#visitParts(node, childrenOf(node), place);
  }

  /** The tokens of `node` that are in none of `parts` belong to its place; those of `apart` are counted elsewhere. */
  #visitParts(node: Node, parts: Node[], place: Place, apart: Node[] = []): void {
    const counts = this.#regions[place.region];
    let at = node.start;
    for (const part of parts) {
      this.#tokensBetween(at, part.start, counts);
      if (!apart.includes(part)) this.#visit(part, place, node);
      at = part.end;
    }
    this.#tokensBetween(at, node.end, counts);
  }

  /** Read only when it is executed: until then its text is skipped. */
  #visitArm(node: Node, place: Place, parent: Node, more: Partial<Place> = {}): Place {
    this.#skip(place.region, lengthOf(node));
    const inner = this.#cutOut(node, place, more);
    this.#skip(inner.region, -lengthOf(node));
    this.#visitBody(node, inner, parent);
    return inner;
  }

  /** What was cut out: a block's own region is that. */
  #visitBody(node: Node, inner: Place, parent: Node): void {
    if (node.type === 'BlockStatement') this.#visitStatements(node, inner);
    else this.#visit(node, inner, parent);
  }

  #visitChoice(node: Node, place: Place): void {
    const { consequent, alternate } = node as Node & { consequent: Node; alternate: Node | null };
    this.#visitParts(node, childrenOf(node), place, alternate ? [consequent, alternate] : [consequent]);
    const other = alternate ? lengthOf(alternate) : 0;
    const arm = this.#visitArm(consequent, place, node, { skippedAnyway: place.skippedAnyway + other });
    if (!alternate) return;
    const otherPlace = this.#cutOut(alternate, place);
    this.#skip(arm.region, other);
    this.#visitBody(alternate, otherPlace, node);
  }

  #visitLoop(node: Node, place: Place): void {
    const statement = node.body as Node;
    // What is executed at each turn.
    const turns = [node.test, node.update].filter(Boolean) as Node[];
    for (const part of turns) this.#visit(part, this.#cutOut(part, place), node);
    this.#visitParts(node, childrenOf(node), place, [...turns, statement]);
    const body = this.#cutOut(statement, place, { turnEnd: statement.end, skippedAnyway: 0 });
    this.#regions[body.region].turns++;
    this.#visitBody(statement, body, node);
  }

  #visitStatements(node: Node, place: Place): void {
    this.#regions[place.region].tokens += 2;
    this.#regions[place.region].characters += 2;
    this.#visitAll(node.body as Node[], node, place);
  }

  #visitSwitch(node: Node, place: Place): void {
    const { discriminant, cases } = node as Node & { discriminant: Node; cases: Node[] };
    const counts = this.#regions[place.region];
    counts.statements++;
    this.#tokensBetween(node.start, discriminant.start, counts);
    this.#visit(discriminant, place, node);
    // The bracket behind it; those around the cases are not read.
    counts.tokens++;
    counts.characters++;
    for (const clause of cases) {
      if (clause.test) this.#visit(clause.test as Node, place, clause);
      this.#skip(place.region, lengthOf(clause));
      const inner = this.#cutOut(clause, place);
      this.#skip(inner.region, -lengthOf(clause));
      this.#visitAll(clause.consequent as Node[], clause, inner);
    }
  }

  /** `node` is the whole of it, with the name of a method. */
  #visitFunction(node: Node, { params, body }: Node, place: Place): void {
    this.#skip(place.region, lengthOf(node));
    const names = [
      ...(params as Node[]).map(({ start, end }) => this.#source.slice(start, end)),
      ...namesIn(body as Node),
    ];
    const inner = this.#cutOut(body as Node, place, {
      scope: { names, outer: place.scope },
      bodyEnd: body.end - 1,
      skippedAnyway: 0,
    });
    const counts = this.#regions[inner.region];
    counts.entries++;
    counts.parameters += params.length;
    this.#visitBody(body as Node, inner, node);
  }

  #countNode(node: Node, parent: Node, counts: Counts): void {
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
    else if (type === 'AssignmentExpression') this.#countAssignment(node, counts);
    else if (type === 'BinaryExpression' || type === 'LogicalExpression') this.#countOperator(node, counts);
    else if (type === 'UpdateExpression' || (type === 'UnaryExpression' && /^[-+!~]$/.test(node.operator as string)))
      counts.operators++;
    else if (type === 'ObjectExpression' || type === 'ArrayExpression') counts.literals++;
    else if (type === 'Property' && !node.shorthand) counts.fields++;
    else if (type === 'Literal' && typeof node.value === 'number') counts.digits += lengthOf(node);
    else if (type === 'CatchClause' && node.param) counts.vars++;
  }

  #countAssignment({ operator, left }: Node, counts: Counts): void {
    counts.assignments++;
    if (operator === '=') return;
    counts.operators++;
    if (left.type === 'MemberExpression' && left.computed) counts.loads++;
  }

  #countOperator({ operator }: Node, counts: Counts): void {
    counts.operators++;
    if (/^[*/%]$/.test(operator as string)) counts.products++;
  }

  #countName(node: Node, parent: Node, place: Place): void {
    if (isProperty(parent) && parent.property === node) return;
    if (parent.type === 'Property' && parent.key === node && !parent.shorthand) return;
    const counts = this.#regions[place.region];
    counts.names++;
    for (let scope: Scope | null = place.scope; ; scope = scope.outer) {
      const at = scope ? scope.names.indexOf(node.name as string) : 0;
      if (at >= 0 || !scope) {
        counts.scanned += at;
        return;
      }
      counts.scanned += scope.names.length;
      counts.levels++;
    }
  }

  /** Tokens that begin in [from, to). */
  #tokensBetween(from: number, to: number, counts: Counts): void {
    if (from >= to) return;
    for (let i = this.#firstTokenFrom(from); i < this.#tokens.length && this.#tokens[i]!.start < to; i++) {
      const { start, end } = this.#tokens[i]!;
      if (start === end) continue;
      counts.tokens++;
      counts.characters += end - start;
    }
  }

  #firstTokenFrom(position: number): number {
    let low = 0;
    let high = this.#tokens.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#tokens[middle]!.start < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #insert(): string {
    const order = (a: Insertion, b: Insertion): number =>
      a.position - b.position ||
      Number(b.isClosing) - Number(a.isClosing) ||
      (a.isClosing ? b.depth - a.depth : a.depth - b.depth);
    const pieces: string[] = [];
    let done = 0;
    for (const { position, text } of this.#insertions.toSorted(order)) {
      pieces.push(this.#source.slice(done, position), text);
      done = position;
    }
    return pieces.join('') + this.#source.slice(done);
  }
}

const lengthOf = ({ start, end }: Node): number => end - start;

const isStatement = ({ type }: Node): boolean => /(Statement|Declaration)$/.test(type);

/** The variables in the head of a loop are no statement. */
const isHead = (node: Node, parent: Node): boolean => isLoop(parent) && parent.body !== node;

const isBare = ({ type }: Node): boolean => /^(Identifier|Literal|ThisExpression)$/.test(type);

/** A property by its name, `a.b`. */
const isProperty = ({ type, computed }: Node): boolean => type === 'MemberExpression' && !computed;

const isMethod = ({ type, kind, method }: Node): boolean =>
  type === 'MethodDefinition' || (type === 'Property' && (method === true || kind !== 'init'));

/** Variables and functions that a body declares, in order; not those of functions in it. */
function namesIn(body: Node): string[] {
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
