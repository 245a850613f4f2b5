/** The heap image and its directory: any Uint8Array that can be a heap, and none that cannot. */
import { Fault } from '../../src/core/faults.ts';
import * as checked from '../../src/heap/checked.ts';
import { Image, Kind } from '../../src/heap/layout.ts';
import { directory, releaseRegion, takeRegion } from '../../src/heap/regions.ts';
import { checksum, randomFrom } from '../support/random.ts';
import { fault, headers, heap } from '../headers/support.ts';

const { format, open, find, freeBytes, repair } = heap;
const newHeap = (bytes = 1024): Uint8Array => format(new Uint8Array(bytes))!;

/** What is refused, and why; the array stays as it is. */
function refused(call: (u8: any) => unknown, u8: any): number {
  const before = u8 instanceof Uint8Array ? checksum(u8) : 0;
  expect(call(u8)).toBe(null);
  if (u8 instanceof Uint8Array) expect(checksum(u8)).toBe(before);
  return fault();
}

describe('format and open', () => {
  test.each([24, 28, 1024, 65536, 65540, 524288])('%i bytes are a heap', (bytes) => {
    const u8 = new Uint8Array(bytes);
    expect(format(u8)).toBe(u8);
    expect(open(u8)).toBe(u8);
    expect(freeBytes(u8)).toBe(bytes - 16);
    expect(find(u8, Kind.Headers, 0)).toBe(0);
  });

  test.each([0, 1, 4, 12, 15, 16, 20, 23, 25, 26, 27, 1021, 1022, 1023])('%i bytes are none', (bytes) => {
    for (const call of [format, open]) expect(refused(call, new Uint8Array(bytes))).toBe(Fault.BadArgument);
  });

  test.each([
    null,
    undefined,
    0,
    'heap',
    'heap'.repeat(8),
    {},
    [],
    new Array(64).fill(0),
    { length: 64 },
    new Uint16Array(64),
    new Float32Array(64),
    new ArrayBuffer(64),
  ])('%p is none', (value) => {
    for (const call of [format, open]) expect(refused(call, value)).toBe(Fault.BadArgument);
  });

  test('a part of a buffer is a heap if it starts at a multiple of 4: a slice of a Node Buffer may not', () => {
    const buffer = new ArrayBuffer(2048);
    for (const offset of [4, 8, 100, 1020]) {
      const u8 = new Uint8Array(buffer, offset, 1000);
      expect(open(format(u8)!)).toBe(u8);
      const pool = headers.create(u8, freeBytes(u8))!;
      const address = headers.alloc(pool, 40);
      headers.view(pool, address)!.fill(7);
      expect(new Uint8Array(buffer)[offset + address + 39]).toBe(7);
    }
    const pooled = Buffer.from(new ArrayBuffer(64));
    for (const offset of [1, 2, 3, 5]) {
      const slice = pooled.subarray(offset, offset + 32);
      for (const call of [format, open]) expect(refused(call, slice)).toBe(Fault.BadArgument);
    }
    expect(format(pooled.subarray(4, 36))).not.toBe(null);
  });

  test('nothing outside the array is touched', () => {
    const around = new Uint8Array(1024).fill(0x5a);
    const u8 = around.subarray(100, 900);
    const pool = headers.create(format(u8)!, freeBytes(u8))!;
    while (headers.alloc(pool, 20)) /* fill it */ ;
    headers.destroy(pool);
    expect([...around.subarray(0, 100), ...around.subarray(900)].every((byte) => byte === 0x5a)).toBe(true);
  });

  test('format writes the directory only, and forgets what was there', () => {
    const u8 = new Uint8Array(1024).fill(0xee);
    format(u8);
    expect(u8.subarray(24).every((byte) => byte === 0xee)).toBe(true);
    headers.create(u8, 500);
    expect(freeBytes(format(u8)!)).toBe(1008);
  });

  test('checked: an array that cannot be a heap throws, with what it should be', () => {
    for (const [name, call] of [
      ['format', checked.format],
      ['open', checked.open],
    ] as const) {
      expect(() => call(new Uint8Array(10))).toThrow(
        `heap.${name}(10): bad argument: a heap is a Uint8Array of at least 24 bytes`,
      );
      expect(() => call(null as any)).toThrow(`heap.${name}(null): `);
    }
    expect(checked.open(new Uint8Array(64))).toBe(null);
    expect(fault()).toBe(Fault.NotAnImage);
  });
});

