/**
 * What an Espruino board with native code loads: the three files of dist/puckjs/native, on a board that is made here of an emulated
 * Cortex-M0+, a Storage with addresses, and the calls of Espruino that the loader makes.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { readBlob } from '../../build/native/read.js';
import { type Code, Machine, RAM, Right } from '../../host/native/machine.ts';
import { root } from '../support/project.ts';

const FLASH = 0x10000020;
const FIRST_HEAP = 0x4000;

const fileOf = (name: string): string => readFileSync(join(root, 'dist/puckjs/native', name), 'latin1');
const FILES = { 'ckremm.bin': fileOf('ckremm.bin'), ckremm: fileOf('ckremm'), 'ckremm.es5': fileOf('ckremm.es5') };

interface BoardOptions {
  files?: Record<string, string>;
  /** Where Storage begins, as process.memory() says it; boards whose firmware says nothing have none. */
  start?: number;
  hasNative?: boolean;
  isMapped?: boolean;
}

/** Numbers as Espruino hands them to machine code. */
const toInt = (value: unknown): number =>
  typeof value === 'object' || value === undefined || Number.isNaN(Number(value)) ? 0 : Number(value) | 0;

class Board {
  free = 2000;
  /** How often the library in ES5 was loaded. */
  loaded = 0;
  readonly machine = new Machine(readBlob('headers') as Code);
  private readonly heaps = new Map<Uint8Array, number>();
  private readonly modules = new Map<string, unknown>();
  private readonly files: Record<string, string>;

  constructor(private readonly options: BoardOptions = {}) {
    this.files = options.files ?? FILES;
    this.machine.allow(0, 0x20000, Right.Both);
  }

