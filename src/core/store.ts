/**
 * What pages and images are kept in: NOR flash, or what behaves like it. Backends are plain objects of
 * these functions (see stores); paging trusts none of them, and reads back what it wrote.
 */

export interface Store {
  /** Bytes of the store, a multiple of `eraseBytes`. */
  size: number;
  /** Bytes erased at once: a sector. */
  eraseBytes: number;
  /** Address and count of `program` are multiples of it. */
  programBytes: number;
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
