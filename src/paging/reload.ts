/** Bringing a pager to the store's last commit. */

import { HAS_COMMIT } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { crc32 } from '../core/crc32.ts';
import { isRetired } from './device.ts';
import { dropAll, forget } from './frames.ts';
import { Control, Header, Limit, type Pager } from './layout.ts';
import { mount } from './mount.ts';
import { type Found, readRecord, slotBytes } from './records.ts';

/** Count references and free sectors from the table. Returns false when it names a slot that is none. O(pages). */
function recount(p: Pager): boolean {
  var h = p.h;
  var free = 0;
  var i: number;
  var slot: number;
  for (i = 0; i < p.sectorCount; i++) h[p.references + i] = 0;
  for (i = 0; i < p.pageCount; i++) {
    slot = h[p.proven + i] = h[p.slots + i];
    if (slot !== Limit.None) {
      slot = Math.floor(slot / p.span);
      if (slot < p.first || slot >= p.sectorCount) return false;
      h[p.references + slot]++;
    }
  }
  for (i = p.first; i < p.sectorCount; i++) if (!h[p.references + i] && p.w[p.wear + i] >= 0) free++;
  p.w[p.slot + Control.Free] = free;
  return true;
}

/** All pages are zero pages, no sector is worn, and the volume is a new one. */
function clear(p: Pager): void {
  var i = p.pageCount;
  while (i--) p.h[p.slots + i] = Limit.None;
  for (i = p.pageCount + p.sectorCount; i--; ) p.w[p.crcs + i] = 0;
  p.w[p.wear + p.sectorCount] = Math.random() * 0x7fffffff;
}

function crcOfBlank(p: Pager): number {
  var i = p.stageBytes;
  while (i--) p.u8[p.stage + i] = 255;
  return crc32(p.u8, p.stage, p.stageBytes);
}

/**
 * Forget all that is not committed and read the table from the store. Wear that is known is not forgotten.
 * Returns true, or false and a fault: the store failed, is too full to be opened, or belongs to something
 * else; the pager is closed.
 */
export function reload(p: Pager, isForced: boolean): boolean {
  var w = p.w;
  var k = p.slot;
  var wear = new Int32Array(p.sectorCount);
  var newest: number;
  var i: number;
  wear.set(w.subarray(p.wear, p.wear + p.sectorCount));
  dropAll(p);
  forget(p);
  w[k + Control.Open] = w[k + Control.Changed] = w[k + Control.Written] = w[k + Control.Failed] = w[k + Control.Pinned] = 0;
  w[k + Control.IsAnnounced] = 0;
  w[k + Control.Used] = p.span;
  w[k + Control.Sector] = p.first - 1;
  w[k + Control.BlankCrc] = crcOfBlank(p);
  w[k + Control.Newest] = w[k + Control.Keep] = -1;
  clear(p);
  newest = HAS_COMMIT && p.rootCount ? mount(p, true, isForced) : -1;
  if (newest < -1) return false;
  if (newest < 0) clear(p);
  for (i = 0; i < p.sectorCount; i++) if (w[p.wear + i] >= 0 && (wear[i] < 0 || wear[i] > w[p.wear + i])) w[p.wear + i] = wear[i];
  if (!recount(p)) return !!refuse(p.u8, Fault.Corrupt);
  w[k + Control.Open] = p.pageCount;
  return true;
}

/** Whether the store's last record is still the one the image knows of, and nothing follows it. */
export function isAtLast(p: Pager): boolean {
  var w = p.w;
  var k = p.slot;
  var h = p.head >> 2;
  var tail = w[k + Control.Tail];
  var i = 0;
  var found: Found;
  if (!w[k + Control.Open]) return false;
  for (; i < p.rootCount; i++) {
    found = readRecord(p, i * slotBytes(p));
    if (found.words ? found.words[Header.Generation] > w[h + Header.Generation]
      : !found.isBlank && !isRetired(p, i * p.slotSectors)) return false;
    if (i === w[k + Control.Newest] && !(found.words && found.words[Header.Check] === w[k + Control.RootCheck])) return false;
  }
  if (tail < 0) tail = -1 - tail;
  return !tail || tail + 2 * p.unit > slotBytes(p) || readRecord(p, w[k + Control.Newest] * slotBytes(p) + tail).isBlank;
}
