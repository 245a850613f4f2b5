import { describe, expect, test } from '@jest/globals';
import { smallestHeapBytes } from '../../host/replay/smallest.ts';

describe('the smallest heap', () => {
  test.each([100, 101, 103, 104, 1000, 54321])('is exact when fitting is monotone: %d', (limit) => {
    expect(smallestHeapBytes(90, (bytes) => bytes >= limit)).toBe(Math.ceil(limit / 4) * 4);
  });

  test('may be the floor itself, rounded up to 4', () => {
    expect(smallestHeapBytes(90, () => true)).toBe(92);
  });

  test('is found below a gap, wherever the gap is', () => {
    for (let gap = 404; gap <= 600; gap += 4) {
      const fits = (bytes: number): boolean => bytes >= 400 && bytes !== gap;
      expect(smallestHeapBytes(90, fits)).toBe(400);
    }
  });

  test('is a lucky size below the bisected one', () => {
    expect(smallestHeapBytes(90, (bytes) => bytes >= 1000 || bytes === 900)).toBe(900);
  });

  test('is asked for with sizes that are multiples of 4 and hold the peak only', () => {
    smallestHeapBytes(90, (bytes) => {
      expect(bytes % 4).toBe(0);
      expect(bytes).toBeGreaterThanOrEqual(90);
      return bytes >= 200;
    });
  });

  test('is refused when nothing is large enough', () => {
    expect(() => smallestHeapBytes(90, () => false)).toThrow(/does not fit in a heap of 1073741824 bytes/);
  });
});
