/** Calls of a program that is followed, and the objects and arrays that it makes: what is said of each value goes in, too. */
import type { Node } from '../../support/syntax.ts';
import type { Expressions, Said } from './expressions.ts';
import type { Scope } from './scope.ts';

export function call(of: Expressions, node: Node, scope: Scope): Said {
  const { callee, optional } = node as Node & { callee: Node };
  const args = node.arguments as Node[];
  const name = callee.type === 'Identifier' ? String(callee.name) : '';
  const isOwn = optional || name === 'eval' || name.startsWith('__') || callee.type === 'Super';
  if (
    isOwn ||
    callee.type === 'ChainExpression' ||
    callee.type === 'Import' ||
    args.some(({ type }) => type === 'SpreadElement')
  )
    return { code: of.parts(node, scope), flag: '0' };
  const list = `[${listOf(args.map((argument) => of.said(argument, scope)))}]`;
  const what = JSON.stringify(of.slice(callee));
  const place = of.access(callee, scope);
  if (place) return { code: `__m.method(${place.object},${place.key},${what},${list})`, flag: '__m.r' };
  if (callee.type === 'MemberExpression') return { code: of.parts(node, scope), flag: '0' };
  return { code: `__m.call(${of.plain(callee, scope)},${what},${list})`, flag: '__m.r' };
}

/** Values, each with what is said of it behind it. */
const listOf = (values: Said[]): string => values.map(({ code, flag }) => `(${code}),${flag}`).join();

export function object(of: Expressions, node: Node, scope: Scope): string {
  const properties = node.properties as Node[];
  const isPlainOne = ({ type, kind, method, key }: Node): boolean =>
    type === 'Property' && kind === 'init' && !method && (key.name ?? key.value) !== '__proto__';
  const adopted = withMethods(of, node, scope);
  if (adopted) return adopted;
  if (!properties.every(isPlainOne)) return `__m.made(${of.parts(node, scope)})`;
  const said = properties.map(({ value }) => of.said(value as Node, scope));
  const keyOf = ({ key, computed }: Node): string =>
    computed ? of.plain(key as Node, scope) : JSON.stringify(String(key.name ?? key.value));
  return `__m.object([${properties.map((each, i) => `${keyOf(each)},(${said[i]!.code}),${said[i]!.flag}`).join()}])`;
}

/** Of an object with methods or getters; null: it has none. */
export function withMethods(of: Expressions, node: Node, scope: Scope): string | null {
  const methods = of.follower.methods(node);
  return methods === '[]' ? null : `__m.adopt(__m.made(${of.parts(node, scope)}),${methods},${scope.record})`;
}

export function array(of: Expressions, node: Node, scope: Scope): string {
  const elements = node.elements as (Node | null)[];
  if (elements.some((each) => !each || each.type === 'SpreadElement')) return `__m.made(${of.parts(node, scope)})`;
  const said = elements.map((each) => of.said(each!, scope));
  return said.every(({ flag }) => flag === '0')
    ? `__m.made([${said.map(({ code }) => `(${code})`).join()}])`
    : `__m.array([${listOf(said)}])`;
}
