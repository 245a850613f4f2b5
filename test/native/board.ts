/**
 * An Espruino board with native code, made here of an emulated Cortex-M0+, a Storage with addresses, and the calls of Espruino that the
 * loader makes.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { blobsFor } from '../../build/native/sets.js';
import { type Code, Machine, RAM, Right } from '../../host/native/machine.ts';

const FLASH = 0x10000020;
const FIRST_HEAP = 0x4000;
const RAM_END = 0x20000;
/** Where a flat copy of the code would lie: nobody runs it there, it is found in flash. */
const FLAT = 0x20030000;

export type Files = Record<string, string>;

/** Uint8Array as Espruino has it: `set` takes a text for its character codes. */
export class BoardArray extends Uint8Array {
  override set(from: ArrayLike<number>, at = 0): void {
    super.set(typeof from === 'string' ? Buffer.from(from, 'latin1') : from, at);
  }

  static [Symbol.hasInstance](value: unknown): boolean {
    return Object.prototype.toString.call(value) === '[object Uint8Array]';
  }
}

export interface BoardOptions {
  /** Where Storage begins, as process.memory() says it; boards whose firmware says nothing have none. */
  start?: number;
  hasNative?: boolean;
  isMapped?: boolean;
  blocksize?: number;
  free?: number;
}

/** The files of dist/BOARD/native, in the order in which they are written. */
export function filesIn(folder: string): Files {
  return Object.fromEntries(
    ['ckremm.bin', 'ckremm', 'ckremm.es5'].map((name) => [name, readFileSync(join(folder, 'native', name), 'latin1')]),
  );
}

/** Numbers as Espruino hands them to machine code. */
const toInt = (value: unknown): number =>
  typeof value === 'object' || typeof value === 'function' || value === undefined || Number.isNaN(Number(value))
    ? 0
    : Number(value) | 0;

/** An argument as a call of that signature gets it: of a float the bits. */
const handed = (signature: string, i: number, value: unknown): number =>
  /\((.*)\)/.exec(signature)![1]!.split(',')[i] === 'float'
    ? new Int32Array(Float32Array.of(Number(value)).buffer)[0]!
    : toInt(value);

export class Board {
  free: number;
  /** How often the library in ES5 was loaded. */
  loaded = 0;
  /** Calls of machine code, and the functions that make them: what E.nativeCall gave. */
  made = 0;
  readonly natives = new WeakSet<object>();
  readonly machine: Machine;
  private readonly heaps = new Map<Uint8Array, number>();
  /** Where the next array comes to lie. */
  private next = FIRST_HEAP;
  private readonly modules = new Map<string, unknown>();
  private readonly calls: Record<string, [number, string]>;

  constructor(
    modules: string[],
    readonly files: Files,
    private readonly options: BoardOptions = {},
  ) {
    const { code, calls } = blobsFor(modules);
    this.calls = calls as Record<string, [number, string]>;
    const offsets = Object.fromEntries(Object.entries(this.calls).map(([name, [offset]]) => [name, offset]));
    this.machine = new Machine({ code, offsets } as Code);
    this.machine.allow(0, RAM_END, Right.Both);
    this.free = options.free ?? 5000;
  }

  /** Files lie behind each other, a header of 32 bytes before each, from the start of Storage on. */
  private addressOf(value: string | Uint8Array): number {
    if (typeof value !== 'string') {
      if (value === this.flat) return FLAT;
      if (!this.heaps.has(value)) {
        this.heaps.set(value, this.next);
        this.next += (value.length + 63) & ~63;
        if (this.next > RAM_END) throw new Error('this board has no room for so many arrays');
      }
      return RAM + this.heaps.get(value)!;
    }
    if (this.options.isMapped === false) return 0;
    let at = FLASH;
    for (const text of Object.values(this.files)) {
      if (text === value) return at;
      at += 32 + ((text.length + 3) & ~3);
    }
    return 0;
  }

  private flat: Uint8Array | undefined;

  private nativeCall(address: number, signature: string, data?: Uint8Array): (...args: unknown[]) => unknown {
    if (data !== this.flat) throw new Error('that is no copy of the code');
    const offset = address - 1 - (data ? 0 : this.addressOf(this.files['ckremm.bin']!));
    const found = Object.entries(this.calls).find(([, [at]]) => at === offset);
    if (!found || found[1][1] !== signature) throw new Error(`no call with ${signature} starts at ${offset}`);
    const count = signature.split(',').length;
    const call = (...args: unknown[]): unknown => {
      this.made++;
      for (const [heap, at] of this.heaps) this.machine.ram.set(heap, at);
      const got = this.machine.call(found[0], ...Array.from({ length: count }, (_, i) => handed(signature, i, args[i])));
      for (const [heap, at] of this.heaps) heap.set(this.machine.ram.subarray(at, at + heap.length));
      return signature.startsWith('void') ? undefined : signature.startsWith('bool') ? got !== 0 : got;
    };
    this.natives.add(call);
    return call;
  }

  /** What E.defrag does to a heap; where it was there are zeros. */
  move(heap: Uint8Array, at: number): void {
    this.machine.ram.fill(0);
    this.heaps.set(heap, at);
  }

  require = (name: string): any => {
    if (name === 'Storage') return { read: (file: string) => this.files[file], list: () => Object.keys(this.files) };
    if (!this.modules.has(name)) {
      if (name === 'ckremm.es5') this.loaded++;
      const module = { exports: {} };
      const E = {
        getAddressOf: (value: string | Uint8Array) => this.addressOf(value),
        CRC32: (text: string) => crc32(Buffer.from(text, 'latin1')),
        toFlatString: (text: string) => (this.flat = Buffer.from(text, 'latin1')),
        ...(this.options.hasNative === false ? {} : { nativeCall: this.nativeCall.bind(this) }),
      };
      const { start, blocksize = 13 } = this.options;
      const process = { memory: () => ({ free: this.free, blocksize, flash_code_start: start }) };
      const Modules = {
        removeCached: (one: string) => this.modules.delete(one),
        getCached: () => [...this.modules.keys()],
      };
      new Function('require', 'exports', 'module', 'E', 'process', 'Modules', 'Uint8Array', this.files[name]!)(
        this.require,
        module.exports,
        module,
        E,
        process,
        Modules,
        BoardArray,
      );
      this.modules.set(name, module.exports);
    }
    return this.modules.get(name);
  };
}
