/**
 * Zero `bytes` bytes (2 or more) from `from` on. O(bytes), by native moves: engines have no fast
 * `fill`, but all move memory down fast, so zeros at the end are copied down, doubling.
 */
export function zero(u8: Uint8Array, from: number, bytes: number): void {
  var at = from + bytes - 2;
  var zeros = 2;
  var length: number;
  u8[at] = u8[at + 1] = 0;
  while ((length = Math.min(zeros, at - from)) > 0) {
    u8.set(u8.subarray(at, at + length), (at -= length));
    zeros += length;
  }
}
