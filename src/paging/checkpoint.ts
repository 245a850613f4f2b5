/** Checkpoints: the whole heap image in a store of its own, for a sleep that loses RAM. See layout.ts. */

import { Fault, fault, refuse } from '../core/faults.ts';
import type { Geometry, Store } from '../core/store.ts';
import { open } from '../heap/index.ts';
import { type Heap, Image, Kind } from '../heap/layout.ts';
import { directory, findRegion, rowBytes } from '../heap/regions.ts';
import { Control, Limit, Mark, type Roots } from './layout.ts';
import { mount } from './mount.ts';
import { crcOfBlank, hashOf, isDivision, isStore, isWhole, headerBytesFor } from './pager.ts';
import { save } from './records.ts';

/** Sectors of one image of so many bytes. */
function imageSectorsFor(geometry: Geometry, bytes: number): number {
  return Math.ceil((2 * headerBytesFor(geometry) + bytes) / geometry.eraseBytes);
}

/**
 * How many sectors, divided as in `geometry` (any store will do), hibernate needs for a heap of `bytes` bytes: room
 * for three images, each in whole sectors with its own header. 0 if an argument is invalid. O(1).
 */
export function sectorsForHeap(geometry: Geometry, bytes: number): number {
  return isDivision(geometry) && isWhole(bytes) && bytes
    ? Limit.RootCount * imageSectorsFor(geometry, bytes)
    : refuse(null, Fault.BadArgument);
}

/** Whether a heap can be kept in a store; if not, a fault. */
function canKeep(heap: Heap, store: Store, stageBytes: number): boolean {
  if (stageBytes & 3 || heap.length % store.programBytes || store.eraseBytes % stageBytes)
    return !!refuse(heap, Fault.BadArgument);
  return (
    store.size / store.eraseBytes >= Limit.RootCount * imageSectorsFor(store, heap.length) ||
    !!refuse(heap, Fault.StoreTooSmall)
  );
}

/** Roots with everything they need in an array of their own: the heap must not change meanwhile. Null and a fault: not such a store. */
function rootsFor(heap: Heap, store: Store): Roots | null {
  var isUsable = isStore(store) && !!heap && isWhole(heap.length);
  var stageBytes = isUsable
    ? Math.max(
        store.programBytes,
        Math.min(
          store.eraseBytes % Limit.CheckpointStage ? Limit.CheckpointStage >> 1 : Limit.CheckpointStage,
          store.eraseBytes,
        ),
      )
    : 0;
  var headerBytes: number;
  var stage: number;
  var sectors: number;
  var u8: Uint8Array;
  var p: Roots;
  if (!isUsable) return refuse(null, Fault.BadArgument) || null;
  if (!canKeep(heap, store, stageBytes)) return null;
  headerBytes = headerBytesFor(store);
  stage = 4 * Control.Words + ((headerBytes + 3) & -4);
  sectors = store.size / store.eraseBytes;
  u8 = new Uint8Array(stage + stageBytes + 4 * sectors);
  p = {
    store: store,
    u8: u8,
    w: new Int32Array(u8.buffer),
    control: 0,
    head: 4 * Control.Words,
    stage: stage,
    stageBytes: stageBytes,
    headerBytes: headerBytes,
    blank: 0,
    epochAt: Control.Serial,
    epoch: 0,
    image: heap,
    imageAt: 0,
    imageBytes: heap.length,
    rootCount: Math.floor(sectors / imageSectorsFor(store, heap.length)),
    rootSlotSectors: imageSectorsFor(store, heap.length),
    sectorCount: sectors,
    wear: (stage + stageBytes) >> 2,
    hash: hashOf([Limit.Magic, heap.length, imageSectorsFor(store, heap.length)]),
    mostChanged: 0,
  };
  p.w[Control.Open] = Mark.Busy;
  p.blank = crcOfBlank(p);
  for (stage = p.head; stage < p.stage; stage++) u8[stage] = 255;
  return p;
}

/**
 * Save the heap image in a store that holds nothing else and has room for three or more images: sectorsForHeap says
 * how many sectors that takes. Returns true, or false and a fault: the store is too small (Fault.StoreTooSmall) or
 * failed; what was saved before is still there. A pool with an interrupted call is saved as it is; repair it after
 * resume. O(heap).
 */
export function hibernate(heap: Heap, store: Store): boolean {
  var p = open(heap) ? rootsFor(heap, store) : null;
  return !!p && ((mount(p, false, true) > -2 && save(p)) || !!refuse(heap, fault()));
}

/** Note in a pager that this is another life: only attach opens it, and it appends to nothing that an earlier life began (R5). */
function putToSleep(words: Uint32Array, address: number): void {
  var k = address >> 2;
  var pages = words[k + Control.Open] | 0;
  // What objects noted of the page at hand must not count by chance.
  words[k] = ~words[k];
  words[k + Control.IsResumed] = 1;
  if (pages > 0) words[k + Control.Open] = Mark.Asleep;
}

/**
 * Fill a heap with the image that hibernate saved last. Returns it, or null: there is no complete image of that
 * length, and `heap` must be formatted. Attach pagers in it again, with their store. If resume was cut off in the
 * middle (Ctrl-C), call it again before using the heap. O(heap).
 */
export function resume(heap: Heap, store: Store): Heap | null {
  var p = rootsFor(heap, store);
  var rootSlot = p ? mount(p, true, false) : -2;
  var nth = 0;
  var words: Uint32Array;
  var address: number;
  if (rootSlot < 0) return (rootSlot < -1 ? 0 : refuse(null, Fault.NotAnImage)) || null;
  if (!open(heap)) return null;
  words = directory(heap);
  while ((address = findRegion(heap, Kind.Paging, nth++))) {
    if (rowBytes(words, address - Image.RowBytes) >= Image.RowBytes + 4 * Control.Words) putToSleep(words, address);
  }
  return heap;
}
