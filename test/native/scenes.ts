/** Pools, and random calls on them, for campaigns: headers, tables, gc; and the recorded programs. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/project.ts';
import type { Random } from '../support/random.ts';
import { misuses, type Call, type Scene } from './campaigns.ts';
import { es5, heap, type Calls, type Pool } from './twin.ts';

export const headers: Calls = { ...es5('headers/index.ts'), verify: es5('headers/verify.ts').verify };

export function newHeaders(bytes: number): Pool {
  const u8 = heap.format(new Uint8Array(bytes));
  return headers.create!(u8, heap.freeBytes(u8)) as Pool;
}

export const traces = readdirSync(join(root, 'traces')).filter((name) => name.endsWith('.txt'));

function operations(file: string): { what: string; id: number; bytes: number }[] {
  const lines = readFileSync(join(root, 'traces', file), 'utf8').split('\n');
  return lines
    .filter((line) => /^[afr] /.test(line))
    .map((line) => line.split(' '))
    .map(([what, id, bytes]) => ({ what: what!, id: Number(id), bytes: Number(bytes) }));
}

/** What makes calls and stores bytes on all sides of a comparison. */
export interface Side {
  call(name: string, ...args: number[]): number;
  store(at: number, bytes: Uint8Array): void;
  compare(): void;
}

/** The first calls of a recorded program, blocks filled with what reads as no header; at the end all are freed. */
export function replayOn(side: Side, file: string, most: number): void {
  const blocks = new Map<number, number>();
  operations(file)
    .slice(0, most)
    .forEach(({ what, id, bytes }, n) => {
      const block = blocks.get(id);
      if (what === 'f') {
        side.call('dealloc', block ?? (id * 36) & 0xfffc);
        blocks.delete(id);
      } else if (what === 'a' || block) {
        const got = what === 'a' ? side.call('alloc', bytes) : side.call('resize', block!, bytes);
        if (got) {
          blocks.set(id, got);
          side.store(got, new Uint8Array(bytes).fill((id * 14 + 2) & 254));
        } else if (what === 'a') blocks.delete(id);
      }
      if (n % 500 === 0) side.compare();
    });
  side.call('verify');
  for (const block of blocks.values()) side.call('dealloc', block);
  side.call('reorder');
}

const SIZES = [1, 2, 3, 6, 7, 16, 30, 32, 33, 64, 300, 1000];

/** A random call with mostly right arguments, and what it gave, if that is a block. */
function stepHeaders(random: Random, live: number[], call: (name: string, ...args: number[]) => number): void {
  const bytes = random.oneIn(8) ? misuses(random) : SIZES[random.below(SIZES.length)]!;
  const index = random.below(live.length || 1);
  const address = random.oneIn(10) || !live.length ? misuses(random) : live[index]!;
  const kind = random.below(20);
  if (kind < 8) {
    const got = call('alloc', bytes);
    if (got) live.push(got);
  } else if (kind < 13) {
    if (call('dealloc', address) && address === live[index]) live.splice(index, 1);
  } else if (kind < 15) {
    const got = call('resize', address, bytes);
    if (got && address === live[index]) live[index] = got;
  } else if (kind < 16) {
    const got = call('allocAligned', bytes, random.oneIn(6) ? misuses(random) : 1 << random.below(10));
    if (got) live.push(got);
  } else if (kind < 17) call('sizeOf', address);
  else if (kind < 18) call(random.oneIn(2) ? 'isLow' : 'verify');
  else if (kind < 19) call('clean', address);
  else if (random.oneIn(2)) call('setLow', bytes);
  else call('reorder');
}

export const headersScene: Scene = { set: 'headers', module: 'headers', calls: headers, newPool: newHeaders, step: stepHeaders };

const tables: Calls = { ...es5('tables/index.ts'), verify: es5('tables/verify.ts').verify };
const gc: Calls = {
  ...es5('gc/index.ts'),
  ...es5('gc/cycle.ts'),
  ...es5('gc/roots.ts'),
  verify: es5('gc/verify.ts').verify,
};

