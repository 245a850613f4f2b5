/** A tables pool beside a plain model of it, driven by random operations. */
import { fault } from '../../src/core/faults.ts';
import * as heap from '../../src/heap/index.ts';
import * as lean from '../../src/tables/index.ts';
import * as inspect from '../../src/tables/inspect.ts';
import { checksum, type Random } from '../support/random.ts';

export const tables = { ...lean, ...inspect };
export { fault, heap };
export type Pool = lean.Pool;

/** A pool over a whole new heap. */
export function poolOf(heapBytes: number, handles?: number): Pool {
  const image = heap.format(new Uint8Array(heapBytes))!;
  return tables.create(image, heap.freeBytes(image), handles)!;
}

/** What a block was filled with; `address` is set while it is pinned. */
interface Block {
  handle: number;
  bytes: number;
  pattern: number;
  pins: number;
  address: number;
}

type Sizes = (random: Random) => number;

const NOT_COMPACT = 16;

export class Model {
  readonly blocks: Block[] = [];
  readonly counts: Record<string, number> = {};
  private readonly stale: number[] = [];
  private nextPattern = 1;
  private pause = 0;

  constructor(
    readonly pool: Pool,
    private readonly random: Random,
    private readonly sizes: Sizes,
  ) {}

  /** One random operation, checked against the model. */
  step(): void {
    const { random } = this;
    const kind = random.below(100);
    if (kind < 42) this.alloc(this.sizes(random));
    else if (kind < 72) this.dealloc();
    else if (kind < 82) this.resize();
    else if (kind < 86) this.pin();
    else if (kind < 91) this.unpin();
    else if (kind < 96) [this.write, this.read, this.copy, this.clean][random.below(4)].call(this);
    else if (kind < 98) this.misuse();
    else if (random.oneIn(4)) this.reorder();
    else if (random.oneIn(5)) this.setPause();
    else if (random.oneIn(20)) this.renew();
  }

  /** Old handles are forgotten first: they may name new blocks. */
  renew(): void {
    this.stale.length = 0;
    tables.renew(this.pool);
    this.count('renew');
    if (tables.stats(this.pool).retired) throw new Error('an entry stays retired');
  }

  private count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  private pick(): Block | undefined {
    return this.blocks[this.random.below(this.blocks.length || 1)];
  }

  private fill(block: Block): void {
    const address = tables.addrOf(this.pool, block.handle);
    block.pattern = this.nextPattern++ & 255;
    this.pool.u8.fill(block.pattern, address, address + block.bytes);
  }

  private verify(block: Block, bytes = block.bytes): void {
    const { u8 } = this.pool;
    const address = tables.addrOf(this.pool, block.handle);
    if (!address || address % 4) throw new Error(`block ${block.handle} is at ${address}`);
    if (block.pins && address !== block.address) throw new Error(`pinned at ${block.address}, now at ${address}`);
    const wrong = u8.subarray(address, address + bytes).findIndex((byte) => byte !== block.pattern);
    if (wrong >= 0)
      throw new Error(
        `byte ${wrong} of block ${block.handle} at ${address} is ${u8[address + wrong]}, not ${block.pattern}`,
      );
  }

  /** Bytes that no block has, rounding and headers not counted. */
  private get freeBytes(): number {
    return tables.stats(this.pool).freeBytes;
  }

  private get isPinned(): boolean {
    return this.blocks.some((block) => block.pins > 0);
  }

  setPause(): void {
    this.pause = this.random.oneIn(2) ? 0 : 1 + this.random.below(this.random.oneIn(2) ? 4 : 127);
    if (!tables.setPause(this.pool, this.pause)) throw new Error(`setPause(${this.pause}) refused`);
    for (const wrong of [-1, 128, 0.5, NaN]) if (tables.setPause(this.pool, wrong)) throw new Error(`pause ${wrong}`);
    this.count('pause');
  }

  /** What a call returns once it is not refused as not compact yet; each such call does something, so there are not many. */
  private insist(call: () => number): number {
    let most = 9 * (this.blocks.length + 70);
    let result = call();
    for (; !result && this.pause && fault() === NOT_COMPACT; result = call()) {
      this.count('not compact yet');
      if (!most--) throw new Error('it never is compact');
    }
    return result;
  }

