/** What a program asks for by name: modules that it requires, and parts of the library. */
import { createRequire } from 'node:module';
import type TypeScript from 'typescript';
import { UserError } from '../support/errors.ts';
import type { Bundle } from './bundle.ts';

const load = createRequire(import.meta.url);
export const LIBRARY = 'ckremm';

export interface Uses {
  /** Names given to require(); each once. */
  modules: string[];
  /** Parts of the library, `headers` or `headers.alloc`; each once. */
  parts: string[];
}

/** Reads the program as a tree: what stands in texts and comments is not used. Costs the compiler's loading, 0.3 s. */
export function usesOf(text: string): Uses {
  const ts = load('typescript') as typeof TypeScript;
  const file = ts.createSourceFile('program.js', text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const names = aliasesIn(ts, file);
  const modules = new Set<string>();
  const parts = new Set<string>();
  const visit = (node: TypeScript.Node): void => {
    const module = requiredBy(ts, node);
    if (module !== undefined) modules.add(module);
    const part = partOf(ts, node, names);
    if (part && !(ts.isPropertyAccessExpression(node.parent) && partOf(ts, node.parent, names))) parts.add(part);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { modules: [...modules], parts: [...parts] };
}

function requiredBy(ts: typeof TypeScript, node: TypeScript.Node): string | undefined {
  if (!ts.isCallExpression(node) || node.arguments.length !== 1) return undefined;
  const [name] = node.arguments;
  return ts.isIdentifier(node.expression) && node.expression.text === 'require' && ts.isStringLiteralLike(name!)
    ? name.text
    : undefined;
}

/** Variables that stand for the library ('') or for a module of it; a name declared twice may be anything. */
function aliasesIn(ts: typeof TypeScript, file: TypeScript.SourceFile): Map<string, string> {
  const names = new Map([[LIBRARY, '']]);
  const declared = new Map<string, number>();
  const visit = (node: TypeScript.Node): void => {
    if ((ts.isVariableDeclaration(node) || ts.isParameter(node)) && ts.isIdentifier(node.name)) {
      const { text } = node.name;
      declared.set(text, (declared.get(text) ?? 0) + 1);
      const part = node.initializer && partOf(ts, node.initializer, names);
      if (part !== undefined && !part.includes('.')) names.set(text, part);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  for (const [name, times] of declared) if (times > 1 && name !== LIBRARY) names.delete(name);
  return names;
}

/** `headers.alloc` for `ckremm.headers.alloc`, '' for the library itself, undefined for anything else. */
function partOf(ts: typeof TypeScript, node: TypeScript.Node, names: Map<string, string>): string | undefined {
  if (requiredBy(ts, node) === LIBRARY) return '';
  if (ts.isIdentifier(node)) return names.get(node.text);
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const before = partOf(ts, node.expression, names);
  if (before === undefined || before.includes('.')) return undefined;
  return before ? `${before}.${node.name.text}` : node.name.text;
}

/** Throws a UserError that names all modules and functions which the bundle does not have. */
export function checkUses(file: string, { parts }: Uses, { ckremm, modules, native }: Bundle): void {
  const isThere = (part: string): boolean => {
    if (part === 'devices.native') return native !== undefined;
    const [module, name] = part.split('.');
    const found = ckremm[module!];
    return (
      part === '' ||
      (found !== undefined && (name === undefined || typeof found !== 'object' || found[name] !== undefined))
    );
  };
  const missing = parts.filter((part) => !isThere(part));
  if (missing.length === 0) return;
  const wanted = [...new Set([...modules, ...missing.map((part) => part.split('.')[0])])];
  throw new UserError(
    `${file} uses ${inWords(missing.map((part) => `${LIBRARY}.${part}`))}, which ${missing.length > 1 ? 'are' : 'is'} not in the bundle (${modules.join(', ')}); ` +
      `put ${missing.length > 1 ? 'them' : 'it'} there: MODULES=${wanted.join(',')}, or --modules=${wanted.join(',')}`,
  );
}

export const inWords = (names: string[]): string =>
  names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? '');
