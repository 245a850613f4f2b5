/**
 * A Cortex-M0+ to run machine code on: the core of rp2040js over a memory of ours, in which every byte has the right to be read or
 * written, or not. What is touched without that right is counted, and the access goes nowhere.
 */
import type * as Rp2040 from 'rp2040js';
import { theEmulator } from '../support/rp2040.ts';

/** Where RAM is, as on every Cortex-M. */
export const RAM = 0x20000000;
const RAM_BYTES = 264 * 1024;
/** Where the code is: flash. */
const FLASH = 0x10000000;
/** Where a call returns to; no code is there. */
const BACK = 0x10ff0000;
const STACK_BYTES = 4096;
/** What the registers hold that a call has to keep. */
const KEPT = 0xdead0000;

export const enum Right {
  None = 0,
  Load = 1,
  Store = 2,
  Both = 3,
}

/** Machine code with where each of its entries starts. */
export interface Code {
  code: Uint8Array;
  offsets: Record<string, number>;
}

const newCore = (): Rp2040.RP2040['core'] => new (theEmulator().RP2040)().core;

/** Whether the package is there: what is installed from a registry comes without it. */
export function isMachineThere(): boolean {
  try {
    newCore();
    return true;
  } catch {
    return false;
  }
}

export class Machine {
  /** All of RAM: the heap is at some place of it. */
  readonly ram = new Uint8Array(RAM_BYTES);
  /** Accesses without a right, in words: the first of them, and how many. */
  strays = 0;
  firstStray = '';
  /** Cycles of the last call, and the deepest stack of all. */
  cycles = 0;
  stackBytes = 0;
  private readonly rights = new Uint8Array(RAM_BYTES);
  private readonly flash: Uint8Array;
  private readonly offsets: Record<string, number>;
  private readonly start: number;
  private readonly core = newCore();

  /** `at`: bytes before the code, which shall run at every even address. */
  constructor({ code, offsets }: Code, at = 0) {
    // Not a copy: more entries may come to be known.
    this.offsets = offsets;
    this.start = FLASH + at;
    this.flash = Uint8Array.from([...new Uint8Array(at), ...code, 0, 0, 0, 0]);
    this.allow(RAM_BYTES - STACK_BYTES, RAM_BYTES, Right.Both);
    (this.core as { rp2040: unknown }).rp2040 = this.memory();
  }

  /** Gives the bytes of RAM from `from` to before `to` a right. */
  allow(from: number, to: number, right: Right): void {
    this.rights.fill(right, from, to);
  }

  /** Takes all rights but that to the stack. */
  forbid(): void {
    this.rights.fill(Right.None, 0, RAM_BYTES - STACK_BYTES);
  }

  /** Calls an entry with whole numbers; its result as a signed one. Throws when it does not come back, or spoils a register. */
  call(name: string, ...args: number[]): number {
    const { core } = this;
    const { registers } = core;
    const top = RAM + RAM_BYTES - 8;
    for (let i = 0; i < 4; i++) registers[i] = args[i] ?? 0;
    for (let i = 4; i < 12; i++) registers[i] = KEPT + i;
    core.SP = top;
    core.LR = BACK | 1;
    core.PC = this.start + this.offsets[name]!;
    const before = core.cycles;
    const most = before + 5e7;
    while (core.PC !== BACK) {
      core.executeInstruction();
      if (top - core.SP > this.stackBytes) this.stackBytes = top - core.SP;
      if (core.cycles > most) throw new Error(`${name}(${args}) does not come back`);
    }
    this.cycles = core.cycles - before;
    for (let i = 4; i < 12; i++)
      if (registers[i] !== KEPT + i) throw new Error(`${name}(${args}) does not keep register ${i}`);
    if (core.SP !== top) throw new Error(`${name}(${args}) does not keep the stack`);
    return registers[0]! | 0;
  }

  private stray(what: string, address: number): void {
    this.strays++;
    this.firstStray ||= `${what} 0x${address.toString(16)} at 0x${this.core.PC.toString(16)}`;
  }

  /** The bus: flash is read, RAM as far as there are rights. Numbers are little-endian. */
  private memory(): object {
    const { ram, rights, flash } = this;
    const load = (address: number, bytes: number): number => {
      const at = address - RAM;
      let value = 0;
      if (at >= 0 && at + bytes <= RAM_BYTES && !(address & (bytes - 1))) {
        for (let i = bytes; i--;) {
          if (!(rights[at + i]! & Right.Load)) this.stray('load', address);
          value = (value << 8) | ram[at + i]!;
        }
        return value >>> 0;
      }
      const from = address - FLASH;
      if (from < 0 || from + bytes > flash.length || address & (bytes - 1)) {
        this.stray('load', address);
        return 0;
      }
      for (let i = bytes; i--;) value = (value << 8) | flash[from + i]!;
      return value >>> 0;
    };
    const store = (address: number, value: number, bytes: number): void => {
      const at = address - RAM;
      for (let i = 0; i < bytes; i++) {
        if (at < 0 || at + bytes > RAM_BYTES || address & (bytes - 1) || !(rights[at + i]! & Right.Store)) {
          this.stray('store', address);
          return;
        }
      }
      for (let i = 0; i < bytes; i++) ram[at + i] = value >>> (8 * i);
    };
    return {
      readUint32: (address: number) => load(address, 4),
      readUint16: (address: number) => load(address, 2),
      readUint8: (address: number) => load(address, 1),
      writeUint32: (address: number, value: number) => store(address, value, 4),
      writeUint16: (address: number, value: number) => store(address, value, 2),
      writeUint8: (address: number, value: number) => store(address, value, 1),
      logger: { warn() {}, error() {}, debug() {}, info() {} },
    };
  }
}

/** The number that names the region at `region` of the heap at `at` bytes of RAM; 0 for the heap itself. */
export const handleOf = (at: number, region: number): number => ((at >> 2) << 14) | (region >> 2);
