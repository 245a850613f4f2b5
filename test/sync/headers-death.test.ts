/**
 * Every call of a shared headers pool, in many states, by a worker that dies at the first store, the
 * second, and so on to the last. Another worker takes over: nothing is lost, nothing is there twice.
 */
import { format, freeBytes } from '../../src/heap/index.ts';
import * as lean from '../../src/headers/index.ts';
import { check, walk } from '../../src/headers/inspect.ts';
import { Lock, Word } from '../../src/sync/layout.ts';
import { headers, markDead } from '../../src/sync/index.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { lengthOf, note } from '../support/soak.ts';
import { copyOf, dieAt, sumWord } from './lives.ts';

const seed = seedOf(7);
/** States of a pool that each call is tried in. */
const STATES = lengthOf(2, 20);
let deathsOfAll = 0;
afterAll(() => note(`headers: ${deathsOfAll} deaths, seed ${seed}`));

interface Block {
  address: number;
  bytes: number;
  pattern: number;
}

interface State {
  heap: Uint8Array;
  lock: number;
  blocks: Block[];
}

/** A pool in some state: blocks of many sizes, holes, deferred blocks. */
function makeState(heapBytes: number, poolBytes: number, steps: number, salt: number, largest: number): State {
  const random = randomFrom(seed * 1000 + salt);
  const heap = format(new Uint8Array(new SharedArrayBuffer(heapBytes)))!;
  // A pool that ends at the end of the heap: that is what decides its class.
  if (poolBytes + 100 < heapBytes) lean.create(heap, heapBytes - poolBytes - 100);
  const pool = lean.create(heap, Math.min(poolBytes, freeBytes(heap) - 72))!;
  const blocks: Block[] = [];
  for (let step = 0; step < steps; step++) {
    if (blocks.length < 5 || random.below(100) < 58) {
      const bytes = random.oneIn(4) ? 1 + random.below(largest) : 1 + random.below(48);
      const address = lean.alloc(pool, bytes);
      if (address) blocks.push({ address, bytes: lean.sizeOf(pool, address), pattern: (2 * step) & 254 });
    } else if (blocks.length) {
      lean.dealloc(pool, blocks.splice(random.below(blocks.length), 1)[0].address);
    }
  }
  for (const { address, bytes, pattern } of blocks) heap.fill(pattern, address, address + bytes);
  return { heap, lock: headers.create(pool), blocks };
}

/** What a call did, as far as the caller can be asked. */
type Call = (guard: any, block: Block) => unknown;

const calls: [string, Call][] = [
  ...[1, 8, 30, 34, 40, 100, 128, 129, 300, 700].map((bytes): [string, Call] => [
    `alloc ${bytes}`,
    (g) => headers.alloc(g, bytes),
  ]),
  ...[16, 64, 256].map((align): [string, Call] => [
    `allocAligned 20, ${align}`,
    (g) => headers.allocAligned(g, 20, align),
  ]),
  ['dealloc', (g, block) => headers.dealloc(g, block.address)],
  ...[1, 10, 40, 80, 150, 400].map((bytes): [string, Call] => [
    `resize ${bytes}`,
    (g, block) => headers.resize(g, block.address, bytes),
  ]),
  ['resize + 4', (g, block) => headers.resize(g, block.address, block.bytes + 4)],
  ['resize + 8', (g, block) => headers.resize(g, block.address, block.bytes + 8)],
  ['resize - 12', (g, block) => headers.resize(g, block.address, Math.max(1, block.bytes - 12))],
  ['clean', (g, block) => headers.clean(g, block.address)],
  ['reorder', (g) => headers.reorder(g)],
  ['sizeOf', (g, block) => headers.sizeOf(g, block.address)],
  ['setLow', (g) => headers.setLow(g, 100)],
];

