/** The functions of a text, as an engine keeps them: what it stores of each when it meets it, and what a call of it needs. */
import { type Node, childrenOf, isFunction } from '../../support/syntax.ts';

export interface FunctionInfo {
  /** Its number among all functions that are counted. */
  id: number;
  params: string[];
  /** All names of its scope: parameters, variables, functions. */
  names: string[];
  /** Of a function expression: `function name() {}`. */
  ownName: string;
  /** A body of `{}` is not stored. */
  hasCode: boolean;
  /** A body that starts with "ram" is copied into RAM, so many characters. */
  ramChars: number;
  /** It makes functions, which hold its scope. */
  hasInner: boolean;
  /** A program's own, in which all that is stored is followed; a library's is not. */
  isFollowed: boolean;
}

/** The functions of a tree in the order of their text; `whole` is the text that they stand in. */
export function functionsIn(tree: Node): Node[] {
  const found: Node[] = [];
  const visit = (node: Node): void => {
    if (isFunction(node)) found.push(node);
    childrenOf(node).forEach(visit);
  };
  visit(tree);
  return found;
}

/** What `node`, a function of `source`, is for an engine. */
export function functionInfo(node: Node, source: string, id: number, isFollowed: boolean): FunctionInfo {
  const { params, body } = node as Node & { params: Node[]; body: Node };
  const isBlock = body.type === 'BlockStatement';
  const statements = isBlock ? (body.body as Node[]) : [body];
  const first = statements[0];
  const isRam = first?.type === 'ExpressionStatement' && first.expression.value === 'ram';
  return {
    id,
    params: params.map(nameOf),
    names: namesOf(node),
    ownName: node.type === 'FunctionExpression' && node.id ? String(node.id.name) : '',
    hasCode: !isBlock || source.slice(body.start + 1, body.end - 1).trim() !== '',
    ramChars: isRam ? body.end - first.end - 1 : 0,
    hasInner: functionsIn(node).length > 1,
    isFollowed,
  };
}

const nameOf = (param: Node): string =>
  param.type === 'Identifier'
    ? String(param.name)
    : param.type === 'AssignmentPattern'
      ? nameOf(param.left as Node)
      : '';

/** Names that a function, or a program, declares: not those of functions in it. */
export function namesOf(node: Node): string[] {
  const names = new Set<string>(isFunction(node) ? (node.params as Node[]).map(nameOf).filter(Boolean) : []);
  const visit = (part: Node): void => {
    if (part.type === 'FunctionDeclaration' || part.type === 'ClassDeclaration') names.add(String(part.id.name));
    if (isFunction(part)) return;
    if (part.type === 'VariableDeclarator' && part.id.type === 'Identifier') names.add(String(part.id.name));
    childrenOf(part).forEach(visit);
  };
  (isFunction(node) ? [node.body as Node] : (node.body as Node[])).forEach(visit);
  return [...names];
}
