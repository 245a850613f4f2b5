/** A B-tree of 128-byte nodes that is filled and searched, and the accesses to memory that this takes. */
import { wordsFrom } from '../support/random.ts';
import type { Recorder } from './workload.ts';

const NODE_BYTES = 128;
const MOST_KEYS = 13;
const SEARCHES_PER_INSERT = 2;
const MOST_INSERTS = 3000;

interface Node {
  address: number;
  keys: number[];
  children: Node[];
}

export function btreeAccesses(bytes: number, to: Recorder): void {
  const nextWord = wordsFrom(1);
  const capacity = Math.floor(bytes / NODE_BYTES);
  const keys: number[] = [];
  let nodes = 0;
  const newNode = (): Node => ({ address: NODE_BYTES * nodes++, keys: [], children: [] });
  const save = (node: Node): void => to.write(node.address, NODE_BYTES);
  /** Where `key` is or belongs: a read for each key compared. */
  const find = (node: Node, key: number): number => {
    to.read(node.address, 2);
    let at = 0;
    for (; at < node.keys.length; at++) {
      to.read(node.address + 4 + 4 * at, 4);
      if (node.keys[at]! >= key) break;
    }
    return at;
  };
  const split = (parent: Node, at: number): void => {
    const full = parent.children[at]!;
    const right = newNode();
    const middle = MOST_KEYS >> 1;
    right.keys = full.keys.splice(middle + 1);
    right.children = full.children.splice(middle + 1);
    parent.keys.splice(at, 0, full.keys.pop()!);
    parent.children.splice(at + 1, 0, right);
    [full, right, parent].forEach(save);
  };
  let root = newNode();
  const insert = (key: number): void => {
    if (root.keys.length === MOST_KEYS) {
      const above = newNode();
      above.children.push(root);
      root = above;
      split(root, 0);
    }
    let node = root;
    while (node.children.length > 0) {
      let at = find(node, key);
      if (node.children[at]!.keys.length === MOST_KEYS) {
        split(node, at);
        if (key > node.keys[at]!) at++;
      }
      node = node.children[at]!;
    }
    const at = find(node, key);
    node.keys.splice(at, 0, key);
    to.write(node.address, 2);
    to.write(node.address + 4 + 4 * at, 4 * (node.keys.length - at));
  };
  const search = (key: number): void => {
    let node: Node | undefined = root;
    while (node) {
      const at = find(node, key);
      node = node.keys[at] === key ? undefined : node.children[at];
    }
  };
  // An insert makes at most a node per level and one root: leave room for them.
  while (nodes + 8 < capacity && keys.length < MOST_INSERTS) {
    keys.push(nextWord() % 1000000);
    insert(keys[keys.length - 1]!);
    // Recent keys are asked for more often than old ones.
    for (let i = 0; i < SEARCHES_PER_INSERT; i++)
      search(keys[Math.floor((1 - (nextWord() / 2 ** 32) ** 3) * (keys.length - 1))]!);
  }
}
