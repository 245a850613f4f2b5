/** A pool twice: in ES5 and in machine code. Each call goes to both; results, faults and images must be the same. */
import { readBlob } from '../../build/native/blobs.js';
import { handleOf, Machine, Right, type Code } from '../../host/native/machine.ts';
import { loadWith } from '../support/library.ts';

/** The library as boards with Espruino have it. */
export const es5 = loadWith([], { constants: { LARGE_HEAPS: false, HAS_COPY_WITHIN: false }, mostSteps: Infinity });

export const heap = es5('heap/index.ts');
const regions = es5('heap/regions.ts');

/** Where the heap is in RAM: some place that is a multiple of 4 and of nothing more. */
export const AT = 0x4c04;

/** Bytes of the header that a call may store to: the fault. */
const FAULT_BYTE = 8;
const HEADER_BYTES = 16;
const ROW_BYTES = 8;

export type Pool = { u8: Uint8Array; base: number };

/** How a call of a module is named, and where ES5 has it: 'headers.alloc'. */
export type Calls = Record<string, (pool: any, ...args: any[]) => unknown>;


const machines = new Map<string, Machine>();

/** A machine with a committed blob, `at` bytes further on in flash. */
export function newMachine(set: string, at = 0): Machine {
  const machine = new Machine(readBlob(set) as Code, at);
  signatures.set(machine, readBlob(set).calls);
  return machine;
}

/** The same, one for all tests of a file. */
export function machineOf(set: string): Machine {
  const found = machines.get(set) ?? newMachine(set);
  machines.set(set, found);
  return found;
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** Arguments as Espruino hands them to a call of that signature: what is not given is NaN as a float, else 0. */
export function handedOver(signature: string, args: (number | undefined)[]): number[] {
  const types = /\((.*)\)/.exec(signature)![1]!.split(',').slice(1);
  return types.map((type, i) => {
    if (type !== 'float') return args[i] ?? 0;
    float[0] = args[i] ?? NaN;
    return bits[0]!;
  });
}

const signatures = new Map<Machine, Record<string, [number, string]>>();

/** A native call with arguments as a program gives them. */
export function callOf(machine: Machine, name: string, handle: number, args: (number | undefined)[]): number {
  const signature = signatures.get(machine)?.[name]?.[1];
  return machine.call(name, handle, ...(signature ? handedOver(signature, args) : (args as number[])));
}

/** Gives a call what it may touch: the region, and of the heap's header and the directory what it has to look at. */
export function protect(machine: Machine, u8: Uint8Array, region: number, regions = 1): void {
  const words = new Uint32Array(u8.buffer, u8.byteOffset, u8.length >> 2);
  machine.forbid();
  machine.allow(AT, AT + HEADER_BYTES, Right.Load);
  machine.allow(AT + FAULT_BYTE, AT + FAULT_BYTE + 1, Right.Both);
  let row = HEADER_BYTES;
  for (let bytes = ROW_BYTES; bytes >= ROW_BYTES && row + ROW_BYTES <= u8.length && row < region; row += bytes) {
    machine.allow(AT + row, AT + row + ROW_BYTES, Right.Load);
    bytes = words[row >> 2]! >>> 4;
  }
  let bytes = (words[(region - ROW_BYTES) >> 2]! >>> 4) - ROW_BYTES;
  if (regions > 1) bytes += words[(region + bytes) >> 2]! >>> 4;
  if (bytes > 0) machine.allow(AT + region, Math.min(AT + region + bytes, AT + u8.length), Right.Both);
}

/** Calls that records and queues have one function for. */
const SHARED = ['at', 'count', 'next', 'clear', 'repair', 'destroy', 'getWhole', 'setWhole', 'place', 'declaration'];

/** The name of a call in a blob. */
export const entryOf = (module: string, name: string): string =>
  `${['records', 'queue'].includes(module) && SHARED.includes(name) ? 'rows' : module}.${name}`;

export class Twin {
  readonly handle: number;
  cycles = 0;
  calls = 0;

  constructor(
    readonly machine: Machine,
    readonly module: string,
    readonly es5Calls: Calls,
    readonly pool: Pool,
    /** Whether ES5 looks for its region in each call, as machine code does: tells where the directory is damaged. */
    readonly isFresh = false,
    regions = 1,
  ) {
    this.handle = handleOf(AT, pool.base);
    machine.ram.set(pool.u8, AT);
    protect(machine, pool.u8, pool.base, regions);
  }

  /** The image as machine code has it. */
  get image(): Uint8Array {
    return this.machine.ram.subarray(AT, AT + this.pool.u8.length);
  }

  /** A call on both sides; its result. */
  call(name: string, ...args: (number | undefined)[]): number {
    if (this.isFresh) Object.assign(this.pool, 'seen' in this.pool ? { seen: -1 } : { epoch: -1 });
    const wanted = Number(this.es5Calls[name]!(this.pool, ...args)) | 0;
    const got = callOf(this.machine, entryOf(this.module, name), this.handle, args);
    this.cycles += this.machine.cycles;
    this.calls++;
    if (got !== wanted) throw new Error(`${this.module}.${name}(${args}): ${got}, in ES5 ${wanted}`);
    const faults = [this.image[FAULT_BYTE], this.pool.u8[FAULT_BYTE]];
    if (faults[0] !== faults[1])
      throw new Error(`${this.module}.${name}(${args}): fault ${faults[0]}, in ES5 ${faults[1]}`);
    return wanted;
  }

  /** Stores bytes on both sides. */
  store(at: number, bytes: Uint8Array | number[]): void {
    this.pool.u8.set(bytes, at);
    this.image.set(bytes, at);
  }

  /** Throws where the images differ, or where something was touched that is not the call's. */
  compare(): void {
    const { u8 } = this.pool;
    const { image, machine } = this;
    if (!Buffer.from(u8.buffer, u8.byteOffset, u8.length).equals(image)) {
      const at = u8.findIndex((byte, i) => byte !== image[i]);
      throw new Error(`${this.module}: images differ at ${at}: ${image[at]}, in ES5 ${u8[at]}`);
    }
    if (machine.strays) throw new Error(`${this.module}: ${machine.strays} accesses outside, first ${machine.firstStray}`);
  }
}

/** Regions of the directory that a damaged image still leads to. */
export const isRegion = (u8: Uint8Array, address: number, kind: number): boolean => regions.isRegion(u8, address, kind);
