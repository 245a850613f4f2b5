/** Misuse of the lean calls, one by one: refused in O(1), with the right fault, and not a byte changed. */
import { Fault } from '../../src/core/faults.ts';
import { randomFrom, withoutFault } from '../support/random.ts';
import { confine, expectRefusal, meteredHeap, type Metered } from '../support/metered.ts';
import { fault, headers, heap } from './support.ts';

const boards = ['puckjs', 'kaluma-pico', 'host'];
const none = [Fault.BadAddress];
const freed = [Fault.AlreadyFree];

interface Scene extends Metered {
  pool: any;
  base: number;
  end: number;
  /** Used blocks of 6, 18, 30 and 402 bytes. */
  blocks: number[];
  foreign: number;
}

/** A pool of 2 KB between two others; calls may touch nothing but its own region. */
function sceneOn(board: string): Scene {
  const metered = meteredHeap(board, 4096);
  const { ckremm, heap: image, raw } = metered;
  const below = ckremm.headers.create(image, 1024);
  const pool = ckremm.headers.create(image, 2048);
  const above = ckremm.headers.create(image, ckremm.heap.freeBytes(image));
  const foreign = ckremm.headers.alloc(below, 20);
  ckremm.headers.alloc(above, 20);
  const blocks = [6, 18, 30, 402].map((bytes) => ckremm.headers.alloc(pool, bytes));
  const base = ckremm.heap.find(image, 1, 1);
  raw.fill(0, blocks[3], blocks[3] + 402);
  confine(metered, base, base + 2040);
  return { ...metered, pool, base, end: base + 2040, blocks, foreign };
}

/** Calls that take the address of a block. */
const calls: [string, (scene: Scene, address: any) => unknown][] = [
  ['dealloc', ({ ckremm, pool }, address) => ckremm.headers.dealloc(pool, address)],
  ['resize', ({ ckremm, pool }, address) => ckremm.headers.resize(pool, address, 50)],
  ['clean', ({ ckremm, pool }, address) => ckremm.headers.clean(pool, address)],
  ['sizeOf', ({ ckremm, pool }, address) => ckremm.headers.sizeOf(pool, address)],
  ['view', ({ ckremm, pool }, address) => ckremm.headers.view(pool, address)],
];

