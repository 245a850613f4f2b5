/** What a program asks for by name: modules that it requires, and parts of the library. */
import { UserError } from './errors.ts';
import { type Node, childrenOf, isFunction, parsed } from './syntax.ts';

export const LIBRARY = 'ckremm';

export interface Uses {
  /** Names given to require(); each once. */
  modules: string[];
  /** Parts of the library, `headers` or `headers.alloc`; each once. */
  parts: string[];
}

/** Reads the program as a tree: what stands in texts and comments is not used. */
export function usesOf(text: string): Uses {
  const tree = parsed(text)?.tree;
  if (!tree) return { modules: [], parts: [] };
  const names = aliasesIn(tree);
  const modules = new Set<string>();
  const parts = new Set<string>();
  const visit = (node: Node, isNamedFurther: boolean): void => {
    const module = requiredBy(node);
    if (module !== undefined) modules.add(module);
    const part = partOf(node, names);
    if (part && !isNamedFurther) parts.add(part);
    const isFurther = isProperty(node) && Boolean(partOf(node, names));
    for (const child of childrenOf(node)) visit(child, isFurther);
  };
  visit(tree, false);
  return { modules: [...modules], parts: [...parts] };
}

const isProperty = ({ type, computed }: Node): boolean => type === 'MemberExpression' && !computed;

function requiredBy(node: Node): string | undefined {
  if (node.type !== 'CallExpression' || node.arguments.length !== 1) return undefined;
  return node.callee.type === 'Identifier' && node.callee.name === 'require'
    ? textIn(node.arguments[0] as Node)
    : undefined;
}

/** The text of a literal, in quotes of any kind. */
function textIn({ type, value, quasis }: Node): string | undefined {
  if (type === 'TemplateLiteral') return quasis.length === 1 ? (quasis[0].value.cooked as string) : undefined;
  return type === 'Literal' && typeof value === 'string' ? value : undefined;
}

/** Variables that stand for the library ('') or for a module of it; a name declared twice may be anything. */
function aliasesIn(tree: Node): Map<string, string> {
  const names = new Map([[LIBRARY, '']]);
  const declared = new Map<string, number>();
  const declare = (name: Node, value?: Node | null): void => {
    if (name.type === 'AssignmentPattern') return declare(name.left as Node, name.right as Node);
    if (name.type !== 'Identifier') return;
    const text = name.name as string;
    declared.set(text, (declared.get(text) ?? 0) + 1);
    const part = value ? partOf(value, names) : undefined;
    if (part !== undefined && !part.includes('.')) names.set(text, part);
  };
  const visit = (node: Node): void => {
    if (node.type === 'VariableDeclarator') declare(node.id as Node, node.init as Node | null);
    if (isFunction(node)) for (const parameter of node.params as Node[]) declare(parameter);
    childrenOf(node).forEach(visit);
  };
  visit(tree);
  for (const [name, times] of declared) if (times > 1 && name !== LIBRARY) names.delete(name);
  return names;
}

/** `headers.alloc` for `ckremm.headers.alloc`, '' for the library itself, undefined for anything else. */
function partOf(node: Node, names: Map<string, string>): string | undefined {
  if (requiredBy(node) === LIBRARY) return '';
  if (node.type === 'Identifier') return names.get(node.name as string);
  if (!isProperty(node)) return undefined;
  const before = partOf(node.object as Node, names);
  if (before === undefined || before.includes('.')) return undefined;
  return before ? `${before}.${node.property.name}` : (node.property.name as string);
}

/** Modules of a library but those that every bundle has. */
export const modulesOf = (ckremm: Record<string, any>): string[] =>
  Object.keys(ckremm).filter((name) => typeof ckremm[name] === 'object' && name !== 'heap' && name !== 'devices');

/** What a program uses that its library does not have, and how to get it, in a sentence; '' where nothing is missing. */
export function missingInWords(file: string, { parts }: Uses, ckremm: Record<string, any>): string {
  const isThere = (part: string): boolean => {
    const [module, name] = part.split('.');
    const found = ckremm[module!];
    return (
      part === '' ||
      (found !== undefined && (name === undefined || typeof found !== 'object' || found[name] !== undefined))
    );
  };
  const missing = parts.filter((part) => !isThere(part));
  if (missing.length === 0) return '';
  const modules = modulesOf(ckremm);
  const wanted = [...new Set([...modules, ...missing.map((part) => part.split('.')[0])])];
  return (
    `${file} uses ${inWords(missing.map((part) => `${LIBRARY}.${part}`))}, which ${missing.length > 1 ? 'are' : 'is'} not in the bundle (${modules.join(', ')}); ` +
    `add ${missing.length > 1 ? 'them' : 'it'} with --modules=${wanted.join(',')}`
  );
}

/** Throws a UserError that names all modules and functions which the bundle does not have. */
export function checkUses(file: string, uses: Uses, { ckremm }: { ckremm: any }): void {
  const missing = missingInWords(file, uses, ckremm as Record<string, any>);
  if (missing) throw new UserError(missing);
}

export const inWords = (names: string[]): string =>
  names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? '');
