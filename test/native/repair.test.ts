/** repair in machine code: what calls left that were cut off at any store, and the same damaged, is mended or refused as ES5 does it. */
import { isCut as isMeterCut } from '../../host/guarantees/probe.ts';
import { handleOf, type Machine, Right } from '../../host/native/machine.ts';
import { buildBundles } from '../records/bundle.ts';
import { meteredHeap, type Metered } from '../support/metered.ts';
import { randomFrom, seedOf, type Random } from '../support/random.ts';
import { lengthOf, note } from '../support/soak.ts';
import { blobRunner, clear, missing } from './runners.ts';
import { Script } from './script.ts';
import { AT, entryOf, es5, machineOf } from './twin.ts';

afterAll(clear);
const withoutArm = missing({ 'arm-none-eabi-gcc': 'gcc-arm-none-eabi', 'qemu-arm': 'qemu-user' });

const HEAP_BYTES = 1400;
/** Where the first pool of a heap is. */
const FIRST = 24;
const FIELDS = 't:u32 v:i16 id:bytes:3';

/** A module: how its pool is made, a call that is cut off, and one of machine code's sets that has it. */
interface Kind {
  set: string;
  create(module: any, heap: Uint8Array): any;
  /** A random call, which changes what the program has in hand. */
  act(module: any, pool: any, live: number[], random: Random): unknown;
}

const taken = (live: number[], random: Random): number => live.splice(random.below(live.length || 1), 1)[0] ?? 1;
const keep = (live: number[], got: number): void => void (got && live.push(got));

const KINDS: Record<string, Kind> = {
  headers: {
    set: 'headers',
    create: (headers, heap) => headers.create(heap, 1100),
    act(headers, pool, live, random) {
      const kind = random.below(10);
      if (kind < 5) return keep(live, headers.alloc(pool, 1 + random.below(90)));
      if (kind < 8) return headers.dealloc(pool, taken(live, random));
      if (kind < 9) return headers.resize(pool, live[random.below(live.length || 1)] ?? 1, 1 + random.below(120));
      return headers.reorder(pool);
    },
  },
  tables: {
    set: 'tables',
    create: (tables, heap) => tables.create(heap, 1100, 12),
    act(tables, pool, live, random) {
      const kind = random.below(10);
      if (kind < 5) return keep(live, tables.alloc(pool, 1 + random.below(90)));
      if (kind < 7) return tables.dealloc(pool, taken(live, random));
      if (kind < 9) return tables.resize(pool, live[random.below(live.length || 1)] ?? 1, 1 + random.below(120));
      return tables.reorder(pool);
    },
  },
  records: {
    set: 'records+queue',
    create: (records, heap) => records.create(heap, FIELDS, 70),
    act(records, pool, live, random) {
      const kind = random.below(12);
      if (kind < 7) return keep(live, records.alloc(pool));
      return kind < 11 ? records.dealloc(pool, taken(live, random)) : records.clear(pool);
    },
  },
  queue: {
    set: 'records+queue',
    create: (queue, heap) => queue.create(heap, FIELDS, 40, true),
    act: (queue, pool, _live, random) => (random.below(5) < 3 ? queue.push(pool) : random.oneIn(20) ? queue.clear(pool) : queue.shift(pool)),
  },
  gc: {
    set: 'tables+gc',
    create(gc, heap) {
      const pool = gc.create(heap, 1200, 24);
      gc.defineType(pool, [0, 1]);
      return pool;
    },
    act(gc, pool, live, random) {
      const kind = random.below(12);
      if (live.length > 12) live.shift();
      if (kind < 5) return keep(live, gc.alloc(pool, random.below(2), 8 + random.below(40)));
      if (kind < 7) return gc.setRef(pool, live[0] ?? 1, random.below(2), live.at(-1) ?? 0);
      if (kind < 9) return gc.setRoot(pool, 1 + random.below(4), live[random.below(live.length || 1)] ?? 0);
      return kind < 11 ? gc.step(pool, 1 + random.below(6)) : gc.collect(pool);
    },
  },
};

