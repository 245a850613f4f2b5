/** A call cut off at every store: the next call, attach and repair find the pool as promise I4 says. */
import { cutEverywhere, isCut, type Interruptible } from '../support/cut.ts';
import { Fault } from '../../src/core/faults.ts';
import { meteredHeap } from '../support/metered.ts';
import { isDue, lengthOf } from '../support/soak.ts';
import * as inspect from '../../src/headers/inspect.ts';
import * as lean from '../../src/headers/index.ts';
import { format, repair as repairHeap } from '../../src/heap/index.ts';
import { type Scene, sceneOn, someWork } from './scene.ts';

/** Blocks with nothing but free ones between them, so that sliding moves some onto their old place and others past it. */
function gappy(headers: any, pool: any): number[] {
  const blocks = [90, 10, 60, 36, 70, 40].map((bytes) => headers.alloc(pool, bytes) as number).filter(Boolean);
  return blocks.filter((address, i) => i % 2 === 1 || !headers.dealloc(pool, address));
}

interface Cut {
  name: string;
  call(headers: any, pool: any, live: Scene['live']): unknown;
  work?: typeof someWork;
  bytes?: number;
}

const cuts: Cut[] = [
  ...[6, 14, 30, 34, 44, 60, 120].map((bytes): Cut => ({
    name: `alloc(${bytes})`,
    call: (headers, pool) => headers.alloc(pool, bytes),
  })),
  { name: 'alloc, large', bytes: 700, call: (headers, pool) => headers.alloc(pool, 200) },
  { name: 'alloc that settles what is deferred', call: (headers, pool) => headers.alloc(pool, 250) },
  ...[0, 1, 2].map((i): Cut => ({
    name: `dealloc of block ${i}`,
    call: (headers, pool, live) => headers.dealloc(pool, live[i]!.address),
  })),
  ...[0, 1, 2].map((i): Cut => ({
    name: `dealloc of block ${i} in gaps`,
    work: gappy,
    bytes: 500,
    call: (headers, pool, live) => headers.dealloc(pool, live[i]!.address),
  })),
  ...[
    [8, 8],
    [20, 32],
    [40, 16],
  ].map(([bytes, align]): Cut => ({
    name: `allocAligned(${bytes}, ${align})`,
    bytes: 500,
    call: (headers, pool) => headers.allocAligned(pool, bytes, align),
  })),
  ...[2, 60, 90].flatMap((bytes) =>
    [0, 1, 2].map((i): Cut => ({
      name: `resize of block ${i} to ${bytes}`,
      bytes: 500,
      call: (headers, pool, live) => headers.resize(pool, live[i]!.address, bytes),
    })),
  ),
  { name: 'reorder', call: (headers, pool) => headers.reorder(pool) },
  {
    name: 'reorder with moved',
    work: gappy,
    bytes: 420,
    call: (headers, pool) => headers.reorder(pool, () => undefined),
  },
  { name: 'setLow', call: (headers, pool) => headers.setLow(pool, 100) },
];

/** What a call is refused with until the pool is repaired. */
const REFUSED: number[] = [Fault.Interrupted, Fault.Locked];