/** Everything about the pool after the take-over, or an error. */
function verify(state: State, guard: any, name: string, block: Block, hasHappened: boolean): void {
  const { pool } = guard;
  const found = check(pool);
  if (found) throw new Error(found);
  const used = new Map<number, number>();
  walk(pool, (address, bytes, what) => what === 'used' && used.set(address, bytes));
  const isTake = name.startsWith('alloc');
  const isTarget = (other: Block): boolean => other === block && /dealloc|resize|clean/.test(name);
  for (const other of state.blocks) {
    if (isTarget(other)) continue;
    if (used.get(other.address) !== other.bytes) throw new Error(`block ${other.address} is lost`);
    for (let i = 0; i < other.bytes; i++)
      if (state.heap[other.address + i] !== other.pattern) throw new Error(`block ${other.address} is damaged at ${i}`);
    used.delete(other.address);
  }
  const rest = [...used.keys()];
  if (isTake && rest.length !== (hasHappened ? 1 : 0)) throw new Error(`${rest} was taken by nobody`);
  if (name === 'dealloc' && rest.some((address) => address !== block.address)) throw new Error(`${rest} is there`);
  if (!/alloc|resize|clean/.test(name) && rest.length) throw new Error(`${rest} is there`);
  if (name.startsWith('resize')) {
    if (rest.length !== 1) throw new Error(`a block and its copy: ${rest}`);
    const kept = Math.min(
      block.bytes,
      used.get(rest[0])!,
      +name.slice(7) > 0 && !/[+-]/.test(name) ? +name.slice(7) : block.bytes - 12,
    );
    for (let i = 0; i < kept; i++)
      if (state.heap[rest[0] + i] !== block.pattern) throw new Error(`lost byte ${i} of ${kept}`);
  }
  if (name === 'clean' && rest[0] !== block.address) throw new Error('the cleaned block is lost');
  let sum = 0;
  walk(pool, (address, _bytes, what) => (sum += what === 'used' ? address : 0));
  if ((sum | 0) !== guard.words[guard.control + Word.Sum]) throw new Error('the sum is wrong');
}

/** A second life: everything is given back, and one free block remains. */
function drain(guard: any): void {
  const used: number[] = [];
  walk(guard.pool, (address, _bytes, what) => what === 'used' && used.push(address));
  for (const address of used) if (!headers.dealloc(guard, address)) throw new Error(`dealloc(${address}) refused`);
  headers.reorder(guard);
  let free = 0;
  walk(guard.pool, () => free++);
  if (free !== 1 || check(guard.pool)) throw new Error(`${free} blocks in an empty pool, ${check(guard.pool)}`);
}

/** Let the call die at every store; returns how many deaths that were. */
function dieEverywhere(state: State, name: string, call: Call, block: Block, heirs: number): number {
  for (let limit = 0; ; limit++) {
    const heap = copyOf(state.heap);
    try {
      const hasEnded = dieAt(headers, heap, state.lock, limit, (guard) => call(guard, block), heirs, limit);
      const hasHappened = sumWord(heap, state.lock) !== sumWord(state.heap, state.lock);
      if (!hasEnded) markDead(heap, 1);
      const guard = headers.attach(heap, state.lock, 9)!;
      if (!guard)
        throw new Error(`refused as corrupt: reason ${new Int32Array(heap.buffer)[(state.lock >> 2) + Word.Reason]}`);
      verify({ ...state, heap }, guard, name, block, hasHappened);
      if (limit % 5 === 0) drain(guard);
      if (guard.words[guard.control + Word.Lock] !== Lock.Free) throw new Error('the lock is not free');
      if (hasEnded) return limit;
    } catch (error) {
      throw new Error(
        `${name} of ${block.address} (${block.bytes} bytes), dead at store ${limit}, seed ${seed}: ${(error as Error).message}`,
      );
    }
  }
}

describe.each([
  ['dense', 2048, 2000, 40, 300],
  ['dense, full of small blocks', 1024, 1024, 90, 60],
  ['wide', 264000, 3000, 60, 300],
  ['dense, with blocks above 64 KB', 262144, 262144, 14, 90000],
])('%s', (_class, heapBytes, poolBytes, steps, largest) => {
  test.each(calls)('%s: repaired wherever it dies', (name, call) => {
    let deaths = 0;
    for (let salt = 0; salt < STATES; salt++) {
      const state = makeState(heapBytes, poolBytes, steps + salt, salt, largest);
      for (let i = salt % 2; i < 3; i++) {
        const block = state.blocks[(i * 5 + salt) % state.blocks.length];
        deaths += dieEverywhere(state, name, call, block, i === 2 ? 2 : 0);
        if (!/dealloc|resize|clean/.test(name) && i < 1) i = 1;
      }
    }
    deathsOfAll += deaths;
    expect(deaths).toBeGreaterThan(7);
  });
});
