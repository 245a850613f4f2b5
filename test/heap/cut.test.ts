/** create, destroy and format cut off at every store: heap.repair leaves the pool there or gone, never half, and the others as they were. */
import { isCut } from '../support/cut.ts';
import { type Metered, meteredHeap } from '../support/metered.ts';
import { Fault } from '../../src/core/faults.ts';
import { Kind } from '../../src/heap/layout.ts';

const BYTES = 4096;

/** How each module makes a pool, and attaches one: [kind, create, attach]. */
const modules: [
  string,
  number,
  (ckremm: any, heap: Uint8Array) => any,
  (ckremm: any, heap: Uint8Array, address: number) => any,
][] = [
  ['headers', Kind.Headers, (k, heap) => k.headers.create(heap, 400), (k, heap, at) => k.headers.attach(heap, at)],
  ['tables', Kind.Tables, (k, heap) => k.tables.create(heap, 400), (k, heap, at) => k.tables.attach(heap, at)],
  ['gc', Kind.Gc, (k, heap) => k.gc.create(heap, 800, 20), (k, heap, at) => k.gc.attach(heap, at)],
  [
    'records',
    Kind.Records,
    (k, heap) => k.records.create(heap, 'a:u16 b:i16', 20),
    (k, heap, at) => k.records.attach(heap, at),
  ],
  [
    'queue',
    Kind.Queue,
    (k, heap) => k.queue.create(heap, 'a:u16 b:i16', 20),
    (k, heap, at) => k.queue.attach(heap, at),
  ],
  ['messages', Kind.Messages, (k, heap) => k.messages.create(heap, 400), (k, heap, at) => k.messages.attach(heap, at)],
  ['strings', Kind.Tables, (k, heap) => k.strings.create(heap, 400), (k, heap, at) => k.strings.attach(heap, at)],
];

interface Scene {
  metered: Metered;
  /** Addresses of headers pools below and above the place where a pool is made. */
  others: number[];
}

/** Two pools with blocks, and a hole between them that any pool fits in. */
function sceneOn(board: string): Scene {
  const metered = meteredHeap(board, BYTES);
  const { ckremm, heap } = metered;
  const pools = [400, 1500, 400].map((bytes) => ckremm.headers.create(heap, bytes));
  const [below, between, above] = [0, 1, 2].map((nth) => ckremm.heap.find(heap, Kind.Headers, nth) as number);
  for (const pool of [pools[0], pools[2]]) for (const bytes of [20, 60]) ckremm.headers.alloc(pool, bytes);
  ckremm.headers.destroy(pools[1]);
  void between;
  return { metered, others: [below!, above!] };
}

/** The pools beside are there, and sound, with their blocks. */
function verifyOthers({ metered: { ckremm, heap }, others }: Scene): void {
  for (const at of others) {
    const pool = ckremm.headers.attach(heap, at);
    if (!pool) throw new Error(`the pool at ${at} is gone, fault ${ckremm.fault()}`);
    if (!ckremm.headers.alloc(pool, 30)) throw new Error(`the pool at ${at} gives nothing`);
  }
}

/** After a cut: open says so or finds nothing amiss, and after repair it finds nothing amiss. Deep: repair is cut, too, at each store. */
function verifyRepaired(scene: Scene, torn: Uint8Array, verify: () => void): void {
  const {
    metered: { ckremm, heap, raw },
  } = scene;
  raw.set(torn);
  const opened = ckremm.heap.open(heap);
  if (!opened && ckremm.fault() !== Fault.Interrupted) throw new Error(`open says ${ckremm.fault()}`);
  for (let stores = 0, wasCut = true; wasCut; stores++) {
    raw.set(torn);
    wasCut = isCut(scene.metered, stores, () => ckremm.heap.repair(heap));
    if (!ckremm.heap.repair(heap)) throw new Error(`repair is refused, fault ${ckremm.fault()}`);
    if (!ckremm.heap.open(heap)) throw new Error(`open after repair says ${ckremm.fault()}`);
    verify();
  }
}

