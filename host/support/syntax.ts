/** Programs as trees of syntax, by acorn. What the tools count in a program, or put into it, they find there. */
import { type Token, parse } from 'acorn';

/** A node as ESTree has it; fields differ from type to type. */
export interface Node {
  type: string;
  start: number;
  end: number;
  [field: string]: any;
}

export interface Parsed {
  tree: Node;
  /** All tokens, in order. */
  tokens: Token[];
}

/** `source` with a node for each pair of round brackets; null where it is no program, which its engine will tell better. */
export const parsed = (source: string): Parsed | null => parsedAs('script', source) ?? parsedAs('module', source);

function parsedAs(sourceType: 'script' | 'module', source: string): Parsed | null {
  const tokens: Token[] = [];
  try {
    const tree = parse(source, {
      ecmaVersion: 'latest',
      sourceType,
      preserveParens: true,
      // Modules of boards run as the bodies of functions.
      allowReturnOutsideFunction: true,
      onToken: tokens,
    });
    return { tree: tree as unknown as Node, tokens };
  } catch {
    return null;
  }
}

const isNode = (value: any): value is Node => typeof value?.type === 'string' && typeof value.start === 'number';

/** The nodes right below one, in the order of the text; each once, though `{a}` has its name twice. */
export function childrenOf(node: Node): Node[] {
  const found: Node[] = [];
  for (const value of Object.values(node))
    for (const one of Array.isArray(value) ? value : [value]) if (isNode(one)) found.push(one);
  const inOrder = found.sort((a, b) => a.start - b.start);
  return inOrder.filter((child, i) => i === 0 || child.start !== inOrder[i - 1]!.start);
}

export const isFunction = ({ type }: Node): boolean =>
  type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression';

export const isLoop = ({ type }: Node): boolean => /^(For|ForIn|ForOf|While|DoWhile)Statement$/.test(type);

/** What stands inside round brackets, however many. */
export const inside = (node: Node): Node =>
  node.type === 'ParenthesizedExpression' ? inside(node.expression as Node) : node;

export type Insertion = [position: number, text: string];

/** Nested bodies may share their end: `}` all look alike, and a stable sort keeps the openings in order. */
export function insert(source: string, insertions: Insertion[]): string {
  const pieces: string[] = [];
  let done = 0;
  for (const [position, text] of insertions.toSorted((a, b) => a[0] - b[0])) {
    pieces.push(source.slice(done, position), text);
    done = position;
  }
  return pieces.join('') + source.slice(done);
}
