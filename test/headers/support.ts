/** A headers pool beside a plain model of it, driven by random operations. */
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { join } from 'node:path';
import { fault } from '../../src/core/faults.ts';
import * as heap from '../../src/heap/index.ts';
import * as lean from '../../src/headers/index.ts';
import * as inspect from '../../src/headers/inspect.ts';
import { root } from '../support/project.ts';
import { checksum, type Random } from '../support/random.ts';

export const headers = { ...lean, ...inspect };
export { fault, heap };
export type Pool = lean.Pool;

/** A pool over a whole new heap. */
export function poolOf(heapBytes: number): Pool {
  const image = heap.format(new Uint8Array(heapBytes))!;
  return headers.create(image, heap.freeBytes(image))!;
}

/** What a block was filled with, and where it is. */
interface Block {
  address: number;
  bytes: number;
  pattern: number;
}

export class Model {
  readonly blocks: Block[] = [];
  readonly counts: Record<string, number> = {};
  private failures = 0;
  private nextPattern = 1;

  constructor(
    readonly pool: Pool,
    private readonly random: Random,
    private readonly sizes: (random: Random) => number,
    private readonly log: 2 | 3 = 2,
  ) {}

  /** One random operation, checked against the model. */
  step(): void {
    const { random } = this;
    const kind = random.below(100);
    if (kind < 45) this.alloc(this.sizes(random));
    else if (kind < 80) this.dealloc();
    else if (kind < 90) this.resize();
    else if (kind < 93) this.allocAligned();
    else if (kind < 95) this.clean();
    else if (kind < 99) this.misuse();
    else if (random.oneIn(30)) this.reorder();
  }

  private count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  private pick(): Block | undefined {
    return this.blocks[this.random.below(this.blocks.length || 1)];
  }

  private fill(block: Block): void {
    this.pool.u8.fill(block.pattern, block.address, block.address + block.bytes);
  }

  private verify(block: Block, bytes = block.bytes): void {
    const { u8 } = this.pool;
    const wrong = u8.subarray(block.address, block.address + bytes).findIndex((byte) => byte !== block.pattern);
    if (wrong >= 0) {
      throw new Error(
        `byte ${wrong} of the block at ${block.address} is ${u8[block.address + wrong]}, not ${block.pattern}`,
      );
    }
  }

  private adopt(address: number, bytes: number): void {
    const capacity = headers.sizeOf(this.pool, address);
    if (capacity < bytes) throw new Error(`asked for ${bytes}, got ${capacity} at ${address}`);
    if (address % (1 << this.log) !== 0) throw new Error(`${address} is not aligned`);
    // The whole capacity is the owner's. Even bytes never read as the header of a used block.
    const block = { address, bytes: capacity, pattern: (this.nextPattern++ % 127) * 2 + 2 };
    this.fill(block);
    this.blocks.push(block);
  }

  alloc(bytes: number): void {
    const address = headers.alloc(this.pool, bytes);
    this.count(address ? 'alloc' : 'alloc without space');
    if (address) this.adopt(address, bytes);
    else if (this.failures++ % 16 === 0 && headers.stats(this.pool).largestFreeBytes >= bytes * 2 + 8) {
      throw new Error(`no space for ${bytes} beside ${headers.stats(this.pool).largestFreeBytes} free in one piece`);
    }
  }

  allocAligned(): void {
    const align = 4 << this.random.below(6);
    const bytes = this.sizes(this.random);
    const address = headers.allocAligned(this.pool, bytes, align);
    this.count(address ? 'allocAligned' : 'allocAligned without space');
    if (address % align) throw new Error(`${address} is no multiple of ${align}`);
    if (address) this.adopt(address, bytes);
  }

  dealloc(): void {
    const index = this.random.below(this.blocks.length || 1);
    const block = this.blocks[index];
    if (!block) return;
    this.verify(block);
    if (!headers.dealloc(this.pool, block.address))
      throw new Error(`dealloc(${block.address}) refused: fault ${fault()}`);
    if (headers.dealloc(this.pool, block.address)) throw new Error(`dealloc(${block.address}) accepted twice`);
    this.blocks[index] = this.blocks[this.blocks.length - 1];
    this.blocks.pop();
    this.count('dealloc');
  }

  resize(): void {
    const block = this.pick();
    if (!block) return;
    const bytes = this.sizes(this.random);
    const address = headers.resize(this.pool, block.address, bytes);
    this.count(!address ? 'resize without space' : address === block.address ? 'resize in place' : 'resize moved');
    if (!address) return this.verify(block);
    block.address = address;
    this.verify(block, Math.min(block.bytes, bytes));
    block.bytes = headers.sizeOf(this.pool, address);
    if (block.bytes < bytes) throw new Error(`resized to ${bytes}, got ${block.bytes}`);
    this.fill(block);
  }

  clean(): void {
    const block = this.pick();
    if (!block) return;
    headers.clean(this.pool, block.address);
    block.pattern = 0;
    this.verify(block);
    this.count('clean');
  }

  /** Addresses that name no block, and sizes that no block has, change nothing. */
  misuse(): void {
    const { pool, random } = this;
    const isBlock = (address: number) => this.blocks.some((block) => block.address === address);
    const address = [
      0,
      -4,
      1.5,
      NaN,
      pool.u8.length,
      random.below(pool.u8.length),
      random.below(pool.u8.length / 4) * 4,
    ][random.below(7)];
    if (isBlock(address)) return;
    const before = random.oneIn(40) ? checksum(pool.u8) : 0;
    if (headers.dealloc(pool, address) || headers.sizeOf(pool, address) || headers.resize(pool, address, 8)) {
      throw new Error(`${address} passed for a block`);
    }
    const bytes = [0, -1, 2.5, NaN, 2 ** 32, 2 ** 31, 1e9][random.below(7)];
    if (headers.alloc(pool, bytes)) throw new Error(`alloc(${bytes}) gave a block`);
    if (before && checksum(pool.u8) !== before) throw new Error('a refused call changed the image');
    this.count('misuse refused');
  }

  reorder(): void {
    const owners = new Map(this.blocks.map((block) => [block.address, block]));
    let last = 0;
    headers.reorder(this.pool, (from, to, bytes) => {
      const block = owners.get(from)!;
      if (to >= from || to <= last || bytes !== block.bytes) throw new Error(`moved(${from}, ${to}, ${bytes})`);
      last = block.address = to;
      this.verify(block);
    });
    const { freeBlocks } = headers.stats(this.pool);
    if (freeBlocks > 1) throw new Error(`${freeBlocks} free blocks after reorder`);
    this.count('reorder');
  }

  /** The whole pool: its invariants, and every block with its contents. */
  verifyAll(): void {
    const found = headers.check(this.pool);
    if (found) throw new Error(found);
    const used: number[] = [];
    headers.walk(this.pool, (address, _bytes, state) => state === 'used' && used.push(address));
    const expected = this.blocks.map((block) => block.address).sort((a, b) => a - b);
    if (used.join() !== expected.join()) throw new Error(`used blocks ${used} are not ${expected}`);
    for (const block of this.blocks) this.verify(block);
  }
}

/** A bundle as a board runs it, in a context of its own. */
export function bundle(board: string, isLean: boolean): any {
  const source = readFileSync(join(root, 'dist', board, isLean ? 'ckremm.min.js' : 'ckremm.js'), 'utf8');
  return runInContext(`${source};ckremm`, createContext({}));
}
