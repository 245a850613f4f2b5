/**
 * A picture of a heap over the time of a trace: a bar per stay of a block at an
 * address (from the operation that put it there to the one that freed, resized or
 * moved it), and samples of how the free space lies.
 */
import type { Driver, PoolKind } from './driver.ts';
import { replayFast } from './assess.ts';
import type { Board } from './realm.ts';
import type { Blocks } from './replay.ts';
import type { Trace } from '../trace/trace.ts';

const SAMPLES = 600;
/** A map of a larger heap would be a page of its own. */
const MAPPED_BYTES = 24576;

export interface Picture {
  pool: string;
  /** Which heap this is, for people: 'on esp32'. */
  where: string;
  heapBytes: number;
  operations: number;
  peakOperation: number;
  bars: Bars;
  samples: Sample[];
  /** The heap after the operation of the peak, where it is small enough to be looked at block by block. */
  heapAtPeak: Uint8Array | null;
}

/** Columns: bar n covers operations [from, to) and addresses [address, address + bytes). */
export interface Bars {
  count: number;
  from: Uint32Array;
  to: Uint32Array;
  address: Uint32Array;
  bytes: Uint32Array;
}

export interface Sample {
  operation: number;
  freeBytes: number;
  largestFreeBytes: number;
  /** Payload bytes that the pool has moved since the sample before. */
  movedBytes: number;
}

interface Drawing {
  trace: Trace;
  driver: Driver;
  bars: Bars;
  /** The open bar of each id, or -1. */
  openBars: Int32Array;
  samples: Sample[];
  heap: Uint8Array;
  heapAtPeak: Uint8Array | null;
  /** Since the last sample. */
  movedBytes: number;
}

/** Replay `trace` on `board` with a heap of `heapBytes` and keep what it looked like. */
export function takePicture(trace: Trace, pool: PoolKind, board: Board, heapBytes: number, where: string): Picture {
  const samples: Sample[] = [];
  let drawing: Drawing | undefined;
  replayFast(
    board,
    pool,
    trace,
    heapBytes,
    {
      watch: (operation, blocks, moved) => draw(drawing!, operation, blocks, moved),
    },
    (driver, heap) => {
      drawing = startDrawing(trace, driver, heap, samples);
    },
  );
  return {
    pool: pool.name,
    where,
    heapBytes,
    operations: trace.operations,
    peakOperation: trace.peakOperation,
    bars: drawing!.bars,
    samples,
    heapAtPeak: drawing!.heapAtPeak,
  };
}

/** 1 - largest free block / free bytes: 0 when all free space is one piece. */
export function fragmentationOf({
  freeBytes,
  largestFreeBytes,
}: Pick<Sample, 'freeBytes' | 'largestFreeBytes'>): number {
  return freeBytes > 0 ? Math.max(0, 1 - largestFreeBytes / freeBytes) : 0;
}

function startDrawing(trace: Trace, driver: Driver, heap: Uint8Array, samples: Sample[]): Drawing {
  return {
    trace,
    driver,
    heap,
    samples,
    heapAtPeak: null,
    movedBytes: 0,
    bars: newBars(trace.operations),
    openBars: new Int32Array(trace.idCount).fill(-1),
  };
}

function newBars(length: number): Bars {
  const column = (): Uint32Array => new Uint32Array(length);
  return { count: 0, from: column(), to: column(), address: column(), bytes: column() };
}

function draw(drawing: Drawing, operation: number, blocks: Blocks, moved: number): void {
  const { driver, trace } = drawing;
  drawing.movedBytes += moved;
  place(drawing, operation, trace.ids[operation], blocks);
  if (moved > 0 && driver.takeMovedBytes) placeMoved(drawing, operation, blocks);
  const every = Math.ceil(trace.operations / SAMPLES);
  if (operation % every === 0 || operation === trace.peakOperation) {
    const { freeBytes, largestFreeBytes } = driver.stats();
    drawing.samples.push({ operation, freeBytes, largestFreeBytes, movedBytes: drawing.movedBytes });
    drawing.movedBytes = 0;
  }
  if (operation === trace.peakOperation && drawing.heap.length <= MAPPED_BYTES)
    drawing.heapAtPeak = Uint8Array.from(drawing.heap);
}

/** End the bar of block `id` and start the next one, unless the block is gone. */
function place(drawing: Drawing, operation: number, id: number, blocks: Blocks): void {
  const { openBars, trace } = drawing;
  if (openBars[id] >= 0) drawing.bars.to[openBars[id]] = operation;
  openBars[id] = -1;
  if (blocks.bytes[id] === 0) return;
  const bars = roomForOne(drawing);
  const bar = bars.count++;
  openBars[id] = bar;
  bars.from[bar] = operation;
  bars.to[bar] = trace.operations;
  bars.address[bar] = drawing.driver.addressOf(blocks.refs[id]);
  bars.bytes[bar] = blocks.bytes[id];
}

/** New bars for the blocks that a compaction has put elsewhere. */
function placeMoved(drawing: Drawing, operation: number, blocks: Blocks): void {
  for (let id = 0; id < blocks.bytes.length; id++) {
    const bar = drawing.openBars[id];
    if (bar < 0) continue;
    const address = drawing.driver.addressOf(blocks.refs[id]);
    if (address !== drawing.bars.address[bar]) place(drawing, operation, id, blocks);
  }
}

/** The bars, made longer when the next one would not fit: moves can outnumber operations. */
function roomForOne(drawing: Drawing): Bars {
  const { bars } = drawing;
  if (bars.count < bars.from.length) return bars;
  const longer = newBars(2 * bars.from.length);
  longer.count = bars.count;
  for (const column of ['from', 'to', 'address', 'bytes'] as const) longer[column].set(bars[column]);
  drawing.bars = longer;
  return longer;
}
