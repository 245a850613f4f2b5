/**
 * A program's text, changed so that what an engine would store is known while it runs: its functions, the scopes that they hold, and of
 * each number and text whether the engine has it as a float, and who else holds it, which a value of JavaScript does not say.
 *
 * `__m` in that text is what runtime.ts makes. `__m.r` says of the value that was computed last: see ledger.ts.
 */
import { type Node, parsed } from '../support/syntax.ts';
import { type FollowOptions, Follower } from './follow/follower.ts';
import { type FunctionInfo, functionInfo, functionsIn } from './follow/functions.ts';

export interface Followed {
  /** The text to run. */
  code: string;
  functions: FunctionInfo[];
  /** Of the text as its author wrote it; null: it is no program. */
  tree: Node | null;
}

const libraries = new Map<string, Followed>();

/** `source` as it is to be run. What is no program comes back as it is: its engine will say what is wrong. Costs two parses; a library's is kept. */
export function follow(source: string, options: FollowOptions): Followed {
  const key = `${options.firstId} ${source}`;
  const known = options.isLibrary ? libraries.get(key) : undefined;
  if (known) return known;
  const followed = parsedAndFollowed(source, options);
  if (options.isLibrary) libraries.set(key, followed);
  return followed;
}

function parsedAndFollowed(source: string, options: FollowOptions): Followed {
  const program = parsed(source);
  const original = options.original ?? source;
  const asWritten = original === source ? program : parsed(original);
  if (!program || !asWritten) return { code: source, functions: [], tree: null };
  const nodes = functionsIn(asWritten.tree);
  const functions = nodes.map((node, i) => functionInfo(node, original, options.firstId + i, !options.isLibrary));
  return { code: new Follower(source, program.tree, functions, options).code(), functions, tree: asWritten.tree };
}
