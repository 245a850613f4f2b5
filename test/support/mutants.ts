/**
 * Faults planted in the text of src/: mutants, for which no production code pays. One that does not apply, or does not compile, is a
 * fault of the test: it is never counted as noticed.
 */
import ts from 'typescript';
import { type Load, type LoadOptions, loadWith, MutantFault, type Patch, sourceOf } from './library.ts';

/** What a judge notices of a library, or ''. Anything that is thrown while it judges counts as noticed: a wild index, a loop without end. */
export type Judge = (load: Load) => string;

/** What the judge notices of a mutant, '' when nothing. The library as it is must have passed: see `requireFair`. */
export function noticed(judge: Judge, patches: Patch[], options: LoadOptions = {}): string {
  const load = loadWith(patches, options);
  // Loaded outside of the judgement: a text that does not compile is no kill.
  for (const { file } of patches) load(file);
  try {
    return judge(load);
  } catch (error) {
    if (error instanceof MutantFault) throw error;
    return String(error);
  }
}

/** Throws unless the judge finds no fault with the library as it is: otherwise it would notice everything. */
export function requireFair(judge: Judge, options: LoadOptions = {}): void {
  const wrong = judge(loadWith([], options));
  if (wrong) throw new MutantFault(`the judge finds fault with the library as it is: ${wrong}`);
}

const COMPARISONS = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);

export interface SourceMutant {
  /** Line, the comparison and what it became: "12: a < b -> true". */
  name: string;
  /** The same without the line: for a list of those that change nothing. */
  key: string;
  /** The text of the whole expression that it is a part of. */
  whole: string;
  /** The function that it stands in. */
  within: string;
  patch: Patch;
}

function functionAround(node: ts.Node): string {
  while (node && !ts.isFunctionDeclaration(node)) node = node.parent;
  return node?.name?.text ?? '';
}

function wholeOf(node: ts.Node): ts.Node {
  while (node.parent && ts.isExpression(node.parent)) node = node.parent;
  return node;
}

/**
 * Each comparison of a file in turn always true, and always false; and so are operands of && and ||, and conditions, that are no comparison.
 * A loop that never ends then is noticed by its steps.
 */
export function comparisonMutants(file: string): SourceMutant[] {
  const text = sourceOf(file);
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const mutants: SourceMutant[] = [];
  const add = (node: ts.Node): void => {
    const from = node.getText(source);
    const at = node.getStart(source);
    const { line } = source.getLineAndCharacterOfPosition(at);
    for (const to of ['true', 'false']) {
      const key = `${from.replace(/\s+/g, ' ')} -> ${to}`;
      mutants.push({
        name: `${line + 1}: ${key}`,
        key,
        whole: wholeOf(node).getText(source),
        within: functionAround(node),
        patch: { file, from, to: `(${to})`, at },
      });
    }
  };
  const isLogical = (node: ts.Node): boolean =>
    ts.isBinaryExpression(node) &&
    (node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ||
      node.operatorToken.kind === ts.SyntaxKind.BarBarToken);
  const isComparison = (node: ts.Node): boolean =>
    ts.isBinaryExpression(node) && COMPARISONS.has(node.operatorToken.kind);
  const visit = (node: ts.Node): void => {
    const { parent } = node;
    if (isComparison(node)) add(node);
    else if (
      parent &&
      isLogical(parent) &&
      (parent as ts.BinaryExpression).operatorToken !== node &&
      !isLogical(node) &&
      !ts.isParenthesizedExpression(node)
    )
      add(node);
    else if (parent && ts.isIfStatement(parent) && parent.expression === node && !isLogical(node)) add(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return mutants;
}

/** Each statement of a file that is an expression, most of them stores, in turn left out. */
export function statementMutants(file: string): SourceMutant[] {
  const text = sourceOf(file);
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const mutants: SourceMutant[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isExpressionStatement(node)) {
      const from = node.getText(source);
      const at = node.getStart(source);
      const { line } = source.getLineAndCharacterOfPosition(at);
      const key = from.replace(/\s+/g, ' ');
      mutants.push({
        name: `${line + 1}: ${key}`,
        key,
        whole: wholeOf(node).getText(source),
        within: functionAround(node),
        patch: { file, from, to: ';', at },
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return mutants;
}
