/** Pools that machine code makes, opens, repairs and gives back: the same as those of ES5, image by image. */
import { handleOf, Right } from '../../host/native/machine.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { lengthOf } from '../support/soak.ts';
import { AT, es5, heap, machineOf, type Pool } from './twin.ts';

const headers = es5('headers/index.ts');
const machine = machineOf('headers');

/** A heap on both sides, all of which a call may touch. */
class Both {
  constructor(readonly u8: Uint8Array) {
    machine.ram.fill(0xa5, 0, 100000);
    machine.ram.set(u8, AT);
    machine.forbid();
    machine.allow(AT, AT + u8.length, Right.Both);
  }

  call(name: string, handle: number, ...args: number[]): number {
    return machine.call(`headers.${name}`, handle, ...args);
  }

  /** The call with an address in place of the pool's number. */
  made(name: string, arg: number): number {
    const handle = this.call(name, handleOf(AT, 0), arg);
    expect(handle === 0 || handle >> 14 === AT >> 2).toBe(true);
    return (handle & 0x3fff) << 2;
  }

  compare(): void {
    expect(Buffer.from(this.u8).equals(machine.ram.subarray(AT, AT + this.u8.length))).toBe(true);
    expect([machine.strays, machine.firstStray]).toEqual([0, '']);
  }
}

const baseOf = (pool: Pool | null): number => (pool ? pool.base : 0);

test('create makes the same pool, or refuses alike', () => {
  for (const heapBytes of [256, 4096, 65536])
    for (const bytes of [0, 1, 15, 16, 60, 80, 84, 100, 101, 2048, heapBytes - 24, heapBytes - 16, heapBytes, -1, 0x7fffffff]) {
      const both = new Both(heap.format(new Uint8Array(heapBytes)));
      for (let i = 0; i < 3; i++) {
        const wanted = baseOf(headers.create(both.u8, bytes));
        expect([heapBytes, bytes, both.made('create', bytes)]).toEqual([heapBytes, bytes, wanted]);
        both.compare();
      }
    }
});

test('destroy gives the region back, and the number is refused from then on', () => {
  const both = new Both(heap.format(new Uint8Array(4096)));
  const pools = [500, 600, 700].map((bytes) => headers.create(both.u8, bytes) as Pool);
  machine.ram.set(both.u8, AT);
  for (const [i, pool] of [pools[1]!, pools[0]!, pools[2]!, pools[1]!].entries()) {
    const handle = handleOf(AT, pool.base);
    const wanted = headers.destroy(pool);
    expect([i, both.call('destroy', handle)]).toEqual([i, Number(wanted)]);
    both.compare();
    expect(both.call('alloc', handle, 16)).toBe(0);
    expect(headers.alloc(pool, 16)).toBe(0);
    both.compare();
  }
});

test('attach accepts the images that ES5 accepts, and no other', () => {
  const random = randomFrom(seedOf(11));
  const counts = [0, 0];
  for (let round = 0; round < lengthOf(200, 20000); round++) {
    const u8 = heap.format(new Uint8Array(1024));
    const pool = headers.create(u8, 1000) as Pool;
    for (let i = 0; i < 20; i++) {
      const address = headers.alloc(pool, 1 + random.below(60));
      if (random.oneIn(2)) headers.dealloc(pool, address);
    }
    const both = new Both(u8);
    if (!random.oneIn(3)) {
      const at = random.oneIn(2) ? random.below(200) : random.below(1024);
      const value = random.below(256);
      both.u8[at] = value;
      machine.ram[AT + at] = value;
    }
    // The length in the header is what machine code knows of the array: ES5 looks at the array.
    if (new Uint32Array(u8.buffer)[1] !== 1024 || new Uint32Array(u8.buffer)[0] !== 0x054d6b63) continue;
    const wanted = baseOf(headers.attach(both.u8, pool.base));
    expect([round, both.made('attach', pool.base)]).toEqual([round, wanted]);
    both.compare();
    counts[wanted ? 1 : 0]!++;
  }
  expect(Math.min(...counts)).toBeGreaterThan(10);
});

test('repair mends what a call left that was cut off, as ES5 does', () => {
  const random = randomFrom(seedOf(12));
  let mended = 0;
  for (let round = 0; round < lengthOf(60, 5000); round++) {
    const u8 = heap.format(new Uint8Array(1024));
    const pool = headers.create(u8, 1000);
    for (let i = 0; i < 20; i++) {
      const address = headers.alloc(pool, 1 + random.below(60));
      if (random.oneIn(2)) headers.dealloc(pool, address);
    }
    // A call was changing lists: the state, and words of the lists that are no more what they were.
    pool.w[pool.control] = 0xfffd;
    for (let i = random.below(4); i--;) pool.w[pool.control + 2 + random.below(2 * pool.first - pool.control - 3)] = random.below(300);
    if (random.oneIn(6)) pool.w[2 * pool.first - 1] = random.below(65536);
    const both = new Both(u8);
    const wanted = Number(headers.repair(pool));
    mended += wanted;
    expect([round, both.call('repair', handleOf(AT, pool.base))]).toEqual([round, wanted]);
    both.compare();
  }
  expect(mended).toBeGreaterThan(10);
});