  alloc(bytes: number): void {
    const handle = this.insist(() => tables.alloc(this.pool, bytes));
    this.count(handle ? 'alloc' : 'alloc without space');
    if (!handle) {
      if (!this.isPinned && this.random.oneIn(4) && this.freeBytes >= bytes + 16)
        throw new Error(`no space for ${bytes} of ${this.freeBytes} free`);
      return;
    }
    const block = { handle, bytes: tables.sizeOf(this.pool, handle), pattern: 0, pins: 0, address: 0 };
    if (block.bytes < bytes || block.bytes > bytes + 32) throw new Error(`asked for ${bytes}, got ${block.bytes}`);
    if (handle >= 2 ** 27 || this.blocks.some((other) => other.handle === handle)) throw new Error(`handle ${handle}`);
    this.fill(block);
    this.blocks.push(block);
  }

  dealloc(): void {
    const index = this.random.below(this.blocks.length || 1);
    const block = this.blocks[index];
    if (!block) return;
    this.verify(block);
    if (tables.dealloc(this.pool, block.handle) !== !block.pins)
      throw new Error(`dealloc with ${block.pins} pins: fault ${fault()}`);
    if (block.pins) return this.count('dealloc of a pinned block');
    if (tables.dealloc(this.pool, block.handle)) throw new Error(`dealloc(${block.handle}) accepted twice`);
    this.stale[this.stale.length < 64 ? this.stale.length : this.random.below(64)] = block.handle;
    this.blocks[index] = this.blocks[this.blocks.length - 1];
    this.blocks.pop();
    this.count('dealloc');
  }

  resize(): void {
    const block = this.pick();
    if (!block) return;
    const bytes = this.sizes(this.random);
    const done = this.insist(() => tables.resize(this.pool, block.handle, bytes));
    this.count(block.pins ? 'resize of a pinned block' : done ? 'resize' : 'resize without space');
    if (block.pins && done) throw new Error('resized a pinned block');
    if (!done) {
      // With a pause a long table is not gone through to push up what is above the block.
      if (!this.isPinned && !this.pause && this.freeBytes >= bytes - block.bytes + 16)
        throw new Error(`no space to grow ${block.bytes} to ${bytes} with ${this.freeBytes} free`);
      return this.verify(block);
    }
    if (done !== block.handle) throw new Error(`resize gave ${done}`);
    this.verify(block, Math.min(block.bytes, bytes));
    block.bytes = tables.sizeOf(this.pool, block.handle);
    if (block.bytes < bytes) throw new Error(`resized to ${bytes}, got ${block.bytes}`);
    this.fill(block);
  }

  pin(): void {
    const block = this.random.oneIn(2) ? this.pick() : (this.blocks.find((other) => other.pins) ?? this.pick());
    // Not so many that nothing can move.
    if (!block || this.blocks.filter((other) => other.pins && other !== block).length > 3) return;
    const address = tables.pin(this.pool, block.handle);
    if (!address !== (block.pins === 2)) throw new Error(`pin ${block.pins + 1} gave ${address}`);
    this.count(address ? 'pin' : 'pin refused');
    if (!address) return;
    block.pins++;
    block.address = address;
    if (tables.view(this.pool, block.handle)!.length !== block.bytes) throw new Error('view');
  }

  unpin(): void {
    const block = this.random.oneIn(9) ? this.pick() : this.blocks.find((other) => other.pins);
    if (!block) return;
    if (tables.unpin(this.pool, block.handle) !== block.pins > 0) throw new Error(`unpin with ${block.pins} pins`);
    if (block.pins) block.pins--;
    if (!block.pins && tables.view(this.pool, block.handle)) throw new Error('view of a block that may move');
    this.count('unpin');
  }

  write(): void {
    const block = this.pick();
    if (!block) return;
    const at = this.random.below(block.bytes + 2);
    const bytes = this.random.below(block.bytes + 2);
    const done = tables.write(this.pool, block.handle, new Uint8Array(bytes).fill(block.pattern), at);
    if (done !== at + bytes <= block.bytes) throw new Error(`write of ${bytes} at ${at} of ${block.bytes}: ${done}`);
    this.verify(block);
    this.count('write');
  }

  read(): void {
    const block = this.pick();
    if (!block) return;
    const into = new Uint8Array(this.random.below(block.bytes + 2)).fill(block.pattern + 1);
    const at = this.random.below(block.bytes + 2);
    const done = tables.read(this.pool, block.handle, into, at);
    if (done !== at + into.length <= block.bytes)
      throw new Error(`read of ${into.length} at ${at} of ${block.bytes}: ${done}`);
    if (into.some((byte) => byte !== ((block.pattern + (done ? 0 : 1)) & 255))) throw new Error('read the wrong bytes');
    this.count('read');
  }

