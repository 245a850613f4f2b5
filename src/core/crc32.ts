/**
 * CRC-32 as in zip and Ethernet: reflected 0xEDB88320. Espruino has it native, 90 times faster than
 * this loop would be there; elsewhere a table of 16 words takes two steps a byte.
 */

declare var E: { CRC32?(bytes: Uint8Array): number };

var native = typeof E !== 'undefined' && E.CRC32;
var NIBBLES = [
  0, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c, -0x12477ce0, -0x0ff06cbc,
  -0x29295c18, -0x349e4c74, -0x649b3d50, -0x792c2d2c, -0x5ff51d88, -0x42420de4,
];

/** CRC-32 of `bytes` bytes from `at` on, as a signed 32-bit number. O(bytes). */
export function crc32(u8: Uint8Array, at: number, bytes: number): number {
  var sum = -1;
  var end = at + bytes;
  if (native) return native(u8.subarray(at, end)) | 0;
  for (; at < end; at++) {
    sum = (sum >>> 4) ^ NIBBLES[(sum ^ u8[at]) & 15];
    sum = (sum >>> 4) ^ NIBBLES[(sum ^ (u8[at] >> 4)) & 15];
  }
  return ~sum;
}
