/**
 * Shifts as Espruino on ARM does them: as the processor does, which takes the low 8 bits of a count and shifts
 * everything out by 32 and more. So 1 << 33 and 1 << -2 are 0 there, and a program that is right on a PC is not.
 */
import { createRequire } from 'node:module';
import type TypeScript from 'typescript';

let ts: typeof TypeScript;
const load = createRequire(import.meta.url);

/** What the text of a program calls in place of a shift: functions of its own realm, which are the fastest there. */
export const hardwareShifts = `
function __shiftLeft(value, count) { return (count &= 255) > 31 ? 0 : value << count; }
function __shiftRight(value, count) { return (count &= 255) > 31 ? value >> 31 : value >> count; }
function __shiftRightUnsigned(value, count) { return (count &= 255) > 31 ? 0 : value >>> count; }
function __shiftAt(object, key, shift, count) { return object[key] = shift(object[key], count); }`;

const NAMES: Record<string, string> = {
  '<<': '__shiftLeft',
  '>>': '__shiftRight',
  '>>>': '__shiftRightUnsigned',
};

/** Shifts by a number, or by a name that is masked with one: in library code these are all, and no text has to be parsed. */
const BOUNDED = /(<<|>>>?)=?\s*(?:(\d+)|\((\d+)&[\w$.]+\)|\([\w$.+-]+&(\d+)\))(?!\s*[-+*/%.\w[(])/g;

const done = new Map<string, string>();

/** `source` with a call in place of each shift whose count may be 32 or more, or negative. Works on minified code. */
export function instrumentShifts(source: string): string {
  if (!/<<|>>/.test(source)) return source;
  const known = done.get(source);
  if (known !== undefined) return known;
  const rest = source.replace(BOUNDED, (shift, _by, ...counts: (string | undefined)[]) =>
    counts.slice(0, 3).some((count) => Number(count) < 32) ? '' : shift,
  );
  const text = /<<|>>/.test(rest) ? rewrite(source) : source;
  done.set(source, text);
  return text;
}

function rewrite(source: string): string {
  ts ??= load('typescript') as typeof TypeScript; // large: only loaded where there is such a shift
  const file = ts.createSourceFile('program.js', source, ts.ScriptTarget.ES5, true, ts.ScriptKind.JS);
  let text = '';
  let at = 0;
  /** Copy up to `position`, put `insert` there and leave out what is before `next`. */
  const put = (position: number, insert: string, next = position): void => {
    text += source.slice(at, position) + insert;
    at = next;
  };
  const visit = (node: TypeScript.Node): void => {
    if (!ts.isBinaryExpression(node) || isBounded(node)) return void ts.forEachChild(node, visit);
    const { left, operatorToken, right } = node;
    const [, by, isAssigned] = /^(<<|>>>?)(=?)$/.exec(operatorToken.getText())!;
    const name = NAMES[by!]!;
    const isMember = isAssigned && (ts.isElementAccessExpression(left) || ts.isPropertyAccessExpression(left));
    if (isMember) {
      const key = ts.isElementAccessExpression(left) ? left.argumentExpression : left.name;
      put(left.getStart(), ' __shiftAt(');
      visit(left.expression);
      if (key === (left as TypeScript.PropertyAccessExpression).name)
        put(left.expression.end, `,"${key.getText()}"`, left.end);
      else {
        put(left.expression.end, ',', key.getStart());
        visit(key);
        put(key.end, '', left.end);
      }
      put(left.end, `,${name}`);
    } else {
      put(left.getStart(), isAssigned ? ` ${left.getText()}=${name}(` : ` ${name}(`);
      visit(left);
    }
    put(operatorToken.getStart(), ',', operatorToken.end);
    visit(right);
    put(right.end, ')');
  };
  visit(file);
  return text + source.slice(at);
}

/** Whether a node is no shift, or one by less than 32 whatever the program does. */
function isBounded({ operatorToken, right }: TypeScript.BinaryExpression): boolean {
  if (!/^(<<|>>>?)=?$/.test(operatorToken.getText())) return true;
  let count: TypeScript.Expression = right;
  while (ts.isParenthesizedExpression(count)) count = count.expression;
  const isLow = (node: TypeScript.Node): boolean => ts.isNumericLiteral(node) && Number(node.text) < 32;
  if (!ts.isBinaryExpression(count)) return isLow(count);
  return count.operatorToken.kind === ts.SyntaxKind.AmpersandToken && [count.left, count.right].some(isLow);
}
