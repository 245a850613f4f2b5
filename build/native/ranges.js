/**
 * What each variable, parameter, result and member of an object may hold, as the join of all that is put into it in all functions that
 * are compiled. Found by going over them until nothing grows; what has grown some times and still does, as the count of a loop, is taken
 * to grow as far as the subset allows: to 2^31 - 1, or 2^32 - 1 where a number without a sign is put into it.
 */
import { I32, U32 } from './numbers.js';

const TIMES = 8;

export function rangesOf(stop) {
  const found = new Map();
  const fixed = new Map();
  const grown = new Map();
  let round = 0;
  let isGrowing = false;
  // Whether what is being evaluated hangs on a symbol of which nothing is known yet; and whether such a one is taken for 0.
  let isOpen = false;
  let isLast = false;

  /** What a symbol may hold. Of one that nothing was put into so far it is 0, and what hangs on it is not believed. */
  function of(symbol) {
    if (!found.has(symbol)) isOpen = !isLast;
    return found.get(symbol) ?? { lo: 0, hi: 0 };
  }

  /** A statement begins. */
  const begin = () => void (isOpen = false);

  /** That a symbol holds so much at most, by what its pool's description has checked. */
  function fix(symbol, [lo, hi]) {
    fixed.set(symbol, true);
    found.set(symbol, { lo, hi });
  }

  /** A number is put into the symbol: only an unsigned one widens it beyond 2^31 - 1. */
  function put(symbol, value, node) {
    if (fixed.has(symbol) || isOpen) return;
    const old = found.get(symbol);
    const isUnsigned = value.hi > I32[1] && (value.type === 'u32' || value.isUnsigned);
    const most = isUnsigned || (old && old.hi > I32[1]) ? U32[1] : I32[1];
    const clipped = { lo: Math.max(value.lo, I32[0]), hi: Math.min(value.hi, most) };
    const joined = old
      ? { lo: Math.min(old.lo, clipped.lo), hi: Math.max(old.hi, clipped.hi) }
      : { lo: Math.min(clipped.lo, clipped.hi), hi: clipped.hi };
    if (old && old.lo === joined.lo && old.hi === joined.hi) return;
    const times = (grown.get(symbol) ?? 0) + 1;
    grown.set(symbol, times);
    if (times > TIMES) {
      if (joined.lo < old.lo) joined.lo = joined.hi > I32[1] && joined.lo >= 0 ? 0 : joined.lo < 0 ? I32[0] : 0;
      if (joined.hi > old.hi) joined.hi = joined.hi > I32[1] ? U32[1] : I32[1];
    }
    if (joined.lo < 0 && joined.hi > I32[1]) stop(node, 'holds numbers below 0 and of 2^31 or more');
    found.set(symbol, joined);
    isGrowing = true;
  }

  function repeat(pass) {
    do {
      isGrowing = false;
      isOpen = false;
      pass();
      if (++round > 100) throw new Error('intervals do not settle');
    } while (isGrowing);
  }

  /** Runs `pass` until no interval grows any more. */
  function fixpoint(pass) {
    repeat(pass);
    isLast = true;
    repeat(pass);
  }

  /** Something else than an interval has changed: once more over all functions. */
  const grow = () => void (isGrowing = true);

  return { of, put, fix, begin, grow, fixpoint };
}
