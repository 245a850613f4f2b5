/**
 * Every call of a shared tables pool, in many states, by a worker that dies at the first store, the
 * second, and so on to the last. Another worker takes over: nothing is lost, nothing is there twice.
 */
import { format, freeBytes } from '../../src/heap/index.ts';
import { markDead, tables } from '../../src/sync/index.ts';
import { Lock, Word } from '../../src/sync/layout.ts';
import * as lean from '../../src/tables/index.ts';
import { check, walk } from '../../src/tables/inspect.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { lengthOf, note } from '../support/soak.ts';
import { copyOf, dieAt, sumWord } from './lives.ts';

const seed = seedOf(7);
/** States of a pool that each call is tried in. */
const STATES = lengthOf(1, 20);

interface Block {
  handle: number;
  bytes: number;
  pattern: number;
  pins: number;
}

interface State {
  heap: Uint8Array;
  lock: number;
  blocks: Block[];
}

interface Shape {
  heapBytes: number;
  steps: number;
  largest: number;
  pins: number;
  /** Deaths of blocks at one entry before: so that some retire. */
  isOld: boolean;
}

function makeState({ heapBytes, steps, largest, pins, isOld }: Shape, salt: number): State {
  const random = randomFrom(seed * 1000 + salt);
  const heap = format(new Uint8Array(new SharedArrayBuffer(heapBytes)))!;
  const pool = lean.create(heap, freeBytes(heap) - 80, salt % 3 ? 0 : 10)!;
  const blocks: Block[] = [];
  for (let nth = 0; isOld && nth < 509; nth++) {
    const old = [lean.alloc(pool, 6), lean.alloc(pool, 90)];
    for (const handle of old) lean.dealloc(pool, handle);
  }
  for (let step = 0; step < steps; step++) {
    if (blocks.length < 5 || random.below(100) < 58) {
      const bytes = random.oneIn(4) ? 1 + random.below(largest) : 1 + random.below(48);
      const handle = lean.alloc(pool, bytes);
      if (handle) blocks.push({ handle, bytes: lean.sizeOf(pool, handle), pattern: 1 + (step % 250), pins: 0 });
    } else if (blocks.length) {
      lean.dealloc(pool, blocks.splice(random.below(blocks.length), 1)[0].handle);
    }
  }
  for (const { handle, bytes, pattern } of blocks) lean.write(pool, handle, new Uint8Array(bytes).fill(pattern));
  for (let nth = 0; nth < pins && blocks.length > 4; nth++) {
    const block = blocks[1 + random.below(blocks.length - 1)];
    if (lean.pin(pool, block.handle)) block.pins++;
  }
  return { heap, lock: tables.create(pool), blocks };
}

type Call = (guard: any, block: Block) => unknown;
const resizeTo = (bytes: number): [string, Call] => [
  `resize ${bytes}`,
  (g, block) => tables.resize(g, block.handle, bytes),
];
const resizeBy = (bytes: number): [string, Call] => [
  `resize by ${bytes}`,
  (g, block) => tables.resize(g, block.handle, Math.max(1, block.bytes + bytes)),
];

const calls: [string, Call][] = [
  ...[1, 2, 3, 6, 20, 58, 59, 64, 90, 200, 500].map((bytes): [string, Call] => [
    `alloc ${bytes}`,
    (g) => tables.alloc(g, bytes),
  ]),
  ['dealloc', (g, block) => tables.dealloc(g, block.handle)],
  ...[1, 2, 20, 58, 59, 90, 150, 400].map(resizeTo),
  ...[4, 8, 40, -4, -8, -30].map(resizeBy),
  ['clean', (g, block) => tables.clean(g, block.handle)],
  ['reorder', (g) => tables.reorder(g)],
  ['reorder 100', (g) => tables.reorder(g, 100)],
  ['reorder, moved', (g) => tables.reorder(g, undefined, () => undefined)],
  ['pin', (g, block) => tables.pin(g, block.handle)],
  ['unpin', (g, block) => tables.unpin(g, block.handle)],
  ['renew', (g) => tables.renew(g)],
  ['write', (g, block) => tables.write(g, block.handle, new Uint8Array(block.bytes).fill(block.pattern))],
  ['copy', (g, block) => tables.copy(g, block.handle, block.handle)],
  ['sizeOf', (g, block) => tables.sizeOf(g, block.handle)],
];

