/**
 * Counting what an interpreter executes. A program is cut into regions: pieces of text that are executed
 * as a whole or not at all (the body of a function, an arm of a condition, the right side of `&&` ...). What
 * one execution of a region consists of is known from its text; how often it is executed, a counter at
 * its start tells. The sum over all regions is what was executed.
 */
import { type Node, type Parsed, childrenOf, isFunction, isLoop, parsed } from '../support/syntax.ts';
import { Counters } from './counters.ts';
import { type Counts, none } from './features.ts';
import { Tokens, countNode, isMethod, lengthOf } from './node-counts.ts';
import { type Scope, countName, namesIn, namesOfFunction } from './scopes.ts';

export interface Counted {
  /** The program, with `void __regions[n]++` at the start of region n. */
  code: string;
  regions: Counts[];
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
  readonly #tree: Node;
  readonly #tokens: Tokens;
  readonly #regions: Counts[] = [];
  readonly #counters: Counters;

  constructor(source: string, { tree, tokens }: Parsed, first: number) {
    this.#source = source;
    this.#tree = tree;
    this.#tokens = new Tokens(tokens);
    this.#counters = new Counters(source, first);
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
    this.#counters.putFirst(place.region);
    return { code: this.#counters.text(), regions: this.#regions };
  }

  #newRegion(): number {
    this.#regions.push(none());
    return this.#regions.length - 1;
  }

  /** The text of `node` becomes a region of its own, inside `place`. */
  #cutOut(node: Node, place: Place, more: Partial<Place> = {}): Place {
    const inner = { ...place, ...more, region: this.#newRegion(), depth: place.depth + 1 };
    this.#counters.putInto(node, inner.region, inner.depth);
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
      this.#tokens.countBetween(node.left.end as number, node.right.start as number, counts);
      this.#visitArm(node.right as Node, place, node);
      return;
    }
    if (node.type === 'ReturnStatement') {
      counts.returns++;
      counts.skipped += Math.max(0, place.bodyEnd - node.end - place.skippedAnyway);
    }
    if (node.type === 'BreakStatement' || node.type === 'ContinueStatement')
      counts.skipped += Math.max(0, place.turnEnd - node.end - place.skippedAnyway);
    countNode(node, parent, counts);
    if (node.type === 'Identifier') countName(node, parent, place.scope, counts);
    this.#visitParts(node, childrenOf(node), place);
  }

  /** The tokens of `node` that are in none of `parts` belong to its place; those of `apart` are counted elsewhere. */
  #visitParts(node: Node, parts: Node[], place: Place, apart: Node[] = []): void {
    const counts = this.#regions[place.region];
    let at = node.start;
    for (const part of parts) {
      this.#tokens.countBetween(at, part.start, counts);
      if (!apart.includes(part)) this.#visit(part, place, node);
      at = part.end;
    }
    this.#tokens.countBetween(at, node.end, counts);
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
    this.#tokens.countBetween(node.start, discriminant.start, counts);
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
    const names = namesOfFunction(params as Node[], body as Node, this.#source);
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
}

const isBare = ({ type }: Node): boolean => /^(Identifier|Literal|ThisExpression)$/.test(type);
