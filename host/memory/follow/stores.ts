/** What a program that is followed stores, in variables and properties: what is said of a value goes with it. */
import { type Node, inside } from '../../support/syntax.ts';
import type { Expressions, Said } from './expressions.ts';
import { FLOAT } from './kinds.ts';
import { ARITHMETIC } from './operators.ts';
import type { Scope } from './scope.ts';

/** The variables of a script that are declared and given nothing, with what says that they are there. */
export function declaration(of: Expressions, node: Node, scope: Scope): string | null {
  const all = node.declarations as Node[];
  const isBare = ({ id, init }: Node): boolean => !init && id.type === 'Identifier';
  if (scope.record !== 'null' || node.kind !== 'var' || of.source[node.end - 1] !== ';' || !all.some(isBare))
    return null;
  const said = all.map((each) =>
    isBare(each)
      ? `${String(each.id.name)}=__m.declared("${String(each.id.name)}",${String(each.id.name)})`
      : of.follower.node(each, scope),
  );
  return `var ${said.join()};`;
}

export function declarator(of: Expressions, node: Node, scope: Scope): string | null {
  const { id, init } = node as Node & { id: Node; init: Node | null };
  if (id.type !== 'Identifier' || !init) return null;
  return `${String(id.name)}=${stored(of, String(id.name), of.said(init, scope), scope)}`;
}

/** A value on its way into a variable. */
function stored(of: Expressions, name: string, { code, flag }: Said, scope: Scope): string {
  const shadow = of.names.shadow(name, scope);
  return shadow ? `__m.v((${code}),${shadow}=${flag})` : `(${code})`;
}

export function assignment(of: Expressions, node: Node, scope: Scope): Said {
  const { left, right, operator } = node as Node & { left: Node; right: Node; operator: string };
  const target = inside(left);
  if (target.type === 'Identifier') return toName(of, target, operator, of.said(right, scope), scope);
  const place = of.access(target, scope);
  if (!place) return { code: of.parts(node, scope), flag: '0' };
  const value = of.said(right, scope);
  if (operator === '=')
    return { code: `__m.set(${place.object},${place.key},(${value.code}),${value.flag})`, flag: '__m.r' };
  const by = operator.slice(0, -1);
  if (ARITHMETIC.test(by))
    return { code: `__m.by(${place.object},${place.key},"${by}",(${value.code}),${value.flag})`, flag: '__m.r' };
  return { code: of.parts(node, scope), flag: by === '/' ? FLOAT : '0' };
}

function toName(of: Expressions, target: Node, operator: string, value: Said, scope: Scope): Said {
  const name = String(target.name);
  const shadow = of.names.shadow(name, scope);
  if (!shadow) return { code: `${name}${operator}(${value.code})`, flag: '0' };
  const by = operator.slice(0, -1);
  if (operator === '=') return { code: `${name}=${stored(of, name, value, scope)}`, flag: '__m.r' };
  if (ARITHMETIC.test(by)) {
    const code = `__m.math("${by}",${name},${shadow},(${value.code}),${value.flag})`;
    return { code: `${name}=${stored(of, name, { code, flag: '__m.r' }, scope)}`, flag: '__m.r' };
  }
  return { code: `__m.v(${name}${operator}(${value.code}),${shadow}=${by === '/' ? FLOAT : '0'})`, flag: '__m.r' };
}

export function update(of: Expressions, node: Node, scope: Scope): Said {
  const target = inside(node.argument as Node);
  const code = of.parts(node, scope);
  const shadow = target.type === 'Identifier' ? of.names.shadow(String(target.name), scope) : '';
  return shadow ? { code: `(__m.r=${shadow},${code})`, flag: '__m.r' } : { code, flag: '0' };
}
