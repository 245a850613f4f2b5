/** What makes, opens and ends pools of the other modules: the same as in ES5, image by image. */
import { handleOf, type Machine, Right } from '../../host/native/machine.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { lengthOf } from '../support/soak.ts';
import { MAKERS } from './scenes/makers.ts';
import { AT, entryOf, es5, heap, machineOf, type Calls, type Pool } from './twin.ts';

const HEAP_BYTES = 2048;

/** A heap on both sides, all of which a call may touch. */
function load(machine: Machine, u8: Uint8Array): void {
  machine.ram.fill(0xa5, 0, 100000);
  machine.ram.set(u8, AT);
  machine.forbid();
  machine.allow(AT, AT + u8.length, Right.Both);
  machine.strays = 0;
  machine.firstStray = '';
}

function compare(machine: Machine, u8: Uint8Array): void {
  expect(Buffer.compare(u8, machine.ram.subarray(AT, AT + u8.length))).toBe(0);
  expect([machine.strays, machine.firstStray]).toEqual([0, '']);
}

const baseOf = (pool: unknown): number => (pool as Pool | null)?.base ?? 0;
const regionOf = (handle: number): number => (handle & 0x3fff) << 2;

// Those of headers are in makers.test.ts.
describe.each(MAKERS.filter(([module]) => module !== 'headers'))('%s', (module, { set, calls, more, fill }) => {
  const machine = machineOf(set);
  const call = (name: string, handle: number, ...args: number[]): number =>
    machine.call(`${module}.${name}`, handle, ...args);

  test('create makes the same pool, or refuses alike', () => {
    for (const bytes of [0, 15, 23, 24, 76, 80, 100, 600, 700, 1500, HEAP_BYTES - 16, HEAP_BYTES, -1, 0x7fffffff])
      for (const rest of more) {
        const u8: Uint8Array = heap.format(new Uint8Array(HEAP_BYTES));
        load(machine, u8);
        for (let i = 0; i < 2; i++) {
          const wanted = baseOf(calls.create!(u8, bytes, ...rest));
          expect([bytes, rest, regionOf(call('create', handleOf(AT, 0), bytes, ...rest))]).toEqual([bytes, rest, wanted]);
          compare(machine, u8);
        }
      }
  });

  test('attach accepts the images that ES5 accepts, and no other', () => {
    const random = randomFrom(seedOf(31));
    const counts = [0, 0];
    for (let round = 0; round < lengthOf(120, 20000); round++) {
      const u8: Uint8Array = heap.format(new Uint8Array(HEAP_BYTES));
      const pool = calls.create!(u8, 2000, ...(more[1] ?? [])) as Pool;
      fill(pool, random);
      if (!random.oneIn(3)) u8[16 + random.below(random.oneIn(2) ? 200 : HEAP_BYTES - 16)] = random.below(256);
      load(machine, u8);
      const wanted = baseOf(calls.attach!(u8, pool.base));
      expect([round, regionOf(call('attach', handleOf(AT, 0), pool.base))]).toEqual([round, wanted]);
      compare(machine, u8);
      counts[wanted ? 1 : 0]!++;
    }
    expect(Math.min(...counts)).toBeGreaterThan(5);
  });

  test('destroy gives the region back, and the number is refused from then on', () => {
    const u8: Uint8Array = heap.format(new Uint8Array(HEAP_BYTES));
    const pools = [0, 1, 2].map(() => calls.create!(u8, 600, ...(more[0] ?? [])) as Pool);
    load(machine, u8);
    for (const i of [1, 0, 2, 1]) {
      const handle = handleOf(AT, pools[i]!.base);
      expect([i, call('destroy', handle)]).toEqual([i, Number(calls.destroy!(pools[i]))]);
      compare(machine, u8);
      expect([call('verify', handle), machine.ram[AT + 8]]).toEqual([0, 2]);
      machine.ram[AT + 8] = u8[8]!;
    }
  });
});

test('rows are destroyed and cleared alike', () => {
  const records: Calls = es5('records/index.ts');
  const queue: Calls = es5('queue/index.ts');
  const machine = machineOf('records+queue');
  for (const [module, calls] of [['records', records], ['queue', queue]] as [string, Calls][]) {
    const u8: Uint8Array = heap.format(new Uint8Array(HEAP_BYTES));
    const pool = calls.create!(u8, 'a:u16 b:u8', 20) as Pool;
    for (let i = 0; i < 9; i++) (calls.alloc ?? calls.push)!(pool);
    load(machine, u8);
    for (const name of ['clear', 'destroy', 'destroy']) {
      expect([name, machine.call(entryOf(module, name), handleOf(AT, pool.base))]).toEqual([name, Number(calls[name]!(pool) ?? 0)]);
      compare(machine, u8);
    }
  }
});