describe('open refuses, and changes nothing:', () => {
  test('what is no image, and images of another version', () => {
    expect(refused(open, new Uint8Array(64))).toBe(Fault.NotAnImage);
    for (let version = 0; version < 256; version++) {
      const u8 = newHeap();
      u8[3] = version;
      if (version === Image.Magic >>> 24) expect(open(u8)).toBe(u8);
      else expect(refused(open, u8)).toBe(Fault.NotAnImage);
    }
  });

  test('another length than the image says', () => {
    const u8 = newHeap();
    const longer = new Uint8Array(1028);
    longer.set(u8);
    expect(refused(open, longer)).toBe(Fault.Corrupt);
    for (let bytes = 24; bytes < 1024; bytes += 4) expect(refused(open, u8.slice(0, bytes))).toBe(Fault.Corrupt);
  });

  test('any single bit of the header and the directory flipped, but for the fault and the epoch', () => {
    const u8 = newHeap();
    const places = [0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11];
    const rows = [16];
    for (const bytes of [100, 200, 300]) rows.push(headers.create(u8, bytes)!.base - 8 + bytes);
    for (const row of rows) for (let at = row; at < row + 8; at++) places.push(at);
    for (const at of places) {
      for (let bit = 0; bit < 8; bit++) {
        u8[at] ^= 1 << bit;
        expect([at, [Fault.NotAnImage, Fault.Corrupt, Fault.Interrupted].includes(refused(open, u8))]).toEqual([
          at,
          true,
        ]);
        u8[at] ^= 1 << bit;
      }
    }
    expect(open(u8)).toBe(u8);
    for (const at of [8, 12, 13, 14, 15]) {
      for (let bit = 0; bit < 8; bit++) {
        const copy = u8.slice();
        copy[at] ^= 1 << bit;
        expect(open(copy)).toBe(copy);
        const pool = headers.attach(copy, find(copy, Kind.Headers, 1))!;
        expect([headers.alloc(pool, 20) > 0, headers.destroy(pool), open(copy) === copy]).toEqual([true, true, true]);
      }
    }
  });

  test('a region of no kind there is: repair leaves it alone, too', () => {
    for (let kind = 0; kind < 16; kind++) {
      const u8 = newHeap();
      headers.create(u8, 100);
      const words = new Uint32Array(u8.buffer, u8.byteOffset, 6);
      words[4] = (words[4]! & ~15) | kind;
      words[5] = ~words[4]!;
      const before = u8.slice();
      const expected = kind === 14 ? Fault.Interrupted : kind > 8 || kind === 0 ? Fault.Corrupt : 0;
      if (!expected) expect(open(u8)).toBe(u8);
      else expect([kind, refused(open, u8)]).toEqual([kind, expected]);
      if (kind < 9 || kind === 14) continue;
      expect([kind, repair(u8), fault()]).toEqual([kind, false, Fault.Corrupt]);
      u8[8] = before[8]!;
      expect(u8).toEqual(before);
    }
  });

  test('rows that are whole but lead nowhere', () => {
    const sizes: [string, number][] = [
      ['no bytes', 0],
      ['4 bytes', 4],
      ['no multiple of 4', 402],
      ['past the end', 2000],
      ['far past the end', 0xffffffc],
    ];
    for (const [, bytes] of sizes) {
      const u8 = newHeap();
      const words = directory(u8);
      words[4] = (bytes << 4) | Kind.Hole;
      words[5] = ~words[4]!;
      expect(refused(open, u8)).toBe(Fault.Corrupt);
      expect(find(u8, Kind.Headers, 0)).toBe(0);
      expect(headers.create(u8, 100)).toBe(null);
      expect(fault()).toBe(Fault.Corrupt);
      expect(freeBytes(u8)).toBe(0);
    }
  });

  test('5,000 random directories, without throwing or looping', () => {
    const random = randomFrom(5);
    for (let round = 0; round < 5000; round++) {
      const u8 = newHeap(64);
      for (let i = 1 + random.below(8); i > 0; i--) u8[9 + random.below(55)] = random.below(256);
      const opened = open(u8);
      find(u8, random.below(16), random.below(3));
      freeBytes(u8);
      if (opened) headers.create(u8, 16 + 4 * random.below(12));
    }
  });
});