/** The scene as the driver wants it. Blocks that the call gives back, resizes or moves are followed by what the pool says. */
function subjectFor(board: string, isLean: boolean, { call, work, bytes, name }: Cut): Interruptible {
  const scene = sceneOn(board, isLean, bytes, work);
  const { metered, image, live } = scene;
  const {
    ckremm: { headers },
    raw,
    heap,
  } = metered;
  const places = live.map((block) => ({ ...block }));
  const isGiven = /^dealloc of block (\d)/.exec(name);
  const isResized = /^resize of block (\d) to (\d+)/.exec(name);
  const from = scene.from;
  const isWhole = (at: number, bytes: number, pattern: number): boolean =>
    raw.subarray(at, at + bytes).every((byte) => byte === pattern);
  /** Every block that the call had nothing to do with is there, and whole. */
  const verifyBlocks = (): void => {
    const pool = lean.attach(raw, from)!;
    if (!pool) throw new Error(`the pool cannot be attached: ${inspect.check(pool)}`);
    const used = new Set<number>();
    inspect.walk(pool, (address, _bytes, state) => state === 'used' && used.add(address));
    places.forEach(({ address, bytes, pattern }, i) => {
      const kept = isResized && Number(isResized[1]) === i ? Math.min(bytes, Number(isResized[2])) : bytes;
      const at = name === 'reorder with moved' ? (told.get(i) ?? address) : address;
      if (used.has(at) && isWhole(at, kept, pattern)) return;
      if (isGiven && Number(isGiven[1]) === i) return;
      // Of a resize that moved, the new block has the contents.
      if (isResized && Number(isResized[1]) === i && [...used].some((other) => isWhole(other, kept, pattern))) return;
      throw new Error(`the block at ${at} is ${used.has(at) ? 'damaged' : 'gone'}`);
    });
  };
  let told = new Map<number, number>();
  return {
    metered,
    image,
    isDeep: board === 'puckjs',
    attach: () => headers.attach(heap, from),
    call: (pool) => {
      told = new Map();
      const places = new Map(live.map(({ address }, i) => [address, i]));
      return name === 'reorder with moved'
        ? headers.reorder(pool, (was: number, to: number) => void told.set(places.get(was)!, to))
        : call(headers, pool, live);
    },
    repair: (pool) => headers.repair(pool),
    repairAt: (image) => headers.repairAt(image, from),
    verify: (pool) => {
      const found = headers.check ? headers.check(pool) : inspect.check(lean.attach(raw, from)!);
      if (found) throw new Error(found);
      verifyBlocks();
    },
    goOn: (pool) => {
      // Through the bins: the fast paths take no notice, and need not. Checked calls throw where `moved` was cut off: it may be running, for all they know.
      let address = 0;
      try {
        address = headers.alloc(pool, 36);
      } catch (error) {
        if (metered.ckremm.fault() !== Fault.Locked) throw error;
      }
      if (!address && REFUSED.includes(metered.ckremm.fault())) return false;
      const small = [6, 14, 30].map((bytes) => headers.alloc(pool, bytes));
      for (const taken of [address, ...small]) {
        if (
          taken &&
          places.some(
            (block, i) => !isGiven && !isResized && overlaps(told.get(i) ?? block.address, block.bytes, taken),
          )
        )
          throw new Error(`${taken} is handed out twice`);
        if (taken) raw.fill(0xee, taken, taken + 6);
      }
      for (const taken of [address, ...small])
        if (taken && !headers.dealloc(pool, taken)) throw new Error(`dealloc(${taken}) is refused`);
      return true;
    },
  };
}

const formatted = (bytes: number): Uint8Array => format(new Uint8Array(bytes))!;
const overlaps = (at: number, bytes: number, other: number): boolean => other >= at && other < at + bytes;

describe.each([
  ['puckjs', true],
  ['host', true],
  ['host', false],
])('%s, lean: %p', (board, isLean) => {
  test.each(cuts.filter((_, i) => board === 'puckjs' || isDue(i, 3)).map((cut) => [cut.name, cut] as const))(
    '%s',
    (name, cut) => {
      const stores = cutEverywhere(subjectFor(board, isLean, cut));
      // Of its 140 stores, since lists are changed in place, one in six is tried but for the first.
      if (/reorder with/.test(name)) expect(stores).toBeGreaterThan(lengthOf(24, 120));
    },
  );
});

