/** The committed native code: its bytes, and cycles of calls on an emulated Cortex-M0+. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../emulator/index.ts';
import { type Code, handleOf, Machine, Right } from '../native/machine.ts';
import { format } from '../../src/heap/index.ts';
import { create } from '../../src/headers/index.ts';

const AT = 0x4000;
const HEAP_BYTES = 12288;
const POOL_BYTES = 8192;
/** Turns before one is measured: what the first of all finds is not what others find. */
const TURNS = 3;

interface Blob {
  bytes: number;
  /** The deepest way through its graph of calls. */
  stackBytes: number;
  calls: Record<string, [offset: number, signature: string]>;
  code: string[];
}

const blobOf = (set: string): Blob =>
  JSON.parse(readFileSync(join(projectFolder, 'native', `${set}.json`), 'utf8')) as Blob;

/** Of each committed set of modules: bytes of code, and of stack that a call takes at most. */
export const codeSets = (): { set: string; bytes: number; stackBytes: number; calls: number }[] =>
  readdirSync(join(projectFolder, 'native'))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => name.slice(0, -'.json'.length))
    .map((set) => {
      const { bytes, stackBytes, calls } = blobOf(set);
      return { set, bytes, stackBytes, calls: Object.keys(calls).length };
    });

/** Bytes of code of a set of modules. */
export const codeBytes = (set: string): number => blobOf(set).bytes;

function codeOf(set: string): Code {
  const { calls, code } = blobOf(set);
  const offsets = Object.fromEntries(Object.entries(calls).map(([name, [offset]]) => [name, offset]));
  return { code: Buffer.from(code.join(''), 'base64'), offsets };
}

/** Cycles of a headers alloc and its dealloc of `bytes` bytes in a pool with one block more. */
export function pairCycles(bytes: number): number {
  const heap = format(new Uint8Array(HEAP_BYTES))!;
  const machine = new Machine(codeOf('headers'));
  const handle = handleOf(AT, create(heap, POOL_BYTES)!.base);
  machine.allow(AT, AT + HEAP_BYTES, Right.Both);
  machine.ram.set(heap, AT);
  machine.call('headers.alloc', handle, 40);
  let cycles = 0;
  for (let turn = 0; turn < TURNS; turn++) {
    const block = machine.call('headers.alloc', handle, bytes);
    cycles = machine.cycles;
    if (!machine.call('headers.dealloc', handle, block)) throw new Error(`no block of ${bytes} bytes`);
    cycles += machine.cycles;
  }
  return cycles;
}