describe.each(['host'])('%s', (board) => {
  test.each(modules)('%s: create', (_module, kind, create, attach) => {
    const scene = sceneOn(board);
    const {
      metered: { ckremm, heap, raw },
    } = scene;
    const image = raw.slice();
    for (let stores = 0; ; stores++) {
      raw.set(image);
      if (!isCut(scene.metered, stores, () => create(ckremm, heap))) break;
      verifyRepaired(scene, raw.slice(), () => {
        const at = ckremm.heap.find(heap, kind, kind === Kind.Headers ? 2 : 0) as number;
        const pool = at && (kind !== Kind.Headers || !scene.others.includes(at)) ? attach(ckremm, heap, at) : null;
        if (at && kind !== Kind.Headers && !pool) throw new Error(`a pool that is half there after ${stores} stores`);
        verifyOthers(scene);
        if (!create(ckremm, heap)) throw new Error(`no room after ${stores} stores: fault ${ckremm.fault()}`);
      });
    }
  });

  test.each(modules)('%s: destroy', (module, kind, create, attach) => {
    const scene = sceneOn(board);
    const {
      metered: { ckremm, heap, raw },
    } = scene;
    const made = create(ckremm, heap);
    const first = ckremm.heap.find(heap, kind, kind === Kind.Headers ? 1 : 0) as number;
    expect(made).not.toBe(null);
    const image = raw.slice();
    const [destroy, free] = [ckremm[module].destroy, ckremm.heap.freeBytes(heap) as number];
    for (let stores = 0; ; stores++) {
      raw.set(image);
      const pool = attach(ckremm, heap, first);
      if (!isCut(scene.metered, stores, () => destroy(pool))) break;
      verifyRepaired(scene, raw.slice(), () => {
        const at = ckremm.heap.find(heap, kind, kind === Kind.Headers ? 1 : 0);
        if (at === first) {
          if (!attach(ckremm, heap, at))
            throw new Error(`a pool that is half gone after ${stores} stores: fault ${ckremm.fault()}`);
          // Its objects go on.
          if (!destroy(pool)) throw new Error(`destroy is refused after ${stores} stores: fault ${ckremm.fault()}`);
        } else if (ckremm.heap.freeBytes(heap) < free) throw new Error(`bytes are lost after ${stores} stores`);
        verifyOthers(scene);
      });
    }
  });

  test('format', () => {
    const scene = sceneOn(board);
    const {
      metered: { ckremm, heap, raw },
    } = scene;
    const image = raw.slice();
    for (let stores = 0; ; stores++) {
      raw.set(image);
      if (!isCut(scene.metered, stores, () => ckremm.heap.format(heap))) break;
      verifyRepaired(scene, raw.slice(), () => {
        const isOld = ckremm.heap.find(heap, Kind.Headers, 1) > 0;
        if (isOld) verifyOthers(scene);
        else if (ckremm.heap.freeBytes(heap) !== BYTES - 16) throw new Error('neither the old heap nor a new one');
      });
    }
  });
});

test('a flipped byte of the header never costs a pool: repair finishes no format that was not begun, and mends nothing that open refuses', () => {
  const scene = sceneOn('host');
  const {
    metered: { ckremm, heap, raw },
  } = scene;
  const image = raw.slice();
  for (const value of [1, 2]) {
    raw.set(image);
    raw[9] = value;
    expect([ckremm.heap.open(heap), ckremm.fault(), ckremm.heap.repair(heap), ckremm.heap.open(heap)]).toEqual([
      null,
      Fault.Interrupted,
      true,
      heap,
    ]);
    verifyOthers(scene);
  }
  for (const at of [10, 11]) {
    raw.set(image);
    raw[at] = 1;
    expect([ckremm.heap.repair(heap), ckremm.fault(), ckremm.heap.open(heap)]).toEqual([false, Fault.Corrupt, null]);
  }
});

describe('a damaged row behind a pool', () => {
  test.each([
    ['zeros', 0],
    ['ones', 255],
    ['text', 0x61],
  ])('%s: destroy is refused, nothing changes, and every call ends', (_name, byte) => {
    const { ckremm, heap, raw, board } = meteredHeap('host', BYTES);
    const pools = [500, 500, 500].map((bytes) => ckremm.headers.create(heap, bytes));
    const at = ckremm.heap.find(heap, Kind.Headers, 1) as number;
    raw.fill(byte, at - 8, at);
    const before = raw.slice();
    board.meter.reset();
    expect([ckremm.headers.destroy(pools[0]), ckremm.fault()]).toEqual([false, Fault.Corrupt]);
    expect([ckremm.headers.create(heap, 200), ckremm.fault()]).toEqual([null, Fault.Corrupt]);
    expect([
      ckremm.heap.freeBytes(heap),
      ckremm.heap.repair(heap),
      ckremm.heap.open(heap),
      ckremm.heap.find(heap, Kind.Tables, 0),
    ]).toEqual([0, false, null, 0]);
    expect(board.meter.steps).toBeLessThan(100);
    before[8] = raw[8]!;
    expect(Buffer.compare(raw, before)).toBe(0);
    // The pool before it is as it was.
    expect(ckremm.headers.alloc(pools[0], 20)).toBeGreaterThan(0);
  });

  test('a region that the rows do not lead to is not given back', () => {
    const { ckremm, heap, raw } = meteredHeap('host', BYTES);
    const pool = ckremm.headers.create(heap, 500);
    ckremm.headers.create(heap, 500);
    // One row that leads past the second: whole, but not what the object knows.
    const words = new Uint32Array(raw.buffer, raw.byteOffset, raw.length >> 2);
    words[4] = (4080 << 4) | Kind.Hole;
    words[5] = ~words[4]!;
    // As for every other call: there is no such pool.
    expect([ckremm.headers.destroy(pool), ckremm.fault()]).toEqual([false, Fault.BadArgument]);
    expect(ckremm.heap.freeBytes(heap)).toBe(4080);
  });
});
