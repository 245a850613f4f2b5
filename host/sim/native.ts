/**
 * Native code on a simulated Espruino board: E.nativeCall runs what lies in the simulated flash on an emulated Cortex-M0+, with the board's heaps at
 * addresses of its RAM. Code that is called where it does not lie any more ends the turn, as a board would go on with whatever is there.
 */
import { Machine, RAM, Right } from '../native/machine.ts';
import type { BoardStorage } from './storage.ts';

/** Where the simulated Storage begins. */
export const STORAGE_START = 0x10000000;
const FIRST_HEAP = 0x4000;
const LAST_HEAP = 0x3f000;

type Call = (...args: unknown[]) => unknown;

/** Numbers as Espruino hands them to machine code. */
const toInt = (value: unknown): number =>
  ['object', 'function', 'undefined'].includes(typeof value) || Number.isNaN(Number(value)) ? 0 : Number(value) | 0;

export class NativeCalls {
  readonly #storage: BoardStorage;
  readonly #isMapped: boolean;
  #machine: { code: Uint8Array; offsets: Record<string, number>; machine: Machine } | undefined;
  readonly #heaps = new Map<Uint8Array, number>();
  readonly #flat = new Map<object, string>();
  #next = FIRST_HEAP;

  constructor(storage: BoardStorage, isMapped: boolean) {
    this.#storage = storage;
    this.#isMapped = isMapped;
  }

  /** The address of a text that lies in Storage, 0 where it is in RAM, in pieces. */
  addressOfText(text: string): number {
    const name = this.#isMapped
      ? this.#storage.list().find((one) => Buffer.from(this.#storage.read(one)!).toString('latin1') === text)
      : undefined;
    return name === undefined ? 0 : STORAGE_START + this.#storage.placeOf(name)!;
  }

  /** The address of an array of RAM. */
  addressOf(heap: Uint8Array): number {
    if (!this.#heaps.has(heap)) {
      if (this.#next + heap.length > LAST_HEAP) return 0;
      this.#heaps.set(heap, this.#next);
      this.#next += (heap.length + 3) & ~3;
    }
    return RAM + this.#heaps.get(heap)!;
  }

  /** E.toFlatString: a copy in RAM, which stands for the text. */
  flatten(text: string, copy: object): object {
    this.#flat.set(copy, text);
    return copy;
  }

  isFlat = (value: object): boolean => this.#flat.has(value);

  /** E.nativeCall. */
  nativeCall(address: number, signature: string, data?: object): Call {
    const count = signature.includes('()') ? 0 : signature.split(',').length;
    return (...args) => {
      const { code, offset } = data
        ? { code: Buffer.from(this.#flat.get(data)!, 'latin1'), offset: address - 1 }
        : this.#codeAt(address - 1);
      const machine = this.#machineFor(code, offset);
      for (const [heap, at] of this.#heaps) machine.ram.set(heap, at);
      const got = machine.call(String(offset), ...Array.from({ length: count }, (_, i) => toInt(args[i])));
      for (const [heap, at] of this.#heaps) heap.set(machine.ram.subarray(at, at + heap.length));
      return signature.startsWith('void') ? undefined : signature.startsWith('bool') ? got !== 0 : got;
    };
  }

  /** The file that lies at an address now. */
  #codeAt(address: number): { code: Uint8Array; offset: number } {
    for (const name of this.#storage.list()) {
      const code = this.#storage.read(name)!;
      const offset = address - STORAGE_START - this.#storage.placeOf(name)!;
      if (name === 'ckremm.bin' && offset >= 0 && offset < code.length) return { code, offset };
    }
    throw new Error(`there is no code at 0x${address.toString(16)} any more`);
  }

  #machineFor(code: Uint8Array, offset: number): Machine {
    if (!this.#machine || !Buffer.from(this.#machine.code).equals(code)) {
      const offsets: Record<string, number> = {};
      const machine = new Machine({ code, offsets });
      machine.allow(0, LAST_HEAP, Right.Both);
      this.#machine = { code: Uint8Array.from(code), offsets, machine };
    }
    this.#machine.offsets[String(offset)] = offset;
    return this.#machine.machine;
  }
}
