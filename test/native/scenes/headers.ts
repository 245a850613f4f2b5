/** Headers: pools, random calls on them, and the recorded programs. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../support/project.ts';
import type { Random } from '../../support/random.ts';
import { es5, heap, type Calls, type Pool } from '../twin.ts';
import { misuses, quietly, type Call, type Scene } from './scene.ts';

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

export const SIZES = [1, 2, 3, 6, 7, 16, 30, 32, 33, 64, 300, 1000];

/** A random call with mostly right arguments, and what it gave, if that is a block. */
function stepHeaders(random: Random, live: number[], call: Call): void {
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

export const headersScene: Scene = {
  set: 'headers',
  module: 'headers',
  calls: headers,
  newPool: newHeaders,
  step: stepHeaders,
  payload(pool, live, random) {
    const address = live[random.below(live.length || 1)];
    const bytes = address === undefined ? 0 : quietly(pool, () => Number(headers.sizeOf!(pool, address)));
    return bytes ? [address!, bytes] : null;
  },
};
