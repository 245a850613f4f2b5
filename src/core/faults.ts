/**
 * Why a call was refused. A refused call changes nothing and returns its failure value (0, false or
 * null); the reason is the last fault. A call that succeeds leaves the last fault as it was.
 */

export const enum Fault {
  None = 0,
  /** The pool or heap has no room for the request now. Not misuse: every caller must expect it. */
  NoSpace = 1,
  /** A size, count, alignment or callback that can never be served. */
  BadArgument = 2,
  /** Not the address of a block of this pool: nil, foreign, misaligned, or inside a block. */
  BadAddress = 3,
  /** A block that was deallocated and not handed out again. */
  AlreadyFree = 4,
  /** A handle whose block is gone, or that never was one. */
  StaleHandle = 5,
  /** The block is pinned, or its pin count is full. */
  Pinned = 6,
  /** A callback of the pool called back into it, or another worker holds it; or that callback was cut off, which `repair` mends. */
  Locked = 7,
  /** The image contradicts itself: bytes were overwritten, or it is truncated. */
  Corrupt = 8,
  /** Not a heap image, or one of another layout version. */
  NotAnImage = 9,
  /** The engine gave a heap that is not one contiguous run of memory. */
  NotContiguous = 10,
  /** The engine could not give the memory at all. */
  NoMemory = 11,
  /** A page store could not be read, programmed or erased. */
  StoreFailed = 12,
  /** An earlier call was cut off in the middle: repair makes the pool, or the directory, sound again. */
  Interrupted = 13,
  /** The store has too few sectors for what is asked of it. */
  StoreTooSmall = 14,
  /** The engine's memory has no room for the call itself: drop something, and call again. Only calls that are loaded when they are called, on Espruino. */
  NoRoom = 15,
  /** What is free is in pieces yet, and the pause that was set ended the call: call again, or reorder in idle time. */
  NotCompact = 16,
}

/** Where a heap keeps its last fault, see heap/layout.ts: what a refused call writes, and all that it writes. */
export const enum Last {
  FaultByte = 8,
}

// The only state of the library outside a heap: the last fault, of whichever heap or of none.
var lastFault: number = Fault.None;

/**
 * The reason of the last refused call, 0 when none was refused yet; with `heap`, of the last one that
 * concerned this heap: that is part of its image. See the table of faults. O(1).
 */
export function fault(heap?: Uint8Array): number {
  return heap ? heap[Last.FaultByte] : lastFault;
}

/**
 * Note why a call is refused, in the header of the heap that it concerns; `heap` is null where it concerns
 * none, or one that is no image. Returns 0, so that a caller can return it as its failure value. O(1).
 */
export function refuse(heap: Uint8Array | null, reason: Fault): 0 {
  if (heap) heap[Last.FaultByte] = reason;
  lastFault = reason;
  return 0;
}

/** Forget the last fault: for a caller that asks afterwards whether the call in between was refused. O(1). */
export function forgetFault(): void {
  lastFault = Fault.None;
}
