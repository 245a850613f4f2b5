/** Calls on a pool in ES5, written down for test/native/c/harness.c, which makes them as machine code or as compiled C, and what they have to give. */
import type { Calls, Pool } from './twin.ts';

const enum Op {
  Fill = 0x7ffffff1,
  Sum = 0x7ffffff2,
  End = 0x7ffffff3,
  Load = 0x7ffffff4,
  Store = 0x7ffffff5,
}

/** Where the fault of a heap is. */
const FAULT_BYTE = 8;

/** FNV-1a of an image, as harness.c has it; or of what is before a place in it, without the fault. */
function sumOf(image: Uint8Array, before = 0): number {
  let sum = 2166136261;
  const end = before || image.length;
  for (let i = 0; i < end; i++) sum = Math.imul(sum ^ (before && i === FAULT_BYTE ? 0 : image[i]!), 16777619);
  return sum | 0;
}

/** What makes calls: a program, and how it is told what to call. */
export interface Runner {
  run(input: Buffer): Buffer;
  /** Whether there is such a call. */
  has(module: string, name: string): boolean;
  /** What is called, and the number of a pool, or of the heap where `base` is 0. */
  target(module: string, name: string, place: Pool): [number, number];
  /** Arguments as the calls take them. */
  pass(module: string, name: string, args: (number | undefined)[]): number[];
  /** What goes before the image. */
  head(image: Uint8Array): Buffer;
}

export const words = (...numbers: number[]): Buffer => Buffer.from(Int32Array.from(numbers).buffer);

/** One script: calls that ES5 has made, or of which nothing is known but that they come back and touch nothing outside. */
export class Script {
  private readonly parts: Buffer[] = [];
  private readonly expected: { what: string; words: number[]; count: number }[] = [];

  constructor(
    private readonly runner: Runner,
    private readonly module: string,
    private readonly calls: Calls,
    /** On which calls are made. */
    public pool: Pool,
  ) {
    this.parts.push(runner.head(pool.u8), Buffer.from(pool.u8));
  }

  has(name: string): boolean {
    return this.runner.has(this.module, name);
  }

  /** A call in ES5, and written down. */
  call(name: string, ...args: (number | undefined)[]): number {
    const wanted = Number(this.calls[name]!(this.pool, ...args)) | 0;
    this.add(name, args, [wanted, this.pool.u8[FAULT_BYTE]!]);
    return wanted;
  }

  /** A call in ES5 that gives a pool of the heap: create, or attach. What it gave, or null. */
  make(name: string, ...args: number[]): Pool | null {
    const { u8 } = this.pool;
    const made = this.calls[name]!(u8 as any, ...args) as Pool | null;
    const wanted = made ? this.runner.target(this.module, name, made)[1] : 0;
    this.add(name, args, [wanted, u8[FAULT_BYTE]!], { u8, base: 0 });
    return made;
  }

  private add(name: string, args: (number | undefined)[], expected: number[], place = this.pool): void {
    const { module, runner } = this;
    const [op, on] = runner.target(module, name, place);
    const passed = runner.pass(module, name, args);
    this.parts.push(words(op, on, passed[0] ?? 0, passed[1] ?? 0, passed[2] ?? 0));
    this.expected.push({ what: `${name}(${args})`, words: expected, count: 2 });
  }

  /** A call whose answer is known, and the image that it leaves: that of the pool. */
  known(name: string, wanted: number): void {
    this.add(name, [], [wanted, this.pool.u8[FAULT_BYTE]!]);
    this.compare();
  }

  /** A call of which nothing is asked but that it comes back. */
  try(name: string, ...args: (number | undefined)[]): number {
    this.add(name, args, []);
    return 0;
  }

  store(at: number, bytes: Uint8Array): void {
    this.pool.u8.set(bytes, at);
    this.parts.push(words(Op.Store, at, bytes.length, 0, 0), Buffer.from(bytes));
  }

  /** A byte that may be outside is written. */
  touch(at: number): void {
    this.parts.push(words(Op.Fill, at, 1, 0, 0));
  }

  /** Another image from here on. */
  load(image: Uint8Array): void {
    this.parts.push(words(Op.Load, 0, 0, 0, 0), Buffer.from(image));
  }

  /** The image is compared here. */
  compare(): void {
    this.parts.push(words(Op.Sum, 0, 0, 0, 0));
    this.expected.push({ what: 'the image', words: [sumOf(this.pool.u8)], count: 1 });
  }

  /** Of an image that calls without known results have changed, what is before its first pool is compared: header and directory. */
  compareHead(image: Uint8Array, base: number): void {
    this.parts.push(words(Op.Sum, base, 0, 0, 0));
    this.expected.push({ what: 'header and directory', words: [sumOf(image, base)], count: 1 });
  }

  /** Runs the script; throws where something is not as ES5 has it. Returns how many calls it made. */
  check(): number {
    const bytes = this.runner.run(Buffer.concat([...this.parts, words(Op.End, 0, 0, 0, 0)]));
    const got = new Int32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    let at = 0;
    this.expected.forEach(({ what, words: wanted, count }, i) => {
      const given = [...got.subarray(at, (at += count))];
      if (wanted.length && wanted.join() !== given.join())
        throw new Error(`${this.module}, call ${i}: ${what}: ${given.join()}, in ES5 ${wanted.join()}`);
    });
    if (at !== got.length) throw new Error(`${got.length} words came back, not ${at}`);
    return this.expected.length;
  }
}
