/**
 * Paging: more data than RAM, and none of it lost. Virtual pages live in page slots of a store (NOR flash);
 * some of them are in RAM, in *frames*. The region of the heap image, in this order:
 *
 *     control words | header | stage | TABLE: crc[pages] wear[sectors] volume page slot[pages] | proven page slot[pages]
 *     | references[sectors] | changed[...] | page of frame | frame of page | flags | order | frames ...
 *
 * TABLE is what a root record stores unchanged, so nothing is encoded. `volume` is a random number chosen while a store
 * is still empty: by it, `attach` recognises a store that is not the pager's. `stage` is one page of scratch: what was
 * programmed or erased is read back into it and compared by CRC.
 *
 * The store: `rootCount` root slots of `rootSlotSectors` sectors each, then data sectors. Page slot s is at
 * the address s * pageBytes and holds a page, nothing else. A root slot holds records one after another:
 *
 *     +---+---+---------------+---+---+-------+---+---+-------+ - - -
 *     | H | C | whole TABLE   | H | C | delta | H | C | delta |  blank
 *     +---+---+---------------+---+---+-------+---+---+-------+ - - -
 *
 *     H    generation | payload bytes | CRC of payload | erases of the root slot | link | CRC of these
 *     C    the *confirm copy*: the same bytes
 *
 * The payload is programmed first, then H, then C, each verified before the next. So if H can be read, the payload is
 * complete; and if anything is in C, H is stable, not a half-programmed word that reads differently each time. `link`
 * is the geometry's hash in the first record of a root slot, and in the others the CRC of the H before, so that a
 * record belongs to exactly one predecessor. A delta holds what changed since the record before: {u16 index, u16 page
 * slot, u32 value}. If index < pages it is the page slot and CRC of a page, otherwise value is the wear of sector
 * index - pages. The newest first record wins; its deltas follow as long as the chain is intact.
 *
 * A checkpoint (hibernate) is the same without deltas: the payload is a whole heap. Swap is the same
 * without roots: the store then has data sectors only.
 *
 * Rules that keep what was committed (each has a test that fails without it):
 *   R1. A word is programmed once per erase; every program and every erase is read back.
 *   R2. A first record is written into a root slot that is neither the newest nor the newest proven one.
 *   R3. A record that mount accepts but that is not proven is saved again before mount returns.
 *   R4. What could be a record and was not accepted is erased, or, behind an accepted record, outranked by
 *       a new root slot, before mount returns (the fence).
 *   R5. A root slot is appended to only in the life that began it: a blank tail may be half-programmed. The same holds
 *       for a data sector, unless nothing else has space for what is not committed, and the rest of it reads blank
 *       every time.
 *   R6. A data sector is erased only if neither the table nor the last proven root refers to it.
 *   R7. A page's CRC is made from RAM when it is written, and carried along when it is moved.
 *   R8. Before its first data erase, a life saves a root that has that erase in it: so a boot loop wears all sectors
 *       equally. The root slot for that root is chosen at random: a life that dies in the middle leaves nothing from
 *       which the next one could tell whose turn it is.
 *
 * Room. A page slot is programmed once until its sector is erased, and a sector is erased only when nothing in it is
 * needed. So a sector's worth of page slots is reserved for moving pages together, and one for each dirty frame: what a
 * program may still write is `writablePages`. While nothing waits for a commit, moving pages together frees every
 * unused page slot, down to the last one; and `mostPages` leaves enough of those that two held pages and a write across
 * two others always find a slot. A page that is held stays dirty, and only a commit writes it.
 *
 * A call that changes more than the page at hand says so in the word Open while it runs. This shows that a call was cut
 * off in the middle, and `repair` rebuilds all tables from what is never half-done: which page a frame holds and its
 * flags, the page slots, and a pending one. The page at hand needs no mark: what an object has noted about it is valid
 * only while `stamp` has not changed.
 *
 * Invariants of the region, whenever no call is running (`check` names the one that is broken):
 *   1. The control words fit the geometry, and each has a valid value, and so have the last record's header and the bytes
 *      that fill up words.
 *   2. Each frame's page names that frame, and each page's frame names that page; `order` has each frame once. A page
 *      that is held is pinned and dirty, and an empty frame has no flags.
 *   3. `dirty`, `pinned` and `held` count the frames that are; at most frames - 2 are pinned.
 *   4. Page slots are in data sectors, below `used` in the open sector, no two pages share one; a sector's references
 *      are its page slots in the table and its proven ones; if they are the same for a page, it counts once.
 *   5. `free` counts the sectors that are neither referred to, nor retired, nor open.
 *   6. A page whose page slot differs from its proven one is listed as changed, or there are too many to list;
 *      everything listed is a page or a sector.
 *   7. No call is running: none was cut off.
 */

