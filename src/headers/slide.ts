/** Compaction for owners that can follow their blocks: every used block moves down over the free ones. */

import { LARGE_HEAPS } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { granulesOf, remove, release, writeHeader } from './bins.ts';
import { payloadOffsetOf, logOf, payloadBytes, stateOf } from './block.ts';
import { Bit, Control, Note, type Pool, Deferred, State, Wiped } from './layout.ts';
import { renew } from './pool.ts';

/** Told of a block that moved, before the next one does. May not call the pool. */
export type Moved = (from: number, to: number, bytes: number) => void;

/** Names of 1 in the words of deferred blocks keep the fast paths of alloc and dealloc out. */
function setDeferred(pool: Pool, value: number): void {
  var granules: number = Deferred.First;
  for (; granules <= Deferred.Last; granules++) pool.w[pool.control + granules] = value;
}

/**
 * Move the used block `from` of `size` granules down to where the free block `gap` below it starts. Until it is told,
 * the notes say what was done: `repair` moves it back.
 */
function moveDown(pool: Pool, gap: number, from: number, size: number): void {
  var w = pool.w;
  var map = pool.control - Control.Notes;
  w[map + Note.Gap] = gap;
  w[map + Note.Block] = from;
  w[map + Note.Left] = size;
  w[pool.control] = State.Move;
  w.set(w.subarray(2 * from - 1, 2 * (from + size) - 1), 2 * gap - 1);
  w[2 * gap - 1] |= Bit.BelowUsed;
  // Either the old header now lies in the gap, or it becomes the gap's own.
  if (from > gap + size) w[2 * from - 1] = Wiped.Header;
  writeHeader(pool, gap + size, from - gap, Bit.BelowUsed);
  w[pool.control] = State.Busy;
}

/**
 * Whether the pool is as it was before the callback: neither repaired nor destroyed there. That other pools were destroyed does
 * not matter: the object is described anew then, and all its numbers are the same.
 */
function isStill(pool: Pool, end: number): boolean {
  return (
    (pool.epochs[0] === pool.epoch || renew(pool)) && pool.end === end && stateOf(pool) === (State.Busy & State.Kind)
  );
}

/** Move a block, tell of it, and list the gap where it is then. Returns false, and the fault says why, when that cannot be. */
function moveAndTell(pool: Pool, gap: number, from: number, size: number, moved: Moved): boolean {
  var w = pool.w;
  var map = pool.control - Control.Notes;
  var free = w[pool.control];
  var log = logOf(pool);
  var end = pool.end;
  var to = (LARGE_HEAPS ? gap + payloadOffsetOf(pool, from) : gap) << log;
  var bits: number[];
  var isDone = false;
  w[pool.control] = State.Cut;
  setDeferred(pool, 1);
  remove(pool, gap, from - gap);
  bits = [w[map], w[map + 1], w[map + 2]];
  moveDown(pool, gap, from, size);
  try {
    moved(to + ((from - gap) << log), to, payloadBytes(pool, gap));
  } finally {
    if (isStill(pool, end)) {
      // From here on it is not the callback that is running.
      w[pool.control] = State.Cut;
      w.set(bits, map);
      setDeferred(pool, 0);
      isDone = release(pool, gap + size, from - gap, free);
    } else refuse(pool.u8, Fault.Interrupted);
  }
  return isDone;
}

/**
 * Slide used blocks down until the only free block is the last. Nothing may be deferred. Returns true, or false and the
 * fault: the pool was repaired in the callback, or is damaged. A callback that throws leaves the pool sound. O(blocks).
 */
export function slideDown(pool: Pool, moved: Moved): boolean {
  var w = pool.w;
  var b = pool.first;
  var granules: number;
  var size: number;
  for (; b < pool.end; b += granules) {
    granules = granulesOf(pool, b);
    if (granules < 2 || b + granules > pool.end) return !!refuse(pool.u8, Fault.Corrupt);
    if (!(w[2 * b - 1] & Bit.Used) && b + granules < pool.end) {
      size = granulesOf(pool, b + granules);
      if (size < 2 || b + granules + size > pool.end) return !!refuse(pool.u8, Fault.Corrupt);
      if (!moveAndTell(pool, b, b + granules, size, moved)) return false;
      granules = size;
    }
  }
  return true;
}
