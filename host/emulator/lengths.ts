/** The length of an array is a constant on Espruino: a program that empties one by `list.length = 0` ends there, and not on a PC. */
import { type Insertion, type Node, childrenOf, insert, parsed } from '../support/syntax.ts';

/** What stands around the array in the text of a program. */
export const constantLengths =
  'function __lengthOf(object) { if (Array.isArray(object)) throw new TypeError("Assignment to a constant"); return object; }';

/** Most texts set none, and need no parsing. */
const SETS = /\.length\s*(?:(?:[-+*%&|^/]|<<|>>>?)?=(?!=)|\+\+|--)/;

const done = new Map<string, string>();

/** `source` with a look at whatever has its length set. */
export function instrumentLengths(source: string): string {
  if (!SETS.test(source)) return source;
  const known = done.get(source);
  if (known !== undefined) return known;
  const insertions: Insertion[] = [];
  const visit = (node: Node): void => {
    const target = targetOf(node);
    if (target?.type === 'MemberExpression' && !target.computed && target.property.name === 'length')
      insertions.push([target.object.start, ' __lengthOf('], [target.object.end, ')']);
    childrenOf(node).forEach(visit);
  };
  const program = parsed(source);
  if (program) visit(program.tree);
  const text = insert(source, insertions);
  done.set(source, text);
  return text;
}

const targetOf = ({ type, left, argument }: Node): Node | undefined =>
  type === 'AssignmentExpression' ? (left as Node) : type === 'UpdateExpression' ? (argument as Node) : undefined;