  /** Files lie behind each other, a header of 32 bytes before each, from the start of Storage on. */
  private addressOf(value: string | Uint8Array): number {
    if (typeof value !== 'string') {
      if (!this.heaps.has(value)) this.heaps.set(value, FIRST_HEAP + 0x4000 * this.heaps.size);
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

  private nativeCall(address: number, signature: string): (...args: unknown[]) => unknown {
    const { offsets } = readBlob('headers');
    const offset = address - 1 - this.addressOf(this.files['ckremm.bin']!);
    const name = Object.keys(offsets).find((one) => offsets[one] === offset)!;
    const count = signature.split(',').length;
    return (...args) => {
      for (const [heap, at] of this.heaps) this.machine.ram.set(heap, at);
      const got = this.machine.call(name, ...Array.from({ length: count }, (_, i) => toInt(args[i])));
      for (const [heap, at] of this.heaps) heap.set(this.machine.ram.subarray(at, at + heap.length));
      return signature.startsWith('bool') ? got !== 0 : got;
    };
  }

  /** What E.defrag does to a heap; where it was there are zeros. */
  move(heap: Uint8Array, at: number): void {
    this.machine.ram.fill(0);
    this.heaps.set(heap, at);
  }

  require = (name: string): any => {
    if (name === 'Storage')
      return { read: (file: string) => this.files[file], list: () => Object.keys(this.files) };
    if (!this.modules.has(name)) {
      if (name === 'ckremm.es5') this.loaded++;
      const module = { exports: {} };
      const E = {
        getAddressOf: (value: string | Uint8Array) => this.addressOf(value),
        CRC32: (text: string) => crc32(Buffer.from(text, 'latin1')),
        ...(this.options.hasNative === false ? {} : { nativeCall: this.nativeCall.bind(this) }),
      };
      const process = {
        memory: () => ({ free: this.free, blocksize: 13, flash_code_start: this.options.start }),
      };
      const Modules = { removeCached: (one: string) => this.modules.delete(one) };
      new Function('require', 'exports', 'module', 'E', 'process', 'Modules', this.files[name]!)(
        this.require,
        module.exports,
        module,
        E,
        process,
        Modules,
      );
      this.modules.set(name, module.exports);
    }
    return this.modules.get(name);
  };
}

/** A program that uses what both give alike. */
function program(ckremm: any): unknown[] {
  const heap = ckremm.devices.heap(0, 4096);
  const { headers } = ckremm;
  const pool = headers.create(heap, 2048);
  const a = headers.alloc(pool, 16);
  const b = headers.alloc(pool, 300);
  const answers = [a, b, headers.dealloc(pool, a), headers.dealloc(pool, a), ckremm.fault(), ckremm.fault(heap)];
  heap[b] = 7;
  const view = headers.view(pool, b);
  answers.push(view.length, view[0], headers.view(pool, 5), headers.sizeOf(pool, b), headers.create(heap, 5000), ckremm.fault());
  const found = ckremm.heap.find(heap, 1, 0);
  const again = headers.attach(heap, found);
  answers.push(found, headers.sizeOf(again, b), headers.repairAt(heap, found), headers.attach(heap, 12), ckremm.fault());
  answers.push(headers.destroy(pool), headers.alloc(pool, 16), headers.alloc(again, 16), ckremm.fault(heap));
  return [...answers, Buffer.from(heap).toString('base64')];
}

test('the code runs where it is the first file, and a program gets what ES5 gives', () => {
  const board = new Board();
  const ckremm = board.require('ckremm');
  expect([ckremm.devices.native(), board.loaded]).toEqual(['', 0]);
  const got = program(ckremm);
  expect(got).toEqual(program(new Board().require('ckremm.es5')));
  expect([board.machine.strays, board.machine.firstStray]).toEqual([0, '']);
  expect(typeof ckremm.headers.create(ckremm.devices.heap(0), 500)).toBe('number');
});

const other = 'an app of the user';
const changed = FILES['ckremm.bin'].slice(0, 99) + 'x' + FILES['ckremm.bin'].slice(100);
const without = { ckremm: FILES.ckremm, 'ckremm.es5': FILES['ckremm.es5'] };

test.each<[string, BoardOptions, string]>([
  ['there is no code', { files: without }, 'there is no ckremm.bin in Storage'],
  ['it is torn', { files: { ...FILES, 'ckremm.bin': FILES['ckremm.bin'].slice(0, 5000) } }, 'torn, or of another version'],
  ['a new loader beside old code', { files: { ...FILES, 'ckremm.bin': changed } }, 'torn, or of another version'],
  ['another file is before it', { files: { app: other, ...FILES } }, 'not the first file of Storage, and may move'],
  ['a file was before it that is gone', { start: FLASH - 32 - 64 }, 'not the first file of Storage, and may move'],
  ['Storage is not mapped', { isMapped: false }, 'Storage is not mapped into memory here'],
  ['the firmware cannot', { hasNative: false }, 'this firmware cannot call native code'],
])('ES5 takes over and says why: %s', (_what, options, reason) => {
  const board = new Board(options);
  const ckremm = board.require('ckremm');
  expect(ckremm.devices.native()).toContain(reason);
  expect(typeof ckremm.headers.create(ckremm.devices.heap(0, 4096), 500)).toBe('object');
  expect(program(new Board(options).require('ckremm'))).toEqual(program(new Board().require('ckremm.es5')));
});

test('where Storage begins is believed when the board says it', () => {
  expect(new Board({ start: FLASH - 32 }).require('ckremm').devices.native()).toBe('');
});

test('a cold call needs room: without it, it is refused, and what is native goes on', () => {
  const board = new Board();
  const ckremm = board.require('ckremm');
  const heap = ckremm.devices.heap(0, 4096);
  const pool = ckremm.headers.create(heap, 2048);
  board.free = 100;
  expect([ckremm.heap, ckremm.fault()]).toEqual([undefined, 11]);
  expect([ckremm.devices.heap(1, 4096), ckremm.fault()]).toEqual([null, 11]);
  expect(ckremm.devices.heap(0)).toBe(heap);
  expect(ckremm.headers.alloc(pool, 16)).toBeGreaterThan(0);
  expect(board.loaded).toBe(1);
});

test('a heap that E.defrag moved is refused, and so are its pools; at a place that is no multiple of 4 in every call', () => {
  const board = new Board();
  const ckremm = board.require('ckremm');
  const heap = ckremm.devices.heap(0, 4096);
  const pool = ckremm.headers.create(heap, 2048);
  const a = ckremm.headers.alloc(pool, 16);
  board.move(heap, 0x9000);
  expect([ckremm.headers.alloc(pool, 16), ckremm.headers.sizeOf(pool, a)]).toEqual([0, 0]);
  const again = ckremm.headers.attach(heap, 24);
  expect([again === pool, ckremm.headers.sizeOf(again, a)]).toEqual([false, 18]);
  board.move(heap, 0xa001);
  expect([ckremm.headers.attach(heap, 24), ckremm.fault(), ckremm.headers.alloc(again, 16)]).toEqual([null, 10, 0]);
});

test('what is no pool is refused', () => {
  const ckremm = new Board().require('ckremm');
  ckremm.devices.heap(0, 4096);
  for (const pool of [null, undefined, -1, 0, 1, 'pool', {}, [1, 2], new Uint8Array(8), NaN, 1e9, true])
    expect([String(pool), ckremm.headers.alloc(pool, 16)]).toEqual([String(pool), 0]);
});
