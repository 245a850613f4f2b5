/** Dominators of a graph of calls: which function is on every way from the root to another. */

function postorder(root, next) {
  const order = [];
  const seen = new Set([root]);
  const open = [[root, next(root)[Symbol.iterator]()]];
  while (open.length) {
    const rest = open.at(-1)[1];
    const { value, done } = rest.next();
    if (done) order.push(open.pop()[0]);
    else if (!seen.has(value)) {
      seen.add(value);
      open.push([value, next(value)[Symbol.iterator]()]);
    }
  }
  return order;
}

/**
 * The immediate dominator of each node that can be reached from the root; the root's is itself.
 * After Cooper, Harvey, Kennedy: A Simple, Fast Dominance Algorithm.
 * @template T
 * @param {T} root
 * @param {(node: T) => Iterable<T>} next
 * @returns {Map<T, T>}
 */
export function dominatorsOf(root, next) {
  const order = postorder(root, next);
  const rank = new Map(order.map((node, index) => [node, index]));
  const before = new Map(order.map((node) => [node, []]));
  for (const node of order) for (const after of next(node)) before.get(after).push(node);
  const dominators = new Map([[root, root]]);
  const common = (a, b) => {
    while (a !== b) {
      while (rank.get(a) < rank.get(b)) a = dominators.get(a);
      while (rank.get(b) < rank.get(a)) b = dominators.get(b);
    }
    return a;
  };
  for (let isStable = false; !isStable;) {
    isStable = true;
    for (const node of order.toReversed().slice(1)) {
      const found = before
        .get(node)
        .filter((one) => dominators.has(one))
        .reduce(common);
      if (dominators.get(node) === found) continue;
      dominators.set(node, found);
      isStable = false;
    }
  }
  return dominators;
}