  copy(): void {
    const to = this.pick();
    const from = this.pick();
    if (!to || !from) return;
    const done = tables.copy(this.pool, to.handle, from.handle);
    if (done !== to.bytes >= from.bytes) throw new Error(`copy of ${from.bytes} to ${to.bytes}: ${done}`);
    this.count('copy');
    if (!done) return this.verify(to);
    if (to.bytes === from.bytes) to.pattern = from.pattern;
    else if (tables.view(this.pool, to.handle) ?? true) {
      const address = tables.addrOf(this.pool, to.handle);
      if (this.pool.u8[address + from.bytes - 1] !== from.pattern || this.pool.u8[address + from.bytes] !== to.pattern)
        throw new Error('copy of the wrong bytes');
      this.fill(to);
    }
    this.verify(to);
  }

  clean(): void {
    const block = this.pick();
    if (!block || !tables.clean(this.pool, block.handle)) return;
    block.pattern = 0;
    this.verify(block);
    this.count('clean');
  }

  /** Handles that name no block, and sizes that no block has, change nothing. */
  misuse(): void {
    const { pool, random } = this;
    const some = this.pick()?.handle ?? 65537;
    const forged = [
      0,
      -1,
      some + 0.5,
      NaN,
      some + 65536,
      some - 65536,
      -some,
      some + 2 ** 32,
      65536 * random.below(2048),
      random.below(2 ** 27),
      2 ** 27 + some,
      ...this.stale,
    ];
    const handle = forged[random.below(forged.length)];
    if (this.blocks.some((block) => block.handle === handle)) return;
    const before = random.oneIn(20) ? checksum(pool.u8) : 0;
    const calls = [
      tables.dealloc(pool, handle),
      tables.sizeOf(pool, handle),
      tables.addrOf(pool, handle),
      tables.resize(pool, handle, 8),
      tables.pin(pool, handle),
      tables.unpin(pool, handle),
      tables.view(pool, handle),
      tables.clean(pool, handle),
      tables.write(pool, handle, [1]),
      tables.read(pool, handle, new Uint8Array(1)),
      tables.copy(pool, handle, some),
      tables.copy(pool, some, handle),
      tables.alloc(pool, [0, -1, 2.5, NaN, 2 ** 32, 2 ** 31, 1e9, -4, 0.5][random.below(9)]),
    ];
    if (calls.some(Boolean)) throw new Error(`handle ${handle} passed: ${calls}`);
    if (before && checksum(pool.u8) !== before) throw new Error('a refused call changed the image');
    this.count('misuse refused');
  }

  reorder(): void {
    const budget = this.random.oneIn(2) ? undefined : 1 + this.random.below(400);
    const owners = new Map(this.blocks.map((block) => [block.handle, block]));
    let last = 0;
    // What was left below where the last call had stopped is moved in a second pass.
    let passes = 1;
    let moved = 0;
    let largest = 0;
    const done = tables.reorder(this.pool, budget, (handle, from, to, bytes) => {
      const block = owners.get(handle)!;
      if (to <= last) passes++;
      if (to >= from || passes > 2 || bytes !== block.bytes || block.pins)
        throw new Error(`moved(${handle}, ${from}, ${to}, ${bytes})`);
      last = to;
      moved += bytes;
      largest = Math.max(largest, bytes);
    });
    if (budget && moved > budget + largest) throw new Error(`budget ${budget}, moved ${moved}`);
    if (!budget && !done) throw new Error('not done without a budget');
    const { freeBytes, largestFreeBytes } = tables.stats(this.pool);
    if (done && !this.isPinned && freeBytes !== largestFreeBytes)
      throw new Error(`${freeBytes} free, ${largestFreeBytes} in one piece`);
    this.count(budget ? 'step' : 'reorder');
  }

  /** The whole pool: its invariants, and every block with its contents. */
  verifyAll(): void {
    const found = tables.check(this.pool);
    if (found) throw new Error(found);
    const used: number[] = [];
    tables.walk(this.pool, (address, _bytes, state) => (state === 'used' || state === 'pinned') && used.push(address));
    const expected = this.blocks.map((block) => tables.addrOf(this.pool, block.handle)).sort((a, b) => a - b);
    if (used.join() !== expected.join()) throw new Error(`used blocks ${used} are not ${expected}`);
    for (const block of this.blocks) this.verify(block);
  }
}
