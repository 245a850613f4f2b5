/**
 * Stores: the places where a board can keep pages; see core/store.ts. No function of a store throws: if the device
 * throws or answers wrongly, the function returns false, and what the device silently does wrong is found by paging,
 * which reads back. Each function here returns null, with a fault, on an engine that has no such device.
 */

import { BOARD, ENGINE, FLASH_PAGES, HAS_COMMIT } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { Least, type Store } from '../core/store.ts';
import { openFlash, openStorage } from './espruino.ts';
import { openBlocks, openFiles } from './kaluma.ts';

export type { Store } from '../core/store.ts';

/** The only pages that no partition table of ESP32 builds uses; what getFree() lists there overlaps Storage. */
export const enum Esp32 {
  SafeAddress = 0x310000,
  SafePages = 16,
}

function none(): null {
  return refuse(null, Fault.BadArgument) || null;
}

/** Whether there can be so many sectors: more pages than 16 bits count make no pager. */
function isCount(value: number): boolean {
  return (value & 65535) === value && value > 0;
}

/**
 * Espruino: files `name`.0, `name`.1 ... in Storage, one for each sector, created if they are missing. An erase
 * leaves the old file as trash, and fails rather than let Storage compact, which does not survive a power cut: when
 * require('Storage').getFree() runs low, call compact() at a moment of your choice. Storage keeps 28 bytes of a name,
 * number included: a longer name is refused, as is one that is not ASCII, and one whose files belong to something
 * else. Returns the store, or null and a fault: another engine, a bad count or name, or no room, in which case no
 * file is left behind. O(sectors) files.
 */
export function storage(sectors: number, name: string): Store | null {
  return ENGINE === 'espruino' && isCount(sectors) ? openStorage(sectors, name) : none();
}

/**
 * Raw flash. Espruino: `sectors` pages from byte `address` on, which must be free as Flash.getFree() says; on ESP32
 * only 16 pages at 0x310000 are. Kaluma: blocks from number `address` on, counted from the end of the firmware: the
 * file system and the user's program are there too, and nothing protects them. Returns the store, or null and a
 * fault: another engine, or a bad address or count. O(1).
 */
export function flash(address: number, sectors: number): Store | null {
  if (!isCount(sectors) || address >>> 0 !== address) return none();
  if (
    BOARD === 'esp32' &&
    (address < Esp32.SafeAddress || address + 4096 * sectors > Esp32.SafeAddress + 4096 * Esp32.SafePages)
  )
    return none();
  // No page of an ESP32-C3 is known to be free in all its partition tables.
  if (BOARD === 'esp32c3') return none();
  if (ENGINE === 'espruino') return openFlash(address, sectors);
  return ENGINE === 'kaluma' ? openBlocks(address, sectors) : none();
}

/**
 * Kaluma: files `name`.0, `name`.1 ... in its littlefs, one for each sector, because a littlefs rewrites a file from
 * the changed block to its end, and makes nothing durable before the file is closed. Names are ASCII, at most 255
 * bytes with the number. Returns the store, or null and a fault: another engine, a bad count or name, or no room, in
 * which case no file is left behind. O(sectors) files.
 */
export function files(sectors: number, name: string): Store | null {
  return ENGINE === 'kaluma' && isCount(sectors) ? openFiles(sectors, name) : none();
}

/**
 * The board's usual place for pages, with all the sectors that its profile allows, or `sectors` of them. Null and a
 * fault if there is none: Fault.StoreTooSmall if the profile allows fewer than the 5 that a pager needs (2 for swap
 * only, in a bundle without paging.commit). paging.sectorsFor and sectorsForHeap say how many your pages or your heap
 * need; `sectors` may be more than the profile has if Storage has room. Costs the same as storage, flash or files.
 */
export function usual(sectors?: number): Store | null {
  var count = sectors || FLASH_PAGES;
  if (!sectors && count < (HAS_COMMIT ? Least.PagerSectors : Least.SwapSectors))
    return refuse(null, Fault.StoreTooSmall) || null;
  if (BOARD === 'esp32') return flash(Esp32.SafeAddress, Math.min(count, Esp32.SafePages));
  return ENGINE === 'kaluma' ? files(count, '/pages') : storage(count, 'pages');
}
