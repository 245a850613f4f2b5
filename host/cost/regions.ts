/**
 * Counting what an interpreter executes. A program is cut into regions: pieces of text that are executed
 * as a whole or not at all (the body of a function, an arm of a condition, the right side of `&&` ...). What
 * one execution of a region consists of is known from its text; how often it is executed, a counter at
 * its start tells. The sum over all regions is what was executed.
 */
import { createRequire } from 'node:module';
import type TypeScript from 'typescript';
import { type Counts, none } from './features.ts';

let ts: typeof TypeScript;
const load = createRequire(import.meta.url);

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
  ts ??= load('typescript') as typeof TypeScript; // large: only loaded where something is counted
  return new Cutter(source, first).cut();
}

class Cutter {
  readonly #source: string;
  readonly #first: number;
  readonly #file: TypeScript.SourceFile;
  readonly #regions: Counts[] = [];
  readonly #insertions: Insertion[] = [];

  constructor(source: string, first: number) {
    this.#source = source;
    this.#first = first;
    this.#file = ts.createSourceFile('bundle.js', source, ts.ScriptTarget.ES5, true, ts.ScriptKind.JS);
  }

  cut(): Counted {
    // What is no program is run as it is: the engine says what is wrong.
    const { parseDiagnostics } = this.#file as unknown as { parseDiagnostics: unknown[] };
    if (parseDiagnostics.length > 0) return { code: this.#source, regions: [] };
    const place: Place = {
      region: this.#newRegion(),
      scope: { names: namesIn(this.#file), outer: null },
      depth: 0,
      bodyEnd: this.#source.length,
      turnEnd: 0,
      skippedAnyway: 0,
    };
    for (const statement of this.#file.statements) this.#visit(statement, place);
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
  #cutOut(node: TypeScript.Node, place: Place, more: Partial<Place> = {}): Place {
    const inner = { ...place, ...more, region: this.#newRegion(), depth: place.depth + 1 };
    const start = node.getStart(this.#file);
    const mark = this.#mark(inner.region);
    const put = (position: number, text: string, isClosing: boolean): void =>
      void this.#insertions.push({ position, text, isClosing, depth: inner.depth });
    if (ts.isBlock(node)) put(start + 1, mark, false);
    else if (ts.isCaseOrDefaultClause(node)) put(node.statements.pos, mark, false);
    else if (ts.isStatement(node)) {
      put(start, `{${mark}`, false);
      put(node.end, '}', true);
    } else {
      put(start, `(${mark.slice(0, -1)},`, false);
      put(node.end, ')', true);
    }
    return inner;
  }

  #lengthOf(node: TypeScript.Node | undefined): number {
    return node ? node.end - node.getStart(this.#file) : 0;
  }

  #skip(region: number, characters: number): void {
    this.#regions[region].skipped += characters;
  }

  #visit(node: TypeScript.Node, place: Place): void {
    const counts = this.#regions[place.region];
    if (ts.isFunctionLike(node)) return this.#visitFunction(node as TypeScript.FunctionDeclaration, place);
    if (ts.isIfStatement(node))
      return this.#visitChoice(node, node.expression, node.thenStatement, node.elseStatement, place);
    if (ts.isConditionalExpression(node))
      return this.#visitChoice(node, node.condition, node.whenTrue, node.whenFalse, place);
    if (ts.isIterationStatement(node, false)) return this.#visitLoop(node, place);
    if (ts.isBlock(node)) return this.#visitBlock(node, place);
    if (ts.isCaseBlock(node)) return this.#visitCases(node, place);
    if (ts.isBinaryExpression(node) && isShortCircuit(node.operatorToken.kind)) {
      this.#visit(node.left, place);
      this.#token(node.operatorToken, counts);
      this.#visitArm(node.right, place);
      return;
    }
    if (ts.isReturnStatement(node)) {
      counts.returns++;
      counts.skipped += Math.max(0, place.bodyEnd - node.end - place.skippedAnyway);
    }
    if (ts.isBreakOrContinueStatement(node))
      counts.skipped += Math.max(0, place.turnEnd - node.end - place.skippedAnyway);
    this.#countNode(node, counts);
    for (const child of node.getChildren(this.#file)) this.#visitChild(child, place);
  }

  #visitChild(child: TypeScript.Node, place: Place): void {
    if (child.kind === ts.SyntaxKind.SyntaxList)
      for (const item of child.getChildren(this.#file)) this.#visitChild(item, place);
    else if (child.getChildCount(this.#file) === 0) this.#leaf(child, place);
    else this.#visit(child, place);
  }

  /** Read only when it is executed: until then its text is skipped. */
  #visitArm(node: TypeScript.Node, place: Place, more: Partial<Place> = {}): Place {
    this.#skip(place.region, this.#lengthOf(node));
    const inner = this.#cutOut(node, place, more);
    this.#skip(inner.region, -this.#lengthOf(node));
    if (ts.isBlock(node)) this.#visitStatements(node, inner);
    else this.#visitChild(node, inner);
    return inner;
  }

  #visitChoice(
    node: TypeScript.Node,
    condition: TypeScript.Node,
    then: TypeScript.Node,
    otherwise: TypeScript.Node | undefined,
    place: Place,
  ): void {
    const parts = [condition, then, otherwise];
    for (const child of node.getChildren(this.#file)) if (!parts.includes(child)) this.#visitChild(child, place);
    this.#visitChild(condition, place);
    const other = this.#lengthOf(otherwise);
    const arm = this.#visitArm(then, place, { skippedAnyway: place.skippedAnyway + other });
    if (!otherwise) return;
    const otherPlace = this.#cutOut(otherwise, place);
    this.#skip(arm.region, other);
    if (ts.isBlock(otherwise)) this.#visitStatements(otherwise, otherPlace);
    else this.#visitChild(otherwise, otherPlace);
  }

  #visitLoop(node: TypeScript.IterationStatement, place: Place): void {
    const parts: (TypeScript.Node | undefined)[] = [node.statement];
    const turn = (part: TypeScript.Node | undefined): void => {
      if (!part) return;
      parts.push(part);
      this.#visitChild(part, this.#cutOut(part, place));
    };
    if (ts.isForStatement(node)) {
      turn(node.condition);
      turn(node.incrementor);
    } else if (ts.isWhileStatement(node) || ts.isDoStatement(node)) turn(node.expression);
    for (const child of node.getChildren(this.#file)) if (!parts.includes(child)) this.#visitChild(child, place);
    const body = this.#cutOut(node.statement, place, { turnEnd: node.statement.end, skippedAnyway: 0 });
    this.#regions[body.region].turns++;
    if (ts.isBlock(node.statement)) this.#visitStatements(node.statement, body);
    else this.#visitChild(node.statement, body);
  }

  #visitBlock(node: TypeScript.Block, place: Place): void {
    this.#visitStatements(node, this.#cutOut(node, place));
  }

  #visitStatements(node: TypeScript.Block, place: Place): void {
    this.#regions[place.region].tokens += 2;
    this.#regions[place.region].characters += 2;
    for (const statement of node.statements) this.#visit(statement, place);
  }

  #visitCases(node: TypeScript.CaseBlock, place: Place): void {
    for (const clause of node.clauses) {
      if (ts.isCaseClause(clause)) this.#visitChild(clause.expression, place);
      this.#skip(place.region, this.#lengthOf(clause));
      const inner = this.#cutOut(clause, place);
      this.#skip(inner.region, -this.#lengthOf(clause));
      for (const statement of clause.statements) this.#visit(statement, inner);
    }
  }

  #visitFunction(node: TypeScript.FunctionDeclaration, place: Place): void {
    const body: TypeScript.Node | undefined = node.body;
    this.#skip(place.region, this.#lengthOf(node));
    if (!body) return;
    const names = [...node.parameters.map(({ name }) => name.getText(this.#file)), ...namesIn(body)];
    const inner = this.#cutOut(body, place, {
      scope: { names, outer: place.scope },
      bodyEnd: body.end - 1,
      skippedAnyway: 0,
    });
    const counts = this.#regions[inner.region];
    counts.entries++;
    counts.parameters += node.parameters.length;
    if (ts.isBlock(body)) this.#visitStatements(body, inner);
    else this.#visitChild(body, inner);
  }

  #countNode(node: TypeScript.Node, counts: Counts): void {
    if (ts.isStatement(node)) counts.statements++;
    else if (ts.isVariableDeclaration(node)) counts.vars++;
    else if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      counts.calls++;
      counts.arguments += node.arguments?.length ?? 0;
      if (ts.isPropertyAccessExpression(node.expression)) counts.methodCalls++;
    } else if (ts.isElementAccessExpression(node)) counts[isTarget(node) ? 'stores' : 'loads']++;
    else if (ts.isPropertyAccessExpression(node)) counts[node.name.text === 'length' ? 'lengths' : 'properties']++;
    else if (ts.isBinaryExpression(node)) this.#countBinary(node, counts);
    else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) counts.operators++;
    else if (ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)) counts.literals++;
    else if (ts.isPropertyAssignment(node)) counts.fields++;
  }

  #countBinary({ operatorToken: { kind }, left }: TypeScript.BinaryExpression, counts: Counts): void {
    const isAssignment = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    if (isAssignment) counts.assignments++;
    if (isAssignment && kind !== ts.SyntaxKind.EqualsToken) {
      counts.operators++;
      if (ts.isElementAccessExpression(left)) counts.loads++;
    }
    if (!isAssignment && kind !== ts.SyntaxKind.CommaToken) counts.operators++;
    if (
      kind === ts.SyntaxKind.AsteriskToken ||
      kind === ts.SyntaxKind.SlashToken ||
      kind === ts.SyntaxKind.PercentToken
    )
      counts.products++;
  }

  #leaf(node: TypeScript.Node, place: Place): void {
    const counts = this.#regions[place.region];
    this.#token(node, counts);
    if (ts.isNumericLiteral(node)) counts.digits += this.#lengthOf(node);
    if (!ts.isIdentifier(node)) return;
    const { parent } = node;
    if (ts.isPropertyAccessExpression(parent) && parent.name === node) return;
    if (ts.isPropertyAssignment(parent) && parent.name === node) return;
    counts.names++;
    for (let scope: Scope | null = place.scope; ; scope = scope.outer) {
      const at = scope ? scope.names.indexOf(node.text) : 0;
      if (at >= 0 || !scope) {
        counts.scanned += at;
        return;
      }
      counts.scanned += scope.names.length;
      counts.levels++;
    }
  }

  #token(node: TypeScript.Node, counts: Counts): void {
    if (node.kind === ts.SyntaxKind.EndOfFileToken) return;
    counts.tokens++;
    counts.characters += this.#lengthOf(node);
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

const isShortCircuit = (kind: TypeScript.SyntaxKind): boolean =>
  kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken;

const isTarget = (node: TypeScript.ElementAccessExpression): boolean =>
  ts.isBinaryExpression(node.parent) &&
  node.parent.left === node &&
  node.parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
  node.parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment;

/** Variables and functions that a body declares, in order; not those of functions in it. */
function namesIn(body: TypeScript.Node): string[] {
  const names: string[] = [];
  const visit = (node: TypeScript.Node): void => {
    if (ts.isVariableDeclaration(node)) names.push((node.name as TypeScript.Identifier).text);
    if (ts.isFunctionDeclaration(node)) names.push(node.name!.text);
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  return names;
}