/** What repairs an image besides ES5: the emulated processor, and, where it can be had, a program between guard pages. */
interface Sides {
  machine: Machine;
  script: Script | null;
}

/** repair on all sides; whether it mended. */
function compare({ machine, script }: Sides, module: string, image: Uint8Array, base: number): boolean {
  const u8 = image.slice();
  machine.ram.set(u8, AT);
  machine.forbid();
  machine.allow(AT, AT + u8.length, Right.Both);
  machine.strays = 0;
  machine.firstStray = '';
  const wanted = !!es5(`${module}/index.ts`).repairAt(u8, base);
  const got = machine.call(entryOf(module, 'repair'), handleOf(AT, base)) > 0;
  // The fault: rows whose declaration is damaged are no pool to machine code.
  if (!wanted && machine.ram[AT + 8] === 2) u8[8] = 2;
  expect([got, machine.strays, machine.firstStray]).toEqual([wanted, 0, '']);
  expect(Buffer.compare(u8, machine.ram.subarray(AT, AT + u8.length))).toBe(0);
  if (script) {
    script.load(image);
    script.pool = { u8, base };
    script.known('repair', Number(wanted));
  }
  return wanted;
}

/** Bytes overwritten, but for those of a declaration and what rounds it and the region up: machine code looks less closely there (records/bytes.ts). */
function damage(image: Uint8Array, base: number, random: Random): Uint8Array {
  const damaged = image.slice();
  const text = Buffer.from(image.buffer, image.byteOffset, image.length).indexOf(FIELDS);
  const end = text < 0 ? image.length : base + (new Uint32Array(image.buffer, image.byteOffset)[(base - 8) >> 2]! >>> 4) - 16;
  for (let i = 1 + random.below(3); i--; ) {
    const at = random.oneIn(2) ? base + random.below(100) : base + random.below(end - base);
    if (text < 0 || at < text || at >= text + FIELDS.length + 4) damaged[at] = random.below(256);
  }
  return damaged;
}

let metered: Metered;
beforeAll(async () => {
  const bundles = await buildBundles(['puckjs'], Object.keys(KINDS).join());
  metered = meteredHeap('puckjs', HEAP_BYTES, { bundleFile: bundles.file('puckjs', true) });
}, 300000);

test.each(Object.entries(KINDS))('%s', (module, { set, create, act }) => {
  const { ckremm, heap, raw, board } = metered;
  const image: Uint8Array = raw.slice();
  const script = withoutArm ? null : new Script(blobRunner(set), module, {}, { u8: image, base: FIRST });
  const sides = { machine: machineOf(set), script };
  const random = randomFrom(seedOf(61));
  const counts = { cut: 0, mended: 0, refused: 0 };
  for (let round = 0; round < lengthOf(2, 30); round++) {
    raw.fill(0);
    ckremm.heap.format(heap);
    const pool = create(ckremm[module], heap);
    const base = FIRST;
    const live: number[] = [];
    for (let i = 0; i < lengthOf(100, 300); i++) {
      const image = raw.slice();
      const stores = random.below([2, 12, 60][random.below(3)]!);
      const before = [...live];
      if (isMeterCut(board.meter, stores, () => act(ckremm[module], pool, live, random))) {
        counts.cut++;
        counts[compare(sides, module, raw, base) ? 'mended' : 'refused']++;
        counts[compare(sides, module, damage(raw, base, random), base) ? 'mended' : 'refused']++;
        raw.set(image);
        live.splice(0, live.length, ...before);
      }
    }
  }
  const compiled = script?.check() ?? 0;
  note(`${module}: ${JSON.stringify(counts)}, on ARM as well: ${compiled >> 1}`);
  if (script) expect(compiled).toBe(4 * counts.cut);
  expect(Math.min(counts.cut, counts.mended, counts.refused)).toBeGreaterThan(1);
});