describe.each(boards)('%s, lean', (board) => {
  describe.each(calls)('%s of what is no block', (_call, call) => {
    const refuses = (scene: Scene, what: string, address: any, faults = none): void =>
      expectRefusal(scene, `${what}: ${String(address)}`, faults, () => call(scene, address));

    test('nil, and no number at all', () => {
      const scene = sceneOn(board);
      for (const address of [0, -0, NaN, undefined, null, '', 'a block', {}, Infinity, -Infinity, true])
        refuses(scene, 'nil', address);
      for (const address of scene.blocks) refuses(scene, 'string', String(address));
    });

    test('negative, fractional, misaligned, wrapped around', () => {
      const scene = sceneOn(board);
      for (const address of scene.blocks) {
        for (const wrong of [
          -address,
          address + 0.5,
          address + 1e-9,
          address + 1,
          address + 2,
          address + 3,
          address - 1,
          address + 2 ** 32,
          address - 2 ** 32,
        ])
          refuses(scene, 'wrong', wrong);
      }
    });

    test('out of the pool, and foreign', () => {
      const scene = sceneOn(board);
      const { base, end, foreign } = scene;
      for (const address of [
        4,
        8,
        base - 4,
        base,
        base + 4,
        base + 40,
        end,
        end + 4,
        end + 8,
        end + 100,
        4096,
        4100,
        2 ** 20,
        2 ** 31,
        2 ** 32,
        2 ** 53,
      ])
        refuses(scene, 'outside', address);
      refuses(scene, 'foreign', foreign);
    });

    test.each([
      ['zeros', 0],
      ['ones', 0xff],
      ['text', 0x61],
      ['even', 0xaa],
    ])('inside a payload of %s', (_name, byte) => {
      const scene = sceneOn(board);
      const [start] = scene.blocks.slice(3);
      scene.raw.fill(byte, start, start! + 402);
      for (let address = start! + 4; address < start! + 402; address += 4)
        refuses(scene, 'interior', address, byte === 0xaa ? none.concat(freed) : none);
    });

    test('freed: deferred, merged, swallowed from below and from above, reused', () => {
      const scene = sceneOn(board);
      const { ckremm, pool, raw } = scene;
      const small = ckremm.headers.alloc(pool, 12);
      ckremm.headers.dealloc(pool, small);
      refuses(scene, 'deferred', small, freed);
      // Five neighbours of 60 bytes, too large to be deferred, from the upper end downwards.
      const [e, d, c, b, a] = [1, 2, 3, 4, 5].map(() => ckremm.headers.alloc(pool, 60));
      ckremm.headers.dealloc(pool, b);
      refuses(scene, 'merged with nothing', b, freed);
      ckremm.headers.dealloc(pool, c);
      refuses(scene, 'swallowed by the block below', c, freed);
      ckremm.headers.dealloc(pool, d);
      ckremm.headers.dealloc(pool, e);
      ckremm.headers.dealloc(pool, a);
      for (const address of [a, b, c, d, e]) refuses(scene, 'swallowed by the block above', address, freed);
      let bytes = 2048;
      let all = 0;
      while (!all) all = ckremm.headers.alloc(pool, (bytes -= 4));
      for (const address of [b, c, d, e])
        refuses(scene, 'inside a new block, not yet written', address, [Fault.AlreadyFree, Fault.BadAddress]);
      raw.fill(0, all, all + bytes);
      for (const address of [b, c, d, e]) refuses(scene, 'inside a new block', address);
      expect(ckremm.headers.sizeOf(pool, all)).toBeGreaterThanOrEqual(bytes);
    });

    test('a block of a pool that was destroyed', () => {
      const scene = sceneOn(board);
      scene.board.meter.setWindow(null);
      scene.ckremm.headers.destroy(scene.pool);
      for (const address of scene.blocks) refuses(scene, 'gone', address, [Fault.BadArgument]);
    });
  });

  const impossible = [0, -0, -1, -8, 0.5, 8.5, 31.999, NaN, undefined, null, 'x', -Infinity];
  const strings = ['1', '4', '12', '20', '32', '40'];
  const huge = [
    2 ** 31,
    2 ** 32 - 16,
    2 ** 32 - 12,
    2 ** 32 - 8,
    2 ** 32 - 5,
    2 ** 32 - 4,
    2 ** 32 - 1,
    2 ** 32,
    2 ** 32 + 8,
    2 ** 53,
    1e300,
    Infinity,
  ];

  /** Calls that take a size. */
  const sized: [string, (scene: Scene, bytes: any) => unknown][] = [
    ['alloc', ({ ckremm, pool }, bytes) => ckremm.headers.alloc(pool, bytes)],
    ['allocAligned', ({ ckremm, pool }, bytes) => ckremm.headers.allocAligned(pool, bytes, 8)],
    ['allocAligned to 4', ({ ckremm, pool }, bytes) => ckremm.headers.allocAligned(pool, bytes, 4)],
    ['resize', ({ ckremm, pool, blocks }, bytes) => ckremm.headers.resize(pool, blocks[1], bytes)],
    ['create', ({ ckremm, heap: image }, bytes) => ckremm.headers.create(image, bytes)],
  ];

  test.each(sized)('%s of a size that no block has', (call, run) => {
    const scene = sceneOn(board);
    if (call === 'create') scene.board.meter.setWindow(null);
    const { ckremm, pool } = scene;
    // Deferred blocks of every small size: the fast path must not take them for a wrong size either.
    const small = [1, 10, 14, 18, 22, 26, 30, 34].map((bytes) => ckremm.headers.alloc(pool, bytes));
    for (const address of small) ckremm.headers.dealloc(pool, address);
    for (const bytes of impossible)
      expectRefusal(scene, `${call}(${bytes})`, [Fault.BadArgument], () => run(scene, bytes));
    for (const bytes of huge)
      expectRefusal(scene, `${call}(${bytes})`, [Fault.BadArgument, Fault.NoSpace], () => run(scene, bytes));
    for (const bytes of strings.slice(call === 'create' ? 6 : 0)) {
      // Where a string works at all, it works as its number.
      const address = run(scene, bytes) as number;
      if (address) expect([bytes, ckremm.headers.sizeOf(pool, address)]).toEqual([bytes, expect.any(Number)]);
      expect(
        address === 0 || (address >= scene.base + 60 && ckremm.headers.sizeOf(pool, address) >= Number(bytes)),
      ).toBe(true);
    }
    scene.board.meter.setWindow(null);
    expect(headers.attach(scene.raw, scene.base)).not.toBe(null);
  });

  test('create of a size in which no block fits', () => {
    const {
      board: { meter },
      ckremm,
      pool,
      heap: image,
      raw,
      base,
      end,
    } = sceneOn(board);
    meter.setWindow(null);
    ckremm.headers.destroy(pool);
    // What is inside a hole is nobody's.
    const outside = (): Uint8Array => Uint8Array.from([...withoutFault(raw).slice(0, base), ...raw.slice(end)]);
    const before = outside();
    for (let bytes = 1; bytes < 56; bytes++) {
      ckremm.heap.format(null);
      expect([bytes, ckremm.headers.create(image, bytes), ckremm.fault()]).toEqual([bytes, null, Fault.BadArgument]);
      expect(outside()).toEqual(before);
    }
    expect(ckremm.headers.create(image, 2048)).not.toBe(null);
  });

  test('allocAligned to what is no power of two', () => {
    const scene = sceneOn(board);
    const { ckremm, pool } = scene;
    for (const align of [0, -4, -8, 3, 6, 12, 4.5, 0.5, NaN, undefined, null, '8', 2 ** 32, 2 ** 33, Infinity])
      expectRefusal(scene, `align ${align}`, [Fault.BadArgument], () => ckremm.headers.allocAligned(pool, 8, align));
    for (const align of [4096, 2 ** 20, 2 ** 30, 2 ** 31])
      expectRefusal(scene, `align ${align}`, [Fault.NoSpace], () => ckremm.headers.allocAligned(pool, 8, align));
  });

  test('anything with a pool that was destroyed', () => {
    const scene = sceneOn(board);
    const { ckremm, pool } = scene;
    for (const bytes of [8, 20, 32]) ckremm.headers.dealloc(pool, ckremm.headers.alloc(pool, bytes));
    scene.board.meter.setWindow(null);
    ckremm.headers.destroy(pool);
    const { alloc, allocAligned, reorder, destroy } = ckremm.headers;
    const all = [
      () => alloc(pool, 8),
      () => alloc(pool, 20),
      () => alloc(pool, 32),
      () => alloc(pool, 100),
      () => allocAligned(pool, 8, 4),
      () => allocAligned(pool, 8, 64),
      () => reorder(pool),
      () => reorder(pool, () => undefined),
      () => destroy(pool),
    ];
    for (const call of all) expectRefusal(scene, String(call), [Fault.BadArgument], call);
  });

  /**
   * What blockAt's comment says it lets pass, and nothing else: before the address a word that reads as
   * the header of a used block, and at the end that it states a word with bit 1 set. (Where blocks above
   * 64 KB can be: or a marker, and three granules below it a header without size, its size behind it.)
   */
  function readsAsBlock({ raw, base, end }: Scene, address: number): boolean {
    const word = (at: number): number => raw[at]! | (raw[at + 1]! << 8);
    const isMarked = board !== 'puckjs' && word(address - 2) === 7 && address - 12 > base + 60;
    const start = isMarked ? address - 12 : address;
    const header = word(start - 2);
    const granules = !isMarked ? header >> 2 : header < 4 ? word(start + 8) : 0;
    const to = start + 4 * granules;
    return (header & 1) === 1 && granules > 1 && to <= end && (word(to - 2) & 2) === 2;
  }

  test('an address inside a block passes only if its payload holds a header there, and another where that one ends', () => {
    const random = randomFrom(7);
    let passed = 0;
    for (let round = 0; round < 20; round++) {
      const scene = sceneOn(board);
      const { ckremm, pool, raw, end } = scene;
      // The rest of the pool is one block, filled with what may read as headers of a few granules.
      const from = ckremm.headers.alloc(pool, 1400);
      const to = from + ckremm.headers.sizeOf(pool, from);
      for (let at = from; at < to; at += 2) {
        raw[at] = random.below(round % 2 ? 256 : 64);
        raw[at + 1] = random.below(20) ? 0 : random.below(256);
      }
      expect(to + 2).toBeLessThanOrEqual(end);
      for (let address = from + 4; address < to; address += 4) {
        const isTaken = ckremm.headers.sizeOf(pool, address) > 0;
        expect([address, isTaken]).toEqual([address, readsAsBlock(scene, address)]);
        if (isTaken) passed++;
        else
          expectRefusal(scene, `dealloc(${address})`, none.concat(freed), () => ckremm.headers.dealloc(pool, address));
      }
    }
    expect(passed).toBeGreaterThan(100);
  });

  test('a forged block never reaches beyond the pool', () => {
    const scene = sceneOn(board);
    const { ckremm, pool, raw, end } = scene;
    const rest = [1400, 400, 100, 50, 20, 6, 6, 6].map((bytes) => ckremm.headers.alloc(pool, bytes)).filter(Boolean);
    expect(rest.length).toBeGreaterThan(1);
    for (const forged of [11, 15, 19, 23, 27, 31, 35, 39, 43, 1, 3, 5, 0xffff, 0x0fff]) {
      for (let address = end - 40; address < end; address += 4) {
        const saved = raw.slice(address - 2, address);
        if (ckremm.headers.sizeOf(pool, address)) continue;
        raw.set([forged & 255, forged >> 8], address - 2);
        const reach = address + 4 * (forged >> 2);
        if (reach > end) {
          for (const [name, call] of calls)
            expectRefusal(scene, `${name}(${address}), forged ${forged}`, none, () => call(scene, address));
        }
        raw.set(saved, address - 2);
      }
    }
  });
});

