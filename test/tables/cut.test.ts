/** Each call, cut off at every store, in many states; and `repair` itself. See support/cut.ts. */
import { cutEverywhere } from '../support/cut.ts';
import { meteredHeap } from '../support/metered.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { isSoak, lengthOf, note } from '../support/soak.ts';
import { tables as inspected } from './support.ts';

const seed = seedOf(11);
/** States of a pool that each call is tried in; in a soak each repair is cut off, too. */
const STATES = lengthOf(1, 6);

interface Block {
  handle: number;
  bytes: number;
  pattern: number;
  pins: number;
}

interface Shape {
  heapBytes: number;
  steps: number;
  largest: number;
  pins: number;
  /** Blocks come and go at one entry so often before that it is about to retire. */
  isOld?: boolean;
}

const shapes: [string, Shape][] = [
  ['plenty of room', { heapBytes: 1600, steps: 30, largest: 200, pins: 0 }],
  ['full of small blocks', { heapBytes: 700, steps: 90, largest: 60, pins: 0 }],
  ['with pinned blocks', { heapBytes: 1000, steps: 90, largest: 120, pins: 3 }],
  ['with old entries', { heapBytes: 800, steps: 30, largest: 120, pins: 0, isOld: true }],
];

type Call = (tables: any, pool: any, block: Block) => unknown;
const resizeTo = (bytes: number): [string, Call] => [
  `resize ${bytes}`,
  (t, pool, block) => t.resize(pool, block.handle, bytes),
];
const resizeBy = (bytes: number): [string, Call] => [
  `resize by ${bytes}`,
  (t, pool, block) => t.resize(pool, block.handle, Math.max(1, block.bytes + bytes)),
];
const calls: [string, Call][] = [
  ...[1, 6, 20, 58, 59, 90, 200, 500].map((bytes): [string, Call] => [
    `alloc ${bytes}`,
    (t, pool) => t.alloc(pool, bytes),
  ]),
  ['dealloc', (t, pool, block) => t.dealloc(pool, block.handle)],
  ...[1, 20, 58, 59, 90, 150, 400].map(resizeTo),
  ...[4, 8, 40, -4, -8, -30].map(resizeBy),
  ['reorder', (t, pool) => t.reorder(pool)],
  ['reorder 100', (t, pool) => t.reorder(pool, 100)],
  ['reorder, moved', (t, pool) => t.reorder(pool, undefined, () => undefined)],
  ['pin', (t, pool, block) => t.pin(pool, block.handle)],
  ['unpin', (t, pool, block) => t.unpin(pool, block.handle)],
  ['renew', (t, pool) => t.renew(pool)],
];

function fill(tables: any, pool: any, blocks: Block[]): void {
  for (const { handle, bytes, pattern } of blocks) tables.write(pool, handle, new Uint8Array(bytes).fill(pattern));
}

/** A pool in some state, and what it has handed out. */
function makeState(
  tables: any,
  heap: any,
  freeBytes: number,
  { steps, largest, pins, isOld }: Shape,
  salt: number,
): { blocks: Block[]; base: number } {
  const random = randomFrom(seed * 1000 + salt);
  const pool = tables.create(heap, freeBytes, salt % 3 ? 0 : 6);
  const blocks: Block[] = [];
  for (let nth = 0; isOld && nth < 510; nth++) {
    const old = [tables.alloc(pool, 6), tables.alloc(pool, 90)];
    for (const handle of old) tables.dealloc(pool, handle);
  }
  for (let step = 0; step < steps; step++) {
    if (blocks.length < 5 || random.below(100) < 58) {
      const handle = tables.alloc(pool, random.oneIn(4) ? 1 + random.below(largest) : 1 + random.below(48));
      if (handle) blocks.push({ handle, bytes: tables.sizeOf(pool, handle), pattern: 1 + (step % 250), pins: 0 });
    } else tables.dealloc(pool, blocks.splice(random.below(blocks.length), 1)[0]!.handle);
  }
  fill(tables, pool, blocks);
  for (let nth = 0; nth < pins; nth++) {
    const block = blocks[1 + random.below(blocks.length - 1)]!;
    if (tables.pin(pool, block.handle)) block.pins++;
  }
  return { blocks, base: pool.base ?? 24 };
}

