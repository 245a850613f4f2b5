/**
 * Views that lie where a register says, r11: an access of one is a call with an index alone. A pool has one such place, that of its words; the function
 * that describes a pool sets the register, so in each call it is that of the pool it is made on. What is put into a variable, a parameter or a result is
 * followed through all functions: it is such a view as long as nothing else is put there.
 */
export function mainsOf(ranges) {
  const members = new Set();
  const others = new Set();
  return {
    add: (symbol) => members.add(symbol),
    /** Whether a member of a struct is one. */
    isMember: (symbol) => members.has(symbol),
    /** Whether all that a variable, a parameter or the result of a function can be is one. */
    has: (symbol) => members.size > 0 && !others.has(symbol),
    /** That a view is put there. */
    put(symbol, given) {
      if (given.isMain || given.kind === 'none' || others.has(symbol)) return;
      others.add(symbol);
      ranges.grow();
    },
  };
}