test.each([['headers.alloc', ['16', [16], NaN, undefined, null, {}, true, 16.5, -16, '32', [], '']]] as const)(
  '%s: a size that is no number is refused, whatever is deferred',
  (_call, sizes) => {
    for (const board of boards) {
      const { ckremm, heap: image } = meteredHeap(board, 1024);
      const pool = ckremm.headers.create(image, 1000);
      for (const bytes of [1, 6, 10, 14, 18, 22, 26, 30, 34])
        ckremm.headers.dealloc(pool, ckremm.headers.alloc(pool, bytes));
      for (const bytes of sizes)
        expect([bytes, ckremm.headers.alloc(pool, bytes), ckremm.fault()]).toEqual([bytes, 0, Fault.BadArgument]);
      const address = ckremm.headers.alloc(pool, 20);
      for (const wrong of [String(address), [address], address + 0.5, -address, NaN])
        expect([wrong, ckremm.headers.dealloc(pool, wrong)]).toEqual([wrong, false]);
    }
  },
);

describe('setLow', () => {
  test('takes whole numbers from 0 up; more than there is means all of it', () => {
    for (const heapBytes of [1024, 262144, 524288]) {
      const image = heap.format(new Uint8Array(heapBytes))!;
      const pool = headers.create(image, heap.freeBytes(image))!;
      const free = headers.stats(pool).freeBytes;
      for (const [bytes, isLow] of [
        [0, false],
        [1, false],
        [free, false],
        [free + 1, true],
        [heapBytes, true],
        [2 * heapBytes, true],
        [2 ** 32 - 1, true],
        [0, false],
      ] as const) {
        expect([bytes, headers.setLow(pool, bytes), headers.isLow(pool)]).toEqual([bytes, true, isLow]);
        expect(headers.attach(image, pool.base)).not.toBe(null);
      }
    }
  });

  test('anything else is refused, and changes nothing', () => {
    const image = heap.format(new Uint8Array(1024))!;
    const pool = headers.create(image, 1000)!;
    headers.setLow(pool, 100);
    const before = withoutFault(image);
    for (const bytes of [-1, 0.5, NaN, 1e20, Infinity, 2 ** 32, '40', [40], null, undefined]) {
      heap.format(null!);
      expect([bytes, headers.setLow(pool, bytes as number), fault()]).toEqual([bytes, false, Fault.BadArgument]);
    }
    expect(Buffer.compare(withoutFault(image), before)).toBe(0);
  });

  test('low means fewer bytes than that, to the byte', () => {
    const image = heap.format(new Uint8Array(1024))!;
    const pool = headers.create(image, 1000)!;
    headers.alloc(pool, 100);
    const free = headers.stats(pool).freeBytes;
    for (const [bytes, isLow] of [
      [free - 1, false],
      [free, false],
      [free + 1, true],
    ] as const) {
      headers.setLow(pool, bytes);
      expect(headers.isLow(pool)).toBe(isLow);
    }
  });
});

test.each([5, 'moved', {}, true])('reorder with %p as moved is refused', (moved) => {
  const image = heap.format(new Uint8Array(1024))!;
  const pool = headers.create(image, 1000)!;
  const [below] = [50, 50].map((bytes) => headers.alloc(pool, bytes));
  headers.dealloc(pool, below!);
  expect([headers.reorder(pool, moved as never), fault(), headers.check(pool)]).toEqual([false, Fault.BadArgument, '']);
});

test('allocAligned refuses a size that is a string, whatever is deferred', () => {
  const image = heap.format(new Uint8Array(1024))!;
  const pool = headers.create(image, 1000)!;
  headers.dealloc(pool, headers.alloc(pool, 20));
  expect(headers.allocAligned(pool, '20' as never, 64)).toBe(0);
});
