/** A block out of the free ones: what alloc does for sizes that are never deferred, and where no block of the size is. */

import { LARGE_HEAPS } from '../board.ts';
import { FLOAT, HALVES } from '../core/float.ts';
import { Fault, refuse } from '../core/faults.ts';
import { bestOf, lowestOf, granulesOf, relist, remove, roomOf, settleDeferred, writeHeader } from './bins.ts';
import { granulesFor, isIdle, logOf } from './block.ts';
import { Big, Bin, Bit, Control, Fit, type Pool, Deferred, State } from './layout.ts';

/** The deferred block of that size, which is no more then; 0 when what is named there can be none. O(1). */
function takeDeferred(pool: Pool, granules: number): number {
  var b = pool.w[pool.control + granules];
  pool.w[pool.control + granules] = 0;
  return b < pool.first || b + granules > pool.end ? 0 : b;
}

/**
 * Why `take` found nothing, and whether it is worth another look: the pool was described anew, or deferred blocks were settled.
 * Returns 0 and a fault when not. O(1); O(regions) after a region was given back.
 */
function lookAgain(pool: Pool, bytes: number): number {
  var granules: number;
  if (pool.epochs[0] !== pool.epoch) return isIdle(pool) ? 1 : 0;
  granules = granulesFor(pool, bytes);
  return (
    granules &&
    ((granules < roomOf(pool) && settleDeferred(pool, Deferred.First, Deferred.Last)) || refuse(pool.u8, Fault.NoSpace))
  );
}

/**
 * A used block with `bytes` of payload, cut out of a free one: small ones from its upper end, others from its lower. Bounded best fit: the tightest
 * of a few in the bin of the size, else of a few in the next filled bin, where every block fits. Returns the address of its payload, or 0
 * and a fault. O(1): at most 8 loop steps in heaps below 1 MB, and 8 blocks to settle where it would fail.
 */
// eslint-disable-next-line max-lines-per-function -- on an interpreter a call for the search and one for the cut cost a tenth of the whole
export function take(pool: Pool, bytes: number): number {
  var b = 0;
  var bin = 0;
  var w: Pool['w'];
  var control: number;
  var log: number;
  var granules: number;
  var free: number;
  var all: number;
  var rest: number;
  do {
    w = pool.w;
    control = pool.control;
    log = logOf(pool);
    granules = (bytes + (LARGE_HEAPS ? (3 << (log - 1)) - 1 : 5)) >>> log;
    if (LARGE_HEAPS && granules >= Big.Granules && log < 3) granules += Big.PayloadOffset;
    if (granules < 2) granules = 2;
    free = w[control];
    // A pool as it was described, which is idle, a size, and room for it: why one of these is not so is told in another function.
    if (
      pool.epochs[0] === pool.epoch &&
      (LARGE_HEAPS ? bytes >>> 0 === bytes && bytes >>> log < pool.end : (bytes & 65535) === bytes) &&
      bytes &&
      granules < free &&
      free + pool.first <= pool.end + 1
    ) {
      if (granules <= Deferred.Last && w[control + granules] && (b = takeDeferred(pool, granules))) return b << log;
      FLOAT[0] = granules;
      bin = HALVES[1] >> 6;
      b = w[control - Control.Bins + bin];
      if (b) b = bestOf(pool, b, granules, Fit.OwnTries);
      if (!b) {
        rest = ++bin >> 4;
        b = w[control - Control.Map + rest] & (-1 << (bin & 15));
        if (!b && ++rest < (LARGE_HEAPS ? Bin.End : Bin.DenseEnd) >> 4) b = w[control - Control.Map + rest];
        if (LARGE_HEAPS) while (!b && ++rest < Bin.End >> 4) b = w[control - Control.Map + rest];
        if (b) {
          FLOAT[0] = b & -b;
          bin = (rest << 4) + (HALVES[1] >> 7) - 127;
          // A bit of a bin that no block here can be in is damage: the word is not of this pool.
          b = control - Control.Bins + bin < 2 * pool.first ? w[control - Control.Bins + bin] : 0;
          if (b < pool.first || b >= pool.end - 1) b = 0;
          else if (w[2 * b])
            b =
              bin < Bin.Spacious || bytes > Fit.SmallBytes
                ? bestOf(pool, b, granules, Fit.NextTries)
                : lowestOf(pool, b, Fit.NextTries);
        }
      }
    }
  } while (!b && lookAgain(pool, bytes));
  if (!b) return 0;
  all = LARGE_HEAPS ? w[2 * b - 1] >> 2 || granulesOf(pool, b) : w[2 * b - 1] >> 2;
  rest = all - granules;
  if (rest < 0 || b + all > pool.end) return refuse(pool.u8, Fault.Corrupt);
  w[control] = State.Cut;
  if (rest < 2) {
    granules = all;
    remove(pool, b, granules);
    w[2 * (b + granules) - 1] |= Bit.BelowUsed;
    rest = Bit.Both;
  } else if (bytes > Fit.SmallBytes) {
    relist(pool, b, bin, b + granules, rest);
    rest = Bit.Both;
  } else {
    // Its header first, so that there are blocks everywhere when the one below ends where it starts; used last, until then it is nobody's.
    w[2 * (b + rest) - 1] = granules << 2;
    relist(pool, b, bin, b, rest);
    b += rest;
    w[2 * (b + granules) - 1] |= Bit.BelowUsed;
    rest = Bit.Used;
  }
  if (LARGE_HEAPS && granules > Big.Granules && log < 3) {
    w[2 * (b + Big.PayloadOffset) - 1] = Big.Marker;
    writeHeader(pool, b, granules, rest);
    b += Big.PayloadOffset;
  } else w[2 * b - 1] = (granules << 2) | rest;
  w[control] = free - granules;
  return b << log;
}