import type { Store } from '../core/store.ts';

/** What the word Open says, besides the pages that can be reached. */
export const enum Mark {
  /** The store failed when the pager was to be read anew. */
  Closed = 0,
  /** A call is running, or was cut off: frames and page slots are being changed. */
  Busy = -1,
  /** The same: the table is being put on record. */
  Saving = -2,
  /** The same: all is read anew from the store. */
  Reloading = -3,
  /** In an image that was resumed: attach opens it. */
  Asleep = -4,
}

/** Words of the control area, from the region's first. */
export const enum Control {
  /** Another one each time the page at hand becomes another, or leaves its frame, or is written to the store. */
  Stamp = 0,
  /** First virtual address of the page at hand, or Limit.Nowhere. */
  AtHand = 1,
  /** The page slot that a page is about to be in, the page's number + 1 or 0, and its CRC. */
  PendingPageSlot = 2,
  PendingPage = 3,
  /** Pages that can be reached, or a Mark. */
  Open = 4,
  Hand = 5,
  Dirty = 6,
  Pinned = 7,
  /** The data sector that is being filled, and how many of its page slots are. */
  Sector = 8,
  Used = 9,
  Free = 10,
  /** Indexes in `changed`; one more than fit there says: too many. */
  Changed = 11,
  /** Pages written since the last commit. */
  Written = 12,
  /** Root slot of the last record; another that must stay, or -1; where the next delta goes, 0 nowhere. */
  Newest = 13,
  Keep = 14,
  Tail = 15,
  /** The highest generation that was ever seen or tried. */
  Generation = 16,
  /** No root could be written: nothing may be written until the pager is opened anew. */
  Failed = 17,
  PendingCrc = 18,
  /** Declared: fixed since create. */
  Pages = 19,
  PageBytes = 20,
  Frames = 21,
  IsVolatile = 22,
  /** Frames that eviction looks at for a clean one. */
  Window = 23,
  Hash = 24,
  /** Figures, modulo 2^32. */
  Hits = 25,
  Misses = 26,
  Reads = 27,
  WriteBacks = 28,
  Moved = 29,
  Commits = 30,
  ProgrammedBytes = 31,
  RootErases = 32,
  DataErases = 33,
  /** This life has counted its first data erase in a root. */
  IsAnnounced = 34,
  /** Check of the first record in the newest root slot. */
  RootCheck = 35,
  /** Root slot that was erased at its start when the store was opened, and that is blank still; -1: none. */
  Fenced = 36,
  /** Frames that are pinned for writing. */
  Held = 37,
  /** The heap's epoch when the pager was made: no two pagers at one address have the same. */
  Serial = 38,
  /** The image was resumed since the last attach: another life, see R5. */
  IsResumed = 39,
  /** Where things are, which the store's division decides: for machine code, which has no store. Page slots in a sector. */
  Span = 40,
  /** Address of frameOf: the other arrays of frames lie round it. */
  FrameOf = 41,
  /** First element of the page slots, and first word of the CRCs. */
  PageSlots = 42,
  Crcs = 43,
  Words = 44,
}

