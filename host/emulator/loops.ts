/** Counts loop steps: how often any loop body of a program is entered. */
import { type Insertion, type Node, childrenOf, insert, isLoop, parsed } from '../support/syntax.ts';

/** The statement that counts; the emulated board gives the object. */
const COUNT = '__loops.steps++;';

/** `source` with a count at the start of every loop body. Works on minified code. */
export function instrumentLoops(source: string): string {
  const insertions: Insertion[] = [];
  const visit = (node: Node): void => {
    if (isLoop(node)) insertions.push(...insertionsFor(node.body as Node));
    childrenOf(node).forEach(visit);
  };
  const program = parsed(source);
  if (program) visit(program.tree);
  return insert(source, insertions);
}

function insertionsFor({ type, start, end }: Node): Insertion[] {
  return type === 'BlockStatement'
    ? [[start + 1, COUNT]]
    : [
        [start, `{${COUNT}`],
        [end, '}'],
      ];
}
