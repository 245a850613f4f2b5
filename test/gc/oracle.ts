/** What a program sees of its objects, kept beside the heap: the oracle that says which are reachable, and what is in them. */

/** A type as the tests define it: `words` are its references, or all from `from` on. */
export interface Shape {
  type: number;
  words: number[];
  from: number;
  isFinalized: boolean;
}

export interface Node {
  handle: number;
  shape: Shape;
  bytes: number;
  refs: Map<number, Node>;
  pattern: number;
  /** A number of its own; also in the first bytes of finalized objects. */
  id: number;
  pins: number;
  /** Of the payload, while it is pinned. */
  address: number;
  /** Bytes of the payload that are in no reference. */
  data: number[];
}

export class Oracle {
  readonly named: (Node | undefined)[] = new Array(17).fill(undefined);
  /** Open scopes, the innermost last: what each one holds. */
  readonly scopes: { scope: number; held: Node[] }[] = [];
  readonly pinned: Node[] = [];
  readonly weak = new Map<number, Node>();

  /** All that can be reached, each once, roots first. */
  reachable(): Node[] {
    const found = new Set<Node>(this.named.filter((node) => node !== undefined));
    for (const { held } of this.scopes) for (const node of held) found.add(node);
    for (const node of this.pinned) found.add(node);
    // A Set iterates over what is added on the way, too.
    for (const node of found) for (const child of node.refs.values()) found.add(child);
    return [...found];
  }

  /** Words on the collector's stack of held handles. */
  get held(): number {
    return this.scopes.reduce((sum, { held }) => sum + held.length + 1, 0);
  }
}

/** The words of the node that are references. */
export function referencesOf(node: Node): number[] {
  const { words, from } = node.shape;
  if (from < 0) return words;
  return Array.from({ length: Math.max(0, (node.bytes >> 2) - from) }, (_, i) => from + i);
}

/** The bytes of a payload of `bytes` that are in no reference, nor in the number that finalized objects have in front. */
export function dataOf(shape: Shape, bytes: number): number[] {
  const end = shape.from < 0 ? bytes : Math.min(bytes, 4 * shape.from);
  return Array.from({ length: end }, (_, at) => at).filter(
    (at) => !shape.words.includes(at >> 2) && !(shape.isFinalized && at < 4),
  );
}