describe('regions', () => {
  test('pools are found by kind and number, in order of address', () => {
    const u8 = newHeap(4096);
    const pools = [400, 600, 800].map((bytes) => headers.create(u8, bytes)!);
    pools.forEach(({ base }, i) => expect(find(u8, Kind.Headers, i)).toBe(base));
    expect(find(u8, Kind.Headers, 3)).toBe(0);
    expect(find(u8, Kind.Tables, 0)).toBe(0);
  });

  test('find of what is no kind or no number, and of what is no heap, is refused', () => {
    const u8 = newHeap(4096);
    const pool = headers.create(u8, 400)!;
    expect(find(u8, Kind.Headers, 0)).toBe(pool.base);
    const wrong: [any, any][] = [
      [1, -1],
      [1, NaN],
      [1, 0.5],
      [1, '0'],
      [1, null],
      [1, undefined],
      [1, [0]],
      [NaN, 0],
      [0, 0],
      ['1', 0],
      [1.5, 0],
      [-1, 0],
      [9, 0],
      [14, 0],
      [15, 0],
      [16, 0],
      [17, 0],
      [null, 0],
      [2 ** 32 + 1, 0],
    ];
    for (const [kind, nth] of wrong) {
      open(new Uint8Array(64));
      expect([kind, nth, find(u8, kind, nth), fault()]).toEqual([kind, nth, 0, Fault.BadArgument]);
    }
    for (const none of [null, undefined, 5, 'heap', new Uint8Array(8), []] as any[]) {
      open(new Uint8Array(64));
      expect([find(none, 1, 0), fault()]).toEqual([0, Fault.BadArgument]);
      open(new Uint8Array(64));
      expect([freeBytes(none), fault()]).toEqual([0, Fault.BadArgument]);
    }
    const blank = new Uint8Array(128);
    for (const call of [() => find(blank, 1, 0), () => freeBytes(blank), () => headers.create(blank, 60)]) {
      open(null as any);
      expect([!call(), fault()]).toEqual([true, Fault.NotAnImage]);
    }
    expect(blank.every((byte) => byte === 0)).toBe(true);
  });

  test('what is found, or not found, leaves the fault alone', () => {
    const u8 = newHeap(4096);
    open(new Uint8Array(64));
    expect([find(u8, Kind.Tables, 0), find(u8, Kind.Headers, 7), freeBytes(u8), fault(), fault(u8)]).toEqual([
      0,
      0,
      4080,
      Fault.NotAnImage,
      Fault.None,
    ]);
  });

  test('freeBytes is what create takes, to the byte', () => {
    const u8 = newHeap(1024);
    const first = headers.create(u8, 300)!;
    headers.create(u8, 300);
    expect(freeBytes(u8)).toBe(1008 - 600);
    headers.destroy(first);
    expect(headers.create(u8, 420)).toBe(null);
    expect(fault()).toBe(Fault.NoSpace);
    expect(headers.create(u8, freeBytes(u8))).not.toBe(null);
    expect(freeBytes(u8)).toBe(300);
    expect(headers.create(u8, 300)!.base).toBe(first.base);
    expect(freeBytes(u8)).toBe(0);
  });

  test('bytes are rounded up to 4, and a remainder too small for a row stays with the region', () => {
    const u8 = newHeap(1024);
    headers.create(u8, 301);
    expect(freeBytes(u8)).toBe(1008 - 304);
    headers.create(u8, 1008 - 304 - 4);
    expect(freeBytes(u8)).toBe(0);
    expect(open(u8)).toBe(u8);
  });

  test('a hundred regions, given back in any order, end as one hole', () => {
    const random = randomFrom(11);
    const u8 = newHeap(65536);
    const pools = Array.from({ length: 100 }, () => headers.create(u8, 300 + 4 * random.below(50))!);
    expect(pools.every(Boolean)).toBe(true);
    pools.forEach((pool, i) =>
      expect(headers.sizeOf(pool, headers.alloc(pool, 50 + i))).toBeGreaterThanOrEqual(50 + i),
    );
    while (pools.length) {
      const [pool] = pools.splice(random.below(pools.length), 1);
      expect(headers.destroy(pool!)).toBe(true);
      expect(open(u8)).toBe(u8);
      for (const left of pools) expect(headers.check(left)).toBe('');
    }
    expect(freeBytes(u8)).toBe(65520);
  });

  test('two holes are never neighbours', () => {
    const u8 = newHeap(1024);
    const addresses = [100, 100, 100, 100].map((bytes) => takeRegion(u8, bytes));
    for (const i of [0, 2, 1, 3]) releaseRegion(u8, addresses[i]!);
    expect(freeBytes(u8)).toBe(1008);
  });

  test('the row of a region cannot be forged by what is in the region', () => {
    const u8 = newHeap(1024);
    const pool = headers.create(u8, 600)!;
    const block = headers.alloc(pool, 200);
    const words = directory(u8);
    words[block >> 2] = (100 << 4) | Kind.Headers;
    words[(block >> 2) + 1] = ~words[block >> 2]!;
    expect(headers.attach(u8, block + 8)).toBe(null);
    expect(fault()).toBe(Fault.BadAddress);
  });
});

test.each([[new Array(16).fill(0)], [new Uint16Array(64)], [new Float32Array(64)]])(
  'checked: an array of other elements throws and stays as it is',
  (other) => {
    const before = other.join();
    for (const call of [checked.format, checked.open])
      expect(() => call(other as never)).toThrow(/a heap is a Uint8Array of at least 24 bytes/);
    expect(other.join()).toBe(before);
  },
);
