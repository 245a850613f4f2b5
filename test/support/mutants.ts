/**
 * The library from src/, as it is or with a fault planted in its text: a mutant, for which no production code pays. A mutant that does
 * not apply, or does not compile, is a fault of the test: it is never counted as noticed.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { instrumentLoops } from '../../host/emulator/index.ts';
import { root } from './project.ts';

/** What to put in place of a text that stands exactly once in a file of src/, or at a place in it. */
export interface Patch {
  file: string;
  from: string;
  to: string;
  /** Where `from` stands, when it stands there more than once. */
  at?: number;
}

/** A mutant that cannot be judged. */
export class MutantFault extends Error {}

const texts = new Map<string, string>();
const transpiled = new Map<string, string>();

export function sourceOf(file: string): string {
  if (!texts.has(file)) texts.set(file, readFileSync(join(root, 'src', file), 'utf8'));
  return texts.get(file)!;
}

function patched(file: string, patches: Patch[]): string {
  let text = sourceOf(file);
  for (const { from, to, at } of patches.filter((patch) => patch.file === file)) {
    if (at === undefined ? text.split(from).length !== 2 : !text.startsWith(from, at))
      throw new MutantFault(`src/${file} should have ${at === undefined ? 'exactly once' : `at ${at}`}: ${from}`);
    text = at === undefined ? text.replace(from, () => to) : text.slice(0, at) + to + text.slice(at + from.length);
  }
  return text;
}

function transpile(file: string, text: string): string {
  if (!transpiled.has(text)) {
    const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, isolatedModules: true };
    const { outputText, diagnostics } = ts.transpileModule(text, { compilerOptions, reportDiagnostics: true });
    if (diagnostics?.length) throw new MutantFault(`src/${file} does not compile: ${ts.flattenDiagnosticMessageText(diagnostics[0]!.messageText, ' ')}`);
    transpiled.set(text, instrumentLoops(outputText));
  }
  return transpiled.get(text)!;
}

/** Gives the exports of files of src/ by name, "headers/index.ts". A library of its own: nothing is shared with another one, not even the last fault. */
export type Load = (file: string) => any;

/** Loop steps that one library may make in all before it is taken for one that loops for ever. */
const MOST_STEPS = 2e7;

function stepCounter(): { steps: number } {
  let steps = 0;
  return {
    get steps() { return steps; },
    set steps(value) { if ((steps = value) > MOST_STEPS) throw new Error('a loop without end'); },
  };
}

/** The board's figures as a mutant's library has them, where they are not the host's. */
export type Constants = Record<string, unknown>;

export function loadWith(patches: Patch[] = [], constants: Constants = {}): Load {
  const modules = new Map<string, any>();
  const loops = stepCounter();
  for (const { file } of patches) patched(file, patches);
  const load: Load = (file) => {
    if (!modules.has(file)) {
      const exports: Record<string, unknown> = {};
      modules.set(file, exports);
      const require = (name: string): unknown => load(join(dirname(file), name));
      new Function('exports', 'require', '__loops', transpile(file, patched(file, patches)))(exports, require, loops);
      if (file === 'board.ts') Object.assign(exports, constants);
    }
    return modules.get(file);
  };
  return load;
}

/** What a judge notices of a library, or ''. Anything that is thrown while it judges counts as noticed: a wild index, a loop without end. */
export type Judge = (load: Load) => string;

/** What the judge notices of a mutant, '' when nothing. The library as it is must have passed: see `isFair`. */
export function noticed(judge: Judge, patches: Patch[], constants: Constants = {}): string {
  const load = loadWith(patches, constants);
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
export function demandFair(judge: Judge, constants: Constants = {}): void {
  const wrong = judge(loadWith([], constants));
  if (wrong) throw new MutantFault(`the judge finds fault with the library as it is: ${wrong}`);
}

const COMPARISONS = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken, ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken, ts.SyntaxKind.GreaterThanToken, ts.SyntaxKind.GreaterThanEqualsToken,
]);

export interface SourceMutant {
  /** Line, the comparison and what it became: "12: a < b -> true". */
  name: string;
  /** The same without the line: for a list of those that change nothing. */
  key: string;
  /** The text of the line. */
  line: string;
  /** The function that it stands in. */
  within: string;
  patch: Patch;
}

function functionAround(node: ts.Node): string {
  while (node && !ts.isFunctionDeclaration(node)) node = node.parent;
  return node?.name?.text ?? '';
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
      mutants.push({ name: `${line + 1}: ${key}`, key, line: text.split('\n')[line]!, within: functionAround(node), patch: { file, from, to: `(${to})`, at } });
    }
  };
  const isLogical = (node: ts.Node): boolean => ts.isBinaryExpression(node) &&
    (node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken || node.operatorToken.kind === ts.SyntaxKind.BarBarToken);
  const isComparison = (node: ts.Node): boolean => ts.isBinaryExpression(node) && COMPARISONS.has(node.operatorToken.kind);
  const visit = (node: ts.Node): void => {
    const { parent } = node;
    if (isComparison(node)) add(node);
    else if (parent && isLogical(parent) && (parent as ts.BinaryExpression).operatorToken !== node && !isLogical(node) && !ts.isParenthesizedExpression(node)) add(node);
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
      mutants.push({ name: `${line + 1}: ${key}`, key, line: text.split('\n')[line]!, within: functionAround(node), patch: { file, from, to: ';', at } });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return mutants;
}
