/**
 * Shifts as Espruino on ARM does them: as the processor does, which takes the low 8 bits of a count and shifts
 * everything out by 32 and more. So 1 << 33 and 1 << -2 are 0 there, and a program that is right on a PC is not.
 */
import { type Node, childrenOf, inside, parsed } from '../support/syntax.ts';

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
  const program = parsed(source);
  if (!program) return source;
  const slice = ({ start, end }: Node): string => source.slice(start, end);
  const operators = program.tokens.filter(({ start, end }) => /^(<<|>>>?)=?$/.test(source.slice(start, end)));
  let text = '';
  let at = 0;
  /** Copy up to `position`, put `insert` there and leave out what is before `next`. */
  const put = (position: number, insert: string, next = position): void => {
    text += source.slice(at, position) + insert;
    at = next;
  };
  const visit = (node: Node): void => {
    if (!isShift(node) || isBounded(node.right as Node)) return childrenOf(node).forEach(visit);
    const { left, operator, right } = node as Node & { left: Node; right: Node };
    const [, by, isAssigned] = /^(<<|>>>?)(=?)$/.exec(operator as string)!;
    const name = NAMES[by!]!;
    if (isAssigned && left.type === 'MemberExpression') {
      const { object, property, computed } = left as Node & { object: Node; property: Node };
      put(left.start, ' __shiftAt(');
      visit(object);
      if (!computed) put(object.end, `,"${slice(property)}"`, left.end);
      else {
        put(object.end, ',', property.start);
        visit(property);
        put(property.end, '', left.end);
      }
      put(left.end, `,${name}`);
    } else {
      put(left.start, isAssigned ? ` ${slice(left)}=${name}(` : ` ${name}(`);
      visit(left);
    }
    const token = operators.find(({ start }) => start >= left.end)!;
    put(token.start, ',', token.end);
    visit(right);
    put(right.end, ')');
  };
  visit(program.tree);
  return text + source.slice(at);
}

const isShift = ({ type, operator }: Node): boolean =>
  (type === 'BinaryExpression' || type === 'AssignmentExpression') && /^(<<|>>>?)=?$/.test(operator as string);

/** Whether a count is below 32 whatever the program does. */
function isBounded(node: Node): boolean {
  const count = inside(node);
  const isLow = ({ type, value }: Node): boolean => type === 'Literal' && typeof value === 'number' && value < 32;
  if (count.type !== 'BinaryExpression') return isLow(count);
  return count.operator === '&' && [count.left, count.right].some(isLow);
}
