/** Counts loop steps: how often any loop body of a program is entered. */
import { createRequire } from 'node:module';
import type TypeScript from 'typescript';

let ts: typeof TypeScript;
const load = createRequire(import.meta.url);

/** The statement that counts; the emulated board gives the object. */
const COUNT = '__loops.steps++;';

export type Insertion = [position: number, text: string];

/** `source` with a count at the start of every loop body. Works on minified code. */
export function instrumentLoops(source: string): string {
  ts ??= load('typescript') as typeof TypeScript; // large: only loaded where loops are counted
  const file = ts.createSourceFile('bundle.js', source, ts.ScriptTarget.ES5, false, ts.ScriptKind.JS);
  const insertions: Insertion[] = [];
  const visit = (node: TypeScript.Node): void => {
    if (ts.isIterationStatement(node, false)) insertions.push(...insertionsFor(node.statement, file));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return insert(source, insertions);
}

function insertionsFor(body: TypeScript.Statement, file: TypeScript.SourceFile): Insertion[] {
  const start = body.getStart(file);
  return ts.isBlock(body)
    ? [[start + 1, COUNT]]
    : [
        [start, `{${COUNT}`],
        [body.end, '}'],
      ];
}

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
