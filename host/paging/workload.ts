/**
 * What a program does with more data than RAM, as columns: access n touches lengths[n] bytes from
 * addresses[n] on. Made up (zipf, scan, log, btree), or taken from an allocation trace.
 */
import { UserError } from '../support/errors.ts';
import { wordsFrom } from '../support/random.ts';
import { ALLOC, FREE, type Trace } from '../trace/trace.ts';
import { btreeAccesses } from './btree.ts';

export interface Workload {
  name: string;
  /** Bytes of the address space it needs. */
  bytes: number;
  addresses: Uint32Array;
  lengths: Uint32Array;
  isWrite: Uint8Array;
}

/** Where accesses are noted down. */
export interface Recorder {
  read(address: number, bytes: number): void;
  write(address: number, bytes: number): void;
}

const ACCESSES = 20000;
const RECORD_BYTES = 16;
const SEED = 1;

export function record(name: string, bytes: number, run: (recorder: Recorder) => void): Workload {
  const rows: number[] = [];
  run({
    read: (address, count) => void rows.push(address, count, 0),
    write: (address, count) => void rows.push(address, count, 1),
  });
  const column = (which: number): number[] => rows.filter((_, i) => i % 3 === which);
  return {
    name,
    bytes,
    addresses: Uint32Array.from(column(0)),
    lengths: Uint32Array.from(column(1)),
    isWrite: Uint8Array.from(column(2)),
  };
}

/** Draws 0 to below count, the n-th most frequent 1/n as often as the first, in no order. */
export function zipf(count: number, exponent: number, nextWord: () => number): () => number {
  const sums: number[] = [];
  for (let i = 1; i <= count; i++) sums.push((sums[i - 2] ?? 0) + i ** -exponent);
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const k = nextWord() % (i + 1);
    [order[i], order[k]] = [order[k]!, order[i]!];
  }
  return () => {
    const drawn = (nextWord() / 2 ** 32) * sums[count - 1]!;
    let low = 0;
    for (let high = count - 1; low < high;) {
      const middle = (low + high) >> 1;
      if (sums[middle]! < drawn) low = middle + 1;
      else high = middle;
    }
    return order[low]!;
  };
}

function zipfAccesses(bytes: number, to: Recorder): void {
  const nextWord = wordsFrom(SEED);
  const next = zipf(Math.floor(bytes / RECORD_BYTES), 1, nextWord);
  for (let i = 0; i < ACCESSES; i++) (nextWord() % 4 === 0 ? to.write : to.read)(next() * RECORD_BYTES, RECORD_BYTES);
}

function scanAccesses(bytes: number, to: Recorder): void {
  const records = Math.floor(bytes / RECORD_BYTES);
  for (let i = 0; i < ACCESSES; i++) (i % 4 === 3 ? to.write : to.read)((i % records) * RECORD_BYTES, RECORD_BYTES);
}

/** A ring of records behind a head of 8 bytes; every 50th append reads the last 50 back. */
function logAccesses(bytes: number, to: Recorder): void {
  const records = Math.floor(bytes / RECORD_BYTES) - 1;
  const at = (n: number): number => (1 + (n % records)) * RECORD_BYTES;
  for (let i = 0; i < ACCESSES / 3; i++) {
    to.write(at(i), RECORD_BYTES);
    to.write(0, 8);
    for (let k = i - 49; i % 50 === 49 && k <= i; k++) to.read(at(k), RECORD_BYTES);
  }
}

const MADE_UP: Record<string, (bytes: number, to: Recorder) => void> = {
  zipf: zipfAccesses,
  scan: scanAccesses,
  log: logAccesses,
  btree: btreeAccesses,
};
export const workloadNames = (): string[] => Object.keys(MADE_UP);

/** The made-up workload of that name over `bytes` bytes. */
export function workloadNamed(name: string, bytes: number): Workload {
  const make = MADE_UP[name];
  if (!make) throw new UserError(`unknown workload '${name}'; the workloads are: ${workloadNames().join(', ')}`);
  return record(name, bytes, (to) => make(bytes, to));
}

/** First fit, in units of 8 bytes: where a block of an allocation trace lies in the address space. */
function newSpace(): { take(bytes: number): number; give(address: number, bytes: number): void; size: number } {
  const gaps: { address: number; bytes: number }[] = [];
  const round = (bytes: number): number => Math.max(8, Math.ceil(bytes / 8) * 8);
  return {
    size: 0,
    take(bytes) {
      const wanted = round(bytes);
      const gap = gaps.find((candidate) => candidate.bytes >= wanted);
      if (!gap) {
        this.size += wanted;
        return this.size - wanted;
      }
      gap.address += wanted;
      gap.bytes -= wanted;
      if (gap.bytes === 0) gaps.splice(gaps.indexOf(gap), 1);
      return gap.address - wanted;
    },
    give(address, bytes) {
      const after = gaps.findIndex((gap) => gap.address > address);
      const at = after < 0 ? gaps.length : after;
      gaps.splice(at, 0, { address, bytes: round(bytes) });
      for (const i of [at, at - 1]) {
        if (!gaps[i + 1] || !gaps[i] || gaps[i]!.address + gaps[i]!.bytes !== gaps[i + 1]!.address) continue;
        gaps[i]!.bytes += gaps[i + 1]!.bytes;
        gaps.splice(i + 1, 1);
      }
    },
  };
}

/** A trace of allocations: an alloc writes its block, a resize copies it, a free reads it once more. */
export function workloadOf(trace: Trace): Workload {
  const space = newSpace();
  const blocks = new Map<number, { address: number; bytes: number }>();
  const workload = record(trace.name, 0, (to) => {
    for (let i = 0; i < trace.operations; i++) {
      const id = trace.ids[i]!;
      const old = blocks.get(id);
      if (old) to.read(old.address, trace.kinds[i] === FREE ? old.bytes : Math.min(old.bytes, trace.bytes[i]!));
      if (trace.kinds[i] !== FREE) {
        const block = { address: space.take(trace.bytes[i]!), bytes: trace.bytes[i]! };
        to.write(block.address, trace.kinds[i] === ALLOC || !old ? block.bytes : Math.min(old.bytes, block.bytes));
        blocks.set(id, block);
      } else blocks.delete(id);
      if (old) space.give(old.address, old.bytes);
    }
  });
  return { ...workload, bytes: space.size };
}
