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
  /** A callback of the pool called back into it, or another worker holds it. */
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
}

// The only state of the library outside a heap.
var lastFault: number = Fault.None;

/** The reason of the last refused call, 0 when none was refused yet. See the table of faults. */
export function fault(): number {
  return lastFault;
}

/** Note why a call is refused. Returns 0, so that a caller can return it as its failure value. */
export function refuse(reason: Fault): 0 {
  lastFault = reason;
  return 0;
}
