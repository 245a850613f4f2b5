/** Moving bytes inside a heap. */

import { HAS_COPY_WITHIN } from '../board.ts';

/** Copy `bytes` bytes from `from` to `to`, which may overlap. One native move; copyWithin makes no object for it. */
export function copyBytes(u8: Uint8Array, from: number, to: number, bytes: number): void {
  if (HAS_COPY_WITHIN) (u8 as any as CopyWithin).copyWithin(to, from, from + bytes);
  else u8.set(u8.subarray(from, from + bytes), to);
}