describe('a callback that is cut off, or repairs', () => {
  const scene = sceneOn('puckjs', true, 420, gappy);
  const {
    metered: {
      ckremm: { headers, fault },
      raw,
      board,
    },
    from,
  } = scene;

  test('in the middle of `moved`: calls are refused as locked, attach as interrupted, and repair goes on', () => {
    raw.set(scene.image);
    const pool = scene.attach();
    expect(
      isCut(scene.metered, 1e6, () =>
        headers.reorder(pool, () => {
          board.meter.cutAfter(0);
          raw[8] = 0;
          scene.metered.heap[8] = 0;
        }),
      ),
    ).toBe(true);
    expect([headers.alloc(pool, 36), fault()]).toEqual([0, Fault.Locked]);
    expect([scene.attach(), fault()]).toEqual([null, Fault.Interrupted]);
    expect([headers.repair(pool), inspect.check(lean.attach(raw, from)!)]).toEqual([true, '']);
    expect(headers.reorder(pool, () => undefined)).toBe(true);
  });

  test('right after `moved`: no callback is running, so calls are refused as interrupted', () => {
    let after = 0;
    for (let stores = 0; ; stores++) {
      raw.set(scene.image);
      const pool = scene.attach();
      let told = 0;
      // Until the next callback.
      const wasCut = isCut(scene.metered, 1e6, () =>
        headers.reorder(pool, () => board.meter.cutAfter(told++ ? null : stores)),
      );
      if (!wasCut) break;
      after++;
      // Before the first store it cannot be told from a callback that runs.
      if (!headers.alloc(pool, 36))
        expect([stores, fault()]).toEqual([stores, stores ? Fault.Interrupted : Fault.Locked]);
    }
    expect(after).toBeGreaterThan(10);
  });

  test('repair from inside `moved` ends the reorder, and nothing is amiss', () => {
    raw.set(scene.image);
    const pool = scene.attach();
    const told: number[] = [];
    expect(
      headers.reorder(pool, (_was: number, to: number) => {
        told.push(to);
        headers.repair(pool);
        headers.alloc(pool, 6);
      }),
    ).toBe(false);
    expect([told.length, fault()]).toEqual([1, Fault.Interrupted]);
    expect(inspect.check(lean.attach(raw, from)!)).toBe('');
  });

  test('repair from inside `moved` ends the reorder whatever is free then', () => {
    // A count of free granules can have the bits of any state at its end.
    for (let last = 8; last < 44; last += 4) {
      const pool = lean.create(formatted(600), 500)!;
      const blocks = [40, 12, 40, 30, last].map((bytes) => lean.alloc(pool, bytes));
      lean.dealloc(pool, blocks[0]!);
      lean.dealloc(pool, blocks[2]!);
      expect([last, lean.reorder(pool, () => void lean.repair(pool)), inspect.check(pool)]).toEqual([last, false, '']);
    }
  });

  test('another pool may be destroyed or made in `moved`, and the heap repaired', () => {
    for (const call of ['destroy', 'create', 'repair', 'alloc']) {
      const image = formatted(1200);
      const pool = lean.create(image, 500)!;
      const other = lean.create(image, 200)!;
      const blocks = [40, 12, 40, 30, 20].map((bytes) => lean.alloc(pool, bytes));
      for (const block of [blocks[0]!, blocks[2]!]) lean.dealloc(pool, block);
      let told = 0;
      const isDone = lean.reorder(pool, () => {
        if (told++) return;
        if (call === 'repair') repairHeap(image);
        else if (call === 'create') lean.create(image, 100);
        else lean.destroy(other);
        // Refused, and takes note of what was destroyed.
        if (call === 'alloc') lean.alloc(pool, 8);
      });
      expect([call, isDone, told > 1, inspect.check(pool)]).toEqual([call, true, true, '']);
    }
  });

  test('a pool that is destroyed from inside `moved`, after repair there, is left alone', () => {
    raw.set(scene.image);
    const pool = scene.attach();
    let after = raw.slice();
    expect(
      headers.reorder(pool, () => {
        headers.repair(pool);
        headers.destroy(pool);
        after = raw.slice();
      }),
    ).toBe(false);
    raw[8] = after[8] = 0;
    expect(Buffer.compare(raw, after)).toBe(0);
  });
});

test('a large free block below one that resize moves: cut off anywhere, the contents are whole where it was, or where it is now', () => {
  const metered = meteredHeap('host', 300000);
  const {
    ckremm: { headers, heap },
    raw,
    heap: image,
  } = metered;
  const pool = headers.create(image, 250000);
  const [below, moves] = [100000, 200, 200].map((bytes) => headers.alloc(pool, bytes) as number);
  const from = heap.find(image, 1, 0) as number;
  const bytes = headers.sizeOf(pool, moves) as number;
  headers.dealloc(pool, below);
  raw.fill(0xa5, moves!, moves! + bytes);
  const before = raw.slice();
  let cuts = 0;
  for (; isCut(metered, cuts, () => headers.resize(pool, moves, 110000)); cuts++) {
    const used: number[] = [];
    expect(headers.repair(pool)).toBe(true);
    inspect.walk(lean.attach(raw, from)!, (address, _bytes, state) => void (state === 'used' && used.push(address)));
    // The block that is where it was counts, if it still is there.
    const place = used.includes(moves!) ? moves! : used.find((address) => raw[address] === 0xa5)!;
    expect([cuts, raw.subarray(place, place + bytes).findIndex((byte) => byte !== 0xa5)]).toEqual([cuts, -1]);
    raw.set(before);
  }
  expect(cuts).toBeGreaterThan(20);
});

test('check says that a call was cut off, and what to do, and blames nobody', () => {
  const scene = sceneOn('host', false);
  const {
    metered: {
      ckremm: { headers, heap, fault },
      raw,
    },
  } = scene;
  const pool = scene.attach();
  expect(isCut(scene.metered, 6, () => headers.alloc(pool, 44))).toBe(true);
  expect(headers.check(pool)).toMatch(/^a call was cut off .* headers\.repair/);
  expect([headers.alloc(pool, 44), fault()]).toEqual([0, Fault.Interrupted]);
  expect([headers.repair(pool), headers.check(pool), headers.repair(pool)]).toEqual([true, '', true]);
  raw[scene.to - 2] = 0;
  expect([headers.repair(pool), fault()]).toEqual([false, Fault.Corrupt]);
  expect(heap.open(raw)).not.toBe(null);
});