const meterOf = (name: string, { heapBytes }: Shape) => meteredHeap(name, heapBytes);

describe.each([['banglejs2'], ['host']])('%s', (board) => {
  test.each(shapes)('%s: nothing is lost wherever a call is cut off', (title, shape) => {
    const nth = shapes.findIndex(([other]) => other === title);
    let cuts = 0;
    for (let salt = 0; salt < STATES; salt++) {
      for (const [index, [name, call]] of calls.entries()) {
        if (!isSoak && (index + nth) % 2 === (board === 'host' ? 1 : 0)) continue;
        const metered = meterOf(board, shape);
        const { ckremm, heap, raw } = metered;
        const { tables } = ckremm;
        ckremm.heap.format(heap);
        const { blocks, base } = makeState(tables, heap, ckremm.heap.freeBytes(heap), shape, salt);
        const block = blocks[(index + 3 * salt) % blocks.length]!;
        const verify = (pool: any): void => {
          const image = inspected.attach(raw, 24);
          const why = image ? inspected.check(image) : 'attach refuses';
          if (why) throw new Error(why);
          for (const other of blocks) {
            const bytes = tables.sizeOf(pool, other.handle);
            const isChanged = other === block && (name.startsWith('resize') || name === 'dealloc');
            if (!isChanged && bytes !== other.bytes)
              throw new Error(`block ${other.handle} has ${bytes} bytes, not ${other.bytes}`);
            if (isChanged && !bytes && name !== 'dealloc') throw new Error(`block ${other.handle} is gone`);
            let kept = Math.min(bytes, other.bytes);
            if (isChanged && name.startsWith('resize'))
              kept = Math.min(
                kept,
                name.includes('by') ? Math.max(1, block.bytes + Number(name.slice(10))) : Number(name.slice(7)),
              );
            const address = tables.addrOf(pool, other.handle);
            for (let i = 0; i < kept; i++)
              if (raw[address + i] !== other.pattern)
                throw new Error(`block ${other.handle} is damaged at ${i} of ${kept}`);
          }
        };
        const goOn = (pool: any): boolean => {
          const handle = tables.alloc(pool, 61);
          if (!handle && ckremm.fault(heap) === 13) return false;
          // Whether a callback is still running nobody can tell: such a pool is locked until it is repaired.
          if (!handle && ckremm.fault(heap) === 7 && name.endsWith('moved')) return tables.repair(pool) && goOn(pool);
          if (handle && !tables.dealloc(pool, handle)) return false;
          const other = blocks.find((each) => each !== block && !each.pins)!;
          if (!tables.dealloc(pool, other.handle))
            throw new Error(`a block that was handed out is not taken back: fault ${ckremm.fault()}`);
          const rest = blocks.filter((each) => each !== other);
          tables.reorder(pool);
          for (const each of rest) {
            const address = tables.addrOf(pool, each.handle);
            if (each !== block && (!address || raw[address] !== each.pattern))
              throw new Error(`block ${each.handle} is not what it was`);
          }
          return true;
        };
        try {
          cuts += cutEverywhere({
            metered,
            image: raw.slice(),
            attach: () => tables.attach(heap, base),
            call: (pool) => call(tables, pool, block),
            goOn,
            verify,
            repair: (pool) => tables.repair(pool),
            repairAt: (at) => tables.repairAt(at, base),
            isDeep: isSoak || (board === 'host' && index % 8 === nth % 8),
          });
        } catch (error) {
          throw new Error(
            `${name} of ${block.handle} (${block.bytes} bytes), state ${salt}, seed ${seed}: ${(error as Error).message}`,
          );
        }
      }
    }
    note(`tables on ${board}: ${cuts} cuts, seed ${seed}`);
    expect(cuts).toBeGreaterThan(150);
  });
});
