/**
 * What pages and images are kept in: NOR flash, or what behaves like it. Backends are plain objects of
 * these functions (see stores); paging trusts none of them, and reads back what it wrote.
 *
 * A function of a store tells failure by false. It should not throw; one that does has failed: what it threw is
 * dropped, and the call that needed it is refused with Fault.StoreFailed. It must not call the pager that it works for:
 * such calls are refused as interrupted, but for `repair` and `destroy`, which end the call that is under way.
 * No function is called with an address or a count that leaves the store.
 */

/** How a store is divided, which does not change as long as anything is in it. */
export interface Geometry {
  /** Bytes erased at once: a sector. */
  eraseBytes: number;
  /** Address and count of `program` are multiples of it. */
  programBytes: number;
}

export interface Store extends Geometry {
  /** Bytes of the store, a multiple of `eraseBytes`; at most 1 GB. */
  size: number;
  /** Copy `bytes` from `address` to `into[at]` on; any alignment. False when the device failed. */
  read(address: number, into: Uint8Array, at: number, bytes: number): boolean;
  /** Clear bits: 1 -> 0 only, each unit once per erase. False when the device failed; it may lie. */
  program(address: number, from: Uint8Array, at: number, bytes: number): boolean;
  /** Set all bytes of the sector that starts at `address` to 0xFF. False when the device failed; it may lie. */
  erase(address: number): boolean;
  /**
   * Whether the erase that was just refused only lacked space, and will do when there is some: then it is
   * put off, rather than the sector given up. A store without this is never full.
   */
  isFull?(): boolean;
}

export const enum Least {
  /** Sectors of a pager that commits, however few its pages: three for roots, one for pages, one for moving them. */
  PagerSectors = 5,
  /** Of one that does not. */
  SwapSectors = 2,
}
