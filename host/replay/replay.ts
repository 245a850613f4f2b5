/**
 * Replays a trace on a pool and says whether it fits. With `verify` every block
 * is filled, and its contents are compared when it is freed or resized and, for
 * those that are left, at the end.
 */
import { Buffer } from 'node:buffer';
import { ALLOC, FREE } from '../trace/trace.ts';
import type { Trace } from '../trace/trace.ts';
import { fillBlock, isIntact, startOf } from './contents.ts';
import type { Driver, PoolStats } from './driver.ts';

export interface ReplayOutcome {
  fits: boolean;
  /** The operation, counted from 1, for which there was no space; null when the trace fits. */
  failedAtOperation: number | null;
  /** The pool right after the operation that reaches the peak, or at the failure. */
  stats: PoolStats;
  /** Payload bytes that were moved to another address. */
  movedBytes: number;
}

/** The live blocks by id; bytes is 0 for an id that is free. */
export interface Blocks {
  refs: Float64Array;
  bytes: Uint32Array;
}

export interface ReplayOptions {
  /** Fill the blocks and compare their contents. Default true. */
  verify?: boolean;
  /** Called after each operation; `moved` is the bytes it moved. */
  watch?: (operation: number, blocks: Blocks, moved: number) => void;
}

interface Run extends Blocks {
  trace: Trace;
  driver: Driver;
  heap: Buffer;
  verify: boolean;
  generations: Uint32Array;
  movedBytes: number;
}

/**
 * Replay `trace` on the empty pool behind `driver`, which lies in `heap`. Throws an
 * Error when the pool breaks a promise (contents changed, a live block refused):
 * that is never an answer about the trace. O(operations), times what the pool costs.
 */
export function replay(trace: Trace, driver: Driver, heap: Uint8Array, options: ReplayOptions = {}): ReplayOutcome {
  const run = startRun(trace, driver, heap, options.verify ?? true);
  let stats: PoolStats | null = null;
  for (let operation = 0; operation < trace.operations; operation++) {
    const movedBefore = run.movedBytes;
    if (!step(run, operation)) {
      return outcomeOf(run, operation + 1, driver.stats());
    }
    if (operation === trace.peakOperation) stats = driver.stats();
    options.watch?.(operation, run, run.movedBytes - movedBefore);
  }
  verifyEnd(run);
  return outcomeOf(run, null, stats ?? driver.stats());
}

function startRun(trace: Trace, driver: Driver, heap: Uint8Array, verify: boolean): Run {
  return {
    trace,
    driver,
    verify,
    movedBytes: 0,
    heap: Buffer.from(heap.buffer, heap.byteOffset, heap.length),
    refs: new Float64Array(trace.idCount),
    bytes: new Uint32Array(trace.idCount),
    generations: new Uint32Array(trace.idCount),
  };
}

function outcomeOf(run: Run, failedAtOperation: number | null, stats: PoolStats): ReplayOutcome {
  const { movedBytes } = run;
  return { fits: failedAtOperation === null, failedAtOperation, stats, movedBytes };
}

/** One operation of the trace; false when the pool has no space for it. */
function step(run: Run, operation: number): boolean {
  const kind = run.trace.kinds[operation];
  const id = run.trace.ids[operation];
  const bytes = run.trace.bytes[operation];
  if (kind === FREE) return free(run, operation, id);
  const hasSpace = kind === ALLOC ? alloc(run, id, bytes) : resize(run, operation, id, bytes);
  if (!hasSpace) return false;
  run.bytes[id] = bytes;
  countMoves(run);
  if (run.verify) fill(run, operation, id);
  return true;
}

function alloc(run: Run, id: number, bytes: number): boolean {
  run.refs[id] = run.driver.alloc(bytes);
  return run.refs[id] !== 0;
}

function free(run: Run, operation: number, id: number): boolean {
  if (run.verify) verify(run, operation, id, run.bytes[id]);
  if (!run.driver.dealloc(run.refs[id])) {
    throw broken(operation, id, `was refused by dealloc, fault ${run.driver.fault()}`);
  }
  run.bytes[id] = 0;
  return true;
}

function resize(run: Run, operation: number, id: number, bytes: number): boolean {
  const { driver, refs } = run;
  const kept = Math.min(run.bytes[id], bytes);
  const from = driver.addressOf(refs[id]);
  const ref = driver.resize(refs[id], bytes);
  if (ref === 0) {
    if (run.verify) verify(run, operation, id, run.bytes[id]);
    return false;
  }
  refs[id] = ref;
  // A pool that moves blocks by itself counts this move too, see countMoves.
  if (!driver.takeMovedBytes && driver.addressOf(ref) !== from) run.movedBytes += kept;
  if (run.verify) verify(run, operation, id, kept);
  return true;
}

function countMoves(run: Run): void {
  if (run.driver.takeMovedBytes) run.movedBytes += run.driver.takeMovedBytes();
}

function fill(run: Run, operation: number, id: number): void {
  const address = run.driver.addressOf(run.refs[id]);
  if (address <= 0 || address + run.bytes[id] > run.heap.length) {
    throw broken(operation, id, `was placed outside the heap, at ${address}`);
  }
  fillBlock(run.heap, address, run.bytes[id], startOf(id, ++run.generations[id]));
}

function verify(run: Run, operation: number, id: number, bytes: number): void {
  const address = run.driver.addressOf(run.refs[id]);
  if (!isIntact(run.heap, address, bytes, startOf(id, run.generations[id]))) {
    throw broken(operation, id, `at ${address} lost its contents`);
  }
}

function verifyEnd(run: Run): void {
  if (!run.verify) return;
  for (let id = 0; id < run.bytes.length; id++) {
    if (run.bytes[id] > 0) verify(run, run.trace.operations - 1, id, run.bytes[id]);
  }
  const trouble = run.driver.check?.() ?? '';
  if (trouble) throw new Error(`the pool is not sound after the trace: ${trouble}`);
}

function broken(operation: number, id: number, what: string): Error {
  return new Error(`the pool broke a promise: at operation ${operation + 1} block ${id} ${what}`);
}
