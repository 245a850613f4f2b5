import { describe, expect, test } from '@jest/globals';
import { fillBlock, isIntact, startOf } from '../../host/replay/contents.ts';
import { replay } from '../../host/replay/replay.ts';
import { parseTrace } from '../../host/trace/parse.ts';
import { bumpPool, movingPool } from './fake-pool.ts';

const trace = parseTrace('a 0 40\na 1 100\nr 0 80\nf 1\na 1 12\nf 0', 'small');

describe('a replay', () => {
  test('that fits reports the pool at the peak, and what was moved', () => {
    const heap = new Uint8Array(1000);
    const outcome = replay(trace, bumpPool(heap), heap);
    expect(outcome.fits).toBe(true);
    expect(outcome.failedAtOperation).toBeNull();
    expect(outcome.stats.usedBytes).toBe(220);
    expect(outcome.movedBytes).toBe(40);
  });

  test('that does not fit reports the operation, counted from 1, and the pool there', () => {
    const heap = new Uint8Array(200);
    const outcome = replay(trace, bumpPool(heap), heap);
    expect(outcome.fits).toBe(false);
    expect(outcome.failedAtOperation).toBe(3);
    expect(outcome.stats.usedBytes).toBe(140);
  });

  test('follows blocks that a pool of handles moves', () => {
    const heap = new Uint8Array(4000);
    const still = parseTrace('a 0 40\na 1 100\na 2 8\nf 0\nf 2', 'still');
    const moves: number[] = [];
    const outcome = replay(still, movingPool(heap), heap, { watch: (_n, _blocks, moved) => moves.push(moved) });
    expect(outcome.movedBytes).toBe(40 + 140);
    expect(moves).toEqual([0, 40, 140, 0, 0]);
  });

  test('calls watch once per operation with what is live', () => {
    const heap = new Uint8Array(1000);
    const live: number[] = [];
    replay(trace, bumpPool(heap), heap, { watch: (_n, { bytes }) => live.push(bytes[0] + bytes[1]) });
    expect(live).toEqual([40, 140, 180, 80, 92, 12]);
  });
});

describe('a replay is stopped by a pool that', () => {
  const heap = new Uint8Array(1000);
  test('changes contents', () => {
    const pool = bumpPool(heap);
    const spoilt = {
      ...pool,
      dealloc: () => true,
      alloc: (bytes: number) => {
        heap[20] ^= 1;
        return pool.alloc(bytes);
      },
    };
    expect(() => replay(trace, spoilt, heap)).toThrow(/at operation 3 block 0 .*lost its contents/);
  });
  test('hands out one place twice', () => {
    expect(() => replay(trace, { ...bumpPool(heap), alloc: () => 8 }, heap)).toThrow(/lost its contents/);
  });
  test('forgets contents on a resize', () => {
    const pool = bumpPool(heap);
    expect(() => replay(trace, { ...pool, resize: (_ref, bytes) => pool.alloc(bytes) }, heap)).toThrow(
      /at operation 3 block 0/,
    );
  });
  test('spoils a block in a resize it refuses', () => {
    const spoilt = {
      ...bumpPool(heap),
      resize: (ref: number) => {
        heap[ref] ^= 255;
        return 0;
      },
    };
    expect(() => replay(trace, spoilt, heap)).toThrow(/at operation 3 block 0/);
  });
  test('refuses to free a live block', () => {
    expect(() => replay(trace, { ...bumpPool(heap), dealloc: () => false }, heap)).toThrow(
      /at operation 4 block 1 was refused by dealloc, fault 7/,
    );
  });
  test('places a block outside the heap', () => {
    expect(() => replay(trace, { ...bumpPool(heap), alloc: () => 990 }, heap)).toThrow(/outside the heap, at 990/);
  });
  test('is not sound at the end', () => {
    expect(() => replay(trace, { ...bumpPool(heap), check: () => 'block 3 is odd' }, heap)).toThrow(/block 3 is odd/);
  });
});

describe('the contents of a block', () => {
  test.each([1, 3, 4, 65535, 65536, 200000])('of %d bytes are told from those moved by one byte', (bytes) => {
    const heap = Buffer.alloc(bytes + 8);
    fillBlock(heap, 4, bytes, startOf(5, 1));
    expect(isIntact(heap, 4, bytes, startOf(5, 1))).toBe(true);
    if (bytes > 4) expect(isIntact(heap, 5, bytes - 1, startOf(5, 1))).toBe(false);
    heap[3 + bytes] ^= 1;
    expect(isIntact(heap, 4, bytes, startOf(5, 1))).toBe(false);
  });

  test('stay within the block', () => {
    const heap = Buffer.alloc(100);
    fillBlock(heap, 10, 20, startOf(1, 1));
    expect(heap.subarray(0, 10).every((byte) => byte === 0)).toBe(true);
    expect(heap.subarray(30).every((byte) => byte === 0)).toBe(true);
  });

  test('differ from generation to generation', () => {
    expect(startOf(1, 1)).not.toBe(startOf(1, 2));
  });
});
