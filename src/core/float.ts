/**
 * The exponent and first mantissa bits of a float are a logarithmic size class, and a hardware or
 * native conversion computes them. Math.clz32 is missing on Espruino, and a table or a loop of
 * shifts costs more on an interpreter than this store and load.
 */

/** For halfOctave in place, where a call costs more than its work: store the value in element 0 ... */
export var FLOAT: Float32Array = new Float32Array(1);
/** ... and its class is element 1 of this, >> 6: all supported engines are little-endian. */
export var HALVES: Uint16Array = new Uint16Array(FLOAT.buffer);

/**
 * Two classes per power of two: 2, 3, 4-5, 6-7, 8-11, 12-15, ... give 256, 257, 258, ...
 * Grows with `value`, for any value from 1 up. O(1).
 */
export function halfOctave(value: number): number {
  FLOAT[0] = value;
  return HALVES[1] >> 6;
}

/** The index of the lowest set bit of `bits`, which must have one in bits 0 to 15. O(1). */
export function lowestBit(bits: number): number {
  FLOAT[0] = bits & -bits;
  return (HALVES[1] >> 7) - 127;
}
