/** Statements. */
import ts from 'typescript';
import { declared } from './types.js';
import { reasonFor } from './subset.js';

const pad = (depth) => '  '.repeat(depth);

/** The text of one statement. */
export function statement(fn, node, depth) {
  fn.ranges.begin();
  const p = pad(depth);
  if (ts.isBlock(node)) return `${p}{\n${block(fn, node, depth + 1)}${p}}\n`;
  if (ts.isVariableStatement(node))
    return node.declarationList.declarations.map((one) => variable(fn, one, p)).join('');
  if (ts.isExpressionStatement(node))
    return fn.known(node.expression) === undefined ? `${p}${fn.effect(node.expression)};\n` : '';
  if (ts.isIfStatement(node)) return choice(fn, node, depth);
  if (ts.isForStatement(node)) return loop(fn, node, depth);
  if (ts.isWhileStatement(node))
    return `${p}while (${fn.condition(node.expression)})\n${statement(fn, node.statement, depth + 1)}`;
  if (ts.isDoStatement(node))
    return `${p}do\n${statement(fn, node.statement, depth + 1)}${p}while (${fn.condition(node.expression)});\n`;
  if (ts.isReturnStatement(node)) return `${p}${fn.giveBack(node)};\n`;
  if (ts.isBreakStatement(node) && !node.label) return `${p}break;\n`;
  if (ts.isContinueStatement(node) && !node.label) return `${p}continue;\n`;
  if (ts.isEmptyStatement(node)) return `${p};\n`;
  return fn.stop(node, reasonFor(node));
}

/** Whether a statement returns, as far as the build can tell: what follows is never run. */
function isEnd(fn, node) {
  if (ts.isReturnStatement(node)) return true;
  return ts.isIfStatement(node) && fn.known(node.expression) === true && isEnd(fn, node.thenStatement);
}

export function block(fn, node, depth) {
  const end = node.statements.findIndex((one) => isEnd(fn, one));
  return node.statements
    .slice(0, end < 0 ? undefined : end + 1)
    .map((one) => statement(fn, one, depth))
    .join('');
}

/** The branches that the build decides are left out. */
function choice(fn, node, depth) {
  const p = pad(depth);
  const value = fn.known(node.expression);
  if (value !== undefined) {
    const taken = value ? node.thenStatement : node.elseStatement;
    return taken ? statement(fn, taken, depth) : `${p};\n`;
  }
  const otherwise = node.elseStatement ? `${p}else\n${statement(fn, node.elseStatement, depth + 1)}` : '';
  return `${p}if (${fn.condition(node.expression)}) {\n${statement(fn, node.thenStatement, depth + 1)}${p}}\n${otherwise}`;
}

function loop(fn, node, depth) {
  const { initializer, condition, incrementor } = node;
  if (initializer && ts.isVariableDeclarationList(initializer)) fn.stop(initializer, 'declare before the loop');
  const parts = [
    initializer ? fn.effect(initializer) : '',
    condition ? fn.condition(condition) : '',
    incrementor ? fn.effect(incrementor) : '',
  ];
  return `${pad(depth)}for (${parts.join('; ')})\n${statement(fn, node.statement, depth + 1)}`;
}

/** `var x = ...;`, which has its value there; without one it is 0, as nothing reads it before it is assigned. */
function variable(fn, node, p) {
  const symbol = fn.symbolOf(node.name);
  const { initializer } = node;
  if (fn.types.isFunction(node.name)) return '';
  if (initializer && ts.isNewExpression(initializer) && fn.isScratch(initializer))
    return `${p}${fn.scratch(symbol, node.name, initializer)}\n`;
  if (initializer && ts.isObjectLiteralExpression(initializer)) return `${p}${fn.object(node.name, initializer)}\n`;
  const type = fn.typeOf(node.name);
  const c = declared(type, fn.numberType(symbol));
  if (!initializer) return `${p}${c} ${fn.local(node.name.text)} = 0;\n`;
  return `${p}${c} ${fn.local(node.name.text)} = ${fn.stored(symbol, fn.value(initializer), node, type)};\n`;
}
