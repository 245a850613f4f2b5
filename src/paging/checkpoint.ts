/** Checkpoints: the whole heap image in a store of its own, for a sleep that loses RAM. See layout.ts. */

import { crc32 } from '../core/crc32.ts';
import { Fault, refuse } from '../core/faults.ts';
import type { Store } from '../core/store.ts';
import { open } from '../heap/index.ts';
import { type Heap, Kind } from '../heap/layout.ts';
import { directory, findRegion } from '../heap/regions.ts';
import { Control, Limit, type Roots } from './layout.ts';
import { mount } from './mount.ts';
import { hashOf, unitFor } from './pager.ts';
import { save } from './records.ts';

/** Roots with everything they need in an array of their own: the heap must not change meanwhile. */
function rootsFor(heap: Heap, store: Store): Roots | null {
  var unit = unitFor(store);
  var stageBytes = Math.max(store.programBytes, Math.min(256, store.eraseBytes));
  var slotSectors = Math.ceil((2 * unit + heap.length) / store.eraseBytes);
  var sectors = store.size / store.eraseBytes;
  var head = 4 * Control.Words;
  var stage = head + ((unit + 3) & -4);
  var u8 = new Uint8Array(stage + stageBytes + 4 * sectors);
  var i: number;
  var p: Roots;
  if (sectors < Limit.RootCount * slotSectors || heap.length % store.programBytes || store.eraseBytes % stageBytes) {
    return refuse(heap, Fault.BadArgument) || null;
  }
  for (i = head; i < stage + stageBytes; i++) u8[i] = 255;
  p = {
    store: store, u8: u8, w: new Int32Array(u8.buffer), slot: 0, head: head, stage: stage, stageBytes: stageBytes, unit: unit,
    image: heap, imageAt: 0, imageBytes: heap.length,
    rootCount: Math.floor(sectors / slotSectors), slotSectors: slotSectors, sectorCount: sectors,
    wear: (stage + stageBytes) >> 2, hash: hashOf([Limit.Magic, heap.length, slotSectors]), mostChanged: 0,
  };
  p.w[Control.BlankCrc] = crc32(u8, stage, stageBytes);
  return p;
}

/**
 * Save the heap image in a store, which holds nothing else and has room for three or more. Returns true, or
 * false and a fault: too small a store, or it failed; what was saved before is still there. O(heap).
 */
export function hibernate(heap: Heap, store: Store): boolean {
  var p = open(heap) ? rootsFor(heap, store) : null;
  return !!p && mount(p, false, true) > -2 && save(p);
}

/**
 * Fill a heap with the image that hibernate saved last. Returns it, or null: there is none that is whole and
 * of that length, and `heap` must be formatted. Pagers in it are attached anew, with their store. O(heap).
 */
export function resume(heap: Heap, store: Store): Heap | null {
  var p = rootsFor(heap, store);
  var slot = p ? mount(p, true, false) : -2;
  var nth = 0;
  var words = directory(heap);
  var address: number;
  var tail: number;
  if (slot < 0) return (slot < -1 ? 0 : refuse(null, Fault.NotAnImage)) || null;
  if (!open(heap)) return null;
  // This is another life: pagers append to nothing that an earlier one began (R5). But attach asks what follows there.
  while ((address = findRegion(heap, Kind.Paging, nth++))) {
    tail = (address >> 2) + Control.Tail;
    if (words[tail] >= 0) words[tail] = -1 - words[tail];
  }
  return heap;
}