const sizeFrom = (random: Random): number => (random.oneIn(10) ? misuses(random) : SIZES[random.below(SIZES.length)]!);
const oneOf = (random: Random, live: number[]): number =>
  random.oneIn(10) || !live.length ? misuses(random) : live[random.below(live.length)]!;

function stepTables(random: Random, live: number[], call: Call): void {
  const kind = random.below(24);
  const handle = oneOf(random, live);
  if (kind < 9) {
    const got = call('alloc', sizeFrom(random));
    if (got) live.push(got);
  } else if (kind < 13) {
    // One that is gone stays in hand now and then: a stale handle is refused alike.
    if (call('dealloc', handle) && !random.oneIn(10)) live.splice(live.indexOf(handle), 1);
  } else if (kind < 15) call('resize', handle, sizeFrom(random));
  else if (kind < 16) call('pin', handle);
  else if (kind < 18) call('unpin', handle);
  else if (kind < 19) call('sizeOf', handle);
  else if (kind < 20) call('addrOf', handle);
  else if (kind < 21) call('clean', handle);
  else if (kind < 22) call(random.oneIn(3) ? 'setLow' : 'isLow', random.below(3000));
  else if (random.oneIn(3)) call('reorder', [undefined, 0, -1, random.below(20)][random.below(4)]);
  else if (random.oneIn(4)) call('verify');
  else if (random.oneIn(4)) call('setPause', random.oneIn(2) ? 0 : misuses(random) & 255);
  else if (random.oneIn(20)) call('renew');
}

const TYPES = 4;

/** A collector with leaves, pairs, lists and one with a reference at the end. */
function newCollector(heapBytes: number): Pool {
  const u8 = heap.format(new Uint8Array(heapBytes));
  const pool = gc.create!(u8, heap.freeBytes(u8), heapBytes >> 5) as Pool;
  gc.defineType!(pool, [0, 1]);
  gc.defineType!(pool, 1);
  gc.defineType!(pool, [3], true);
  return pool;
}

function stepCollector(random: Random, live: number[], call: Call): void {
  const kind = random.below(24);
  const handle = oneOf(random, live);
  if (kind < 8) {
    const got = call('alloc', random.below(TYPES + 1), sizeFrom(random));
    if (got) live.push(got);
  } else if (kind < 12) call('setRef', handle, random.oneIn(6) ? misuses(random) : random.below(4), oneOf(random, live));
  else if (kind < 14) call('getRef', handle, random.below(5));
  else if (kind < 16) call('setRoot', random.oneIn(6) ? misuses(random) : random.below(12), random.oneIn(3) ? 0 : handle);
  else if (kind < 17) call('getRoot', random.below(12));
  else if (kind < 18) call('step', random.below(20));
  else if (kind < 19) {
    const scope = call('open');
    call('hold', handle);
    if (!random.oneIn(4)) call('close', scope, random.oneIn(2) ? 0 : handle);
  } else if (kind < 20) {
    const reference = call('weak', handle);
    call('deref', reference);
    if (random.oneIn(2)) call('dropWeak', reference);
  } else if (kind < 21) call('pin', handle);
  else if (kind < 23) call('unpin', handle);
  else if (random.oneIn(4)) call('collect');
  else call('verify');
  if (live.length > 60) live.splice(random.below(live.length), 20);
}

export const handleScenes: [string, Scene, string, number[]][] = [
  [
    'tables',
    {
      set: 'tables',
      module: 'tables',
      calls: tables,
      newPool: (bytes) => {
        const u8 = heap.format(new Uint8Array(bytes));
        return tables.create!(u8, heap.freeBytes(u8)) as Pool;
      },
      step: stepTables,
    },
    'alloc',
    [16],
  ],
  [
    'gc',
    { set: 'tables+gc', module: 'gc', calls: gc, newPool: newCollector, step: stepCollector, regions: 2 },
    'alloc',
    [0, 16],
  ],
];
