/** Whether a pager is still there, and open: what every call asks first. */

import { Fault, refuse } from '../core/faults.ts';
import { Image, Kind } from '../heap/layout.ts';
import { isRegion, refuseRegion, renewed } from '../heap/regions.ts';
import { Control, Header, Mark, type Pager } from './layout.ts';
import { crcOfBlank, describeAt } from './pager.ts';
import { readRecord, rootSlotBytes } from './records.ts';

/** A call that changes frames or page slots begins: see layout.ts. */
export function begin(p: Pager): void {
  p.w[p.control + Control.Open] = Mark.Busy;
}

/** It ends; unless a store's function ended it, or the table is not known to be on record. */
export function end(p: Pager): void {
  if (p.w[p.epochAt] === p.epoch && p.w[p.control + Control.Open] === Mark.Busy)
    p.w[p.control + Control.Open] = p.pageCount;
}

/** Whether the newest root in the store is the one that the region names. */
function hasRoot(p: Pager): boolean {
  var k = p.control;
  var newest = p.w[k + Control.Newest];
  var open = p.w[k + Control.Open];
  var words: Int32Array | null;
  if (!p.rootCount) return true;
  if (newest >= p.rootCount) return false;
  p.w[k + Control.Open] = Mark.Busy;
  words = readRecord(p, Math.max(0, newest) * rootSlotBytes(p)).words;
  p.w[k + Control.Open] = open;
  return newest < 0 ? !words : !!words && words[Header.Check] === p.w[k + Control.RootCheck];
}

/**
 * The rest of isHere: regions were given back since the object was made or used. Returns whether a pager is at its
 * address, over the object's store: the very same, or a later one, which the object is described anew for.
 */
function renew(p: Pager): boolean {
  var found: any = isRegion(p.u8, p.base, Kind.Paging) ? describeAt(p.u8, p.base, p.store) : null;
  if (
    !found ||
    found.frameCount !== p.w[found.control + Control.Frames] ||
    (found.serial !== p.serial && !hasRoot(found))
  )
    return !!refuseRegion(p.u8, Fault.BadArgument);
  found.blank = crcOfBlank(found);
  if (found.serial !== p.serial) return renewed(p, found);
  p.epoch = found.epoch;
  return true;
}

/** Whether the pager was not destroyed, or a later one has its place; if not, a fault. O(1), after a destroy of any pool O(regions). */
export function isHere(p: Pager): boolean {
  return p.w[Image.EpochWord] === p.epoch || renew(p);
}

/** Whether the pager is there, open, and no call on it was cut off; if not, a fault. */
export function isOpen(p: Pager): boolean {
  var open: number;
  if (!isHere(p)) return false;
  open = p.w[p.control + Control.Open];
  return open > 0 || !!refuse(p.u8, open < 0 && open > Mark.Asleep ? Fault.Interrupted : Fault.BadArgument);
}

/** Whether there is such a page, and the pager is open. */
export function isPage(p: Pager, page: number): boolean {
  return isOpen(p) && ((page >>> 0 === page && page < p.pageCount) || !!refuse(p.u8, Fault.BadArgument));
}

/** The rest of isRange. */
function isRangeAfterAll(p: Pager, va: number, bytes: number): boolean {
  return (
    isOpen(p) &&
    ((va >>> 0 === va && bytes >>> 0 === bytes && va + bytes <= p.pageCount * p.pageSize) ||
      !!refuse(p.u8, Fault.BadArgument))
  );
}

/** Whether there are `bytes` such virtual addresses, and the pager is open. */
export function isRange(p: Pager, va: number, bytes: number): boolean {
  return (
    (p.w[Image.EpochWord] === p.epoch &&
      va >>> 0 === va &&
      bytes >>> 0 === bytes &&
      va + bytes <= p.w[p.control + Control.Open] * p.pageSize) ||
    isRangeAfterAll(p, va, bytes)
  );
}