/** Everything about the pool after the take-over, or an error. */
function verify(state: State, guard: any, name: string, block: Block, hasHappened: boolean): void {
  const { pool } = guard;
  if (check(pool)) throw new Error(check(pool));
  let used = 0;
  walk(pool, (_address, _bytes, what) => (used += what === 'used' || what === 'pinned' ? 1 : 0));
  const isGone = name === 'dealloc' && lean.sizeOf(pool, block.handle) === 0;
  for (const other of state.blocks) {
    if (other === block && isGone) continue;
    const bytes = lean.sizeOf(pool, other.handle);
    const isResized = other === block && name.startsWith('resize');
    if (isResized ? !bytes : bytes !== other.bytes)
      throw new Error(`block ${other.handle} has ${bytes} bytes, not ${other.bytes}`);
    const address = lean.addrOf(pool, other.handle);
    let kept = Math.min(bytes, other.bytes);
    if (isResized)
      kept = Math.min(kept, name.includes('by') ? other.bytes + Number(name.slice(10)) : Number(name.slice(7)));
    const pattern =
      other === block && name === 'clean'
        ? [0, other.pattern].find((value) => value === state.heap[address])
        : other.pattern;
    for (let i = 0; i < kept; i++)
      if (state.heap[address + i] !== pattern) throw new Error(`block ${other.handle} is damaged at ${i} of ${kept}`);
    if (other.pins && name !== 'unpin' && lean.dealloc(pool, other.handle))
      throw new Error(`block ${other.handle} lost its pin`);
  }
  const expected = state.blocks.length - (isGone ? 1 : 0) + (name.startsWith('alloc') && hasHappened ? 1 : 0);
  if (used !== expected) throw new Error(`${used} used blocks, not ${expected}`);
}

/** A second life: everything is given back, and all bytes are free. */
function drain(state: State, guard: any): void {
  for (const { handle } of state.blocks) {
    for (let pin = 0; pin < 2; pin++) tables.unpin(guard, handle);
    tables.dealloc(guard, handle);
  }
  if (!tables.reorder(guard) || check(guard.pool)) throw new Error(`after all was given back: ${check(guard.pool)}`);
  const handle = tables.alloc(guard, 100);
  if (!handle || !tables.write(guard, handle, new Uint8Array(100))) throw new Error('no space in an empty pool');
}

function dieEverywhere(state: State, name: string, call: Call, block: Block, heirs: number): number {
  for (let limit = 0; ; limit++) {
    const heap = copyOf(state.heap);
    try {
      const hasEnded = dieAt(tables, heap, state.lock, limit, (guard) => call(guard, block), heirs, limit);
      const hasHappened = hasEnded || sumWord(heap, state.lock) !== sumWord(state.heap, state.lock);
      if (!hasEnded) markDead(heap, 1);
      const guard = tables.attach(heap, state.lock, 9)!;
      if (!guard)
        throw new Error(`refused as corrupt: reason ${new Int32Array(heap.buffer)[(state.lock >> 2) + Word.Reason]}`);
      verify(
        { ...state, heap },
        guard,
        name,
        block,
        hasHappened && sumWord(heap, state.lock) !== sumWord(state.heap, state.lock),
      );
      if (limit % 5 === 0) drain({ ...state, heap }, guard);
      if (guard.words[guard.control + Word.Lock] !== Lock.Free) throw new Error('the lock is not free');
      if (hasEnded) return limit;
    } catch (error) {
      throw new Error(
        `${name} of ${block.handle} (${block.bytes} bytes), dead at store ${limit}, seed ${seed}: ${(error as Error).message}`,
      );
    }
  }
}

let deathsOfAll = 0;
afterAll(() => note(`tables: ${deathsOfAll} deaths, seed ${seed}`));

const shapes: [string, Shape][] = [
  ['plenty of room', { heapBytes: 2400, steps: 40, largest: 200, pins: 0, isOld: false }],
  ['full of small blocks', { heapBytes: 1100, steps: 120, largest: 60, pins: 0, isOld: false }],
  ['with pinned blocks', { heapBytes: 1500, steps: 60, largest: 120, pins: 3, isOld: false }],
  ['with retired entries', { heapBytes: 1500, steps: 40, largest: 120, pins: 0, isOld: true }],
];

describe.each(shapes)('%s', (_name, shape) => {
  test.each(calls)('%s: repaired wherever it dies', (name, call) => {
    let deaths = 0;
    for (let salt = 0; salt < STATES; salt++) {
      const state = makeState(shape, salt);
      for (let i = salt % 2; i < 3; i += 2) {
        const block = state.blocks[(i * 5 + salt) % state.blocks.length];
        deaths += dieEverywhere(state, name, call, block, i === 2 ? 2 : 0);
      }
    }
    deathsOfAll += deaths;
    expect(deaths).toBeGreaterThan(7);
  });
});