/** Words of H. */
export const enum Header {
  Generation = 0,
  Bytes = 1,
  Crc = 2,
  Erases = 3,
  Link = 4,
  Check = 5,
  Words = 6,
  /** Bytes that Check covers. */
  Covered = 20,
  TotalBytes = 24,
}

export const enum Flag {
  Dirty = 1,
  Visited = 2,
  /** Pinned for writing: stays dirty until it is unpinned, and is written by commits only. */
  Held = 4,
  /** Pins count from here. */
  Pin = 8,
  MostPins = 248,
}

export const enum Limit {
  /** No page slot, no page. */
  None = 65535,
  /** Not in a frame. */
  Out = 255,
  MostFrames = 254,
  LeastFrames = 4,
  /** No page starts there, nor is it an offset in a page before one: no address is at hand there. */
  Nowhere = -1,
  /** Of a store. */
  MostBytes = 0x40000000,
  MostSectors = 65535,
  /** Pages that can be dirty after any commit, two held ones among them: what mostPages leaves. */
  LeastWritable = 4,
  /** Set in the wear of a sector that failed. */
  Retired = -0x80000000,
  RootCount = 3,
  /** Bytes that hibernate and resume move at once: twice as many cost half the calls. */
  CheckpointStage = 512,
  /** A delta's entry. */
  EntryBytes = 8,
  /** "ckP" and version 1. */
  Magic = 0x01506b63,
}

/**
 * What records need: a pager's, or the few words that hibernate makes up.
 *
 * @internal
 */
export interface Roots {
  store: Store;
  /** Control words, header and stage are in it, seen as bytes and as words. */
  u8: Uint8Array;
  w: Int32Array;
  /** First control word. */
  control: number;
  /** Address of H, which is the last record's between calls. */
  head: number;
  /** Address and bytes of the scratch page. */
  stage: number;
  stageBytes: number;
  /** Bytes that H takes in the store. */
  headerBytes: number;
  /** CRC of a blank stage. */
  blank: number;
  /** A word that changes when all is given back while a store's function runs, and what it was. */
  epochAt: number;
  epoch: number;
  /** What a first record holds. */
  image: Uint8Array;
  imageAt: number;
  imageBytes: number;
  rootCount: number;
  rootSlotSectors: number;
  /** First word of wear[sectors]. */
  wear: number;
  sectorCount: number;
  hash: number;
  /** Entries of a delta, at most; 0: no deltas. */
  mostChanged: number;
}

/**
 * What there is to know of a pager without its store: frames, the pages in them, and where pages are in the store.
 *
 * @internal
 */
export interface Frames {
  u8: Uint8Array;
  w: Int32Array;
  /** The heap in 16-bit words, and where in it the arrays are. */
  h: Uint16Array;
  /** First control word. */
  control: number;
  base: number;
  pageCount: number;
  frameCount: number;
  pageSize: number;
  /** Page slots in a sector. */
  span: number;
  pageSlots: number;
  pageOf: number;
  /** First word of crc[pages]. */
  crcs: number;
  /** Byte arrays: addresses. */
  frameOf: number;
  flags: number;
  order: number;
  frame: number;
  /** pageBytes - 1. */
  mask: number;
}

/**
 * What a call needs to know of a pager. All that changes is in the heap, so two such objects for one region and
 * store are interchangeable; `start` and `stamp`, `writable` and `near` are what the object saw there last.
 *
 * @internal
 */
export interface Pager extends Roots, Frames {
  /** Both have these. */
  u8: Uint8Array;
  w: Int32Array;
  control: number;
  serial: number;
  /** First data sector. */
  first: number;
  proven: number;
  references: number;
  changed: number;
  /** Hot fields stand last in the object: JerryScript finds those first. */
  /** Address of the frame at hand; the first virtual address of the page in it, and the same where the page is dirty, or Limit.Nowhere. */
  near: number;
  writable: number;
  start: number;
  /** These count while the word Stamp is this. */
  stamp: number;
}
