/** What is the same in every run: the smallest heap, bytes per block, loop steps, kept contents. */
import type { Driver } from '../replay/driver.ts';
import { replay } from '../replay/replay.ts';
import { STEP_BYTES, smallestHeapBytes } from '../replay/smallest.ts';
import { ALLOC, FREE } from '../trace/trace.ts';
import { isTrap } from './assemblyscript.ts';
import type { Load } from './loads.ts';
import type { Metered, Space, Subject } from './subject.ts';

export interface Facts {
  smallestHeapBytes: number | null;
  bytesPerBlock: number | null;
  worstSteps: number | null;
  verified: boolean;
  /** What went wrong where a figure is missing or nothing could be verified. */
  trouble: string;
}

const LATE = 'took too long';
/** What is left at the end is looked for in so many pieces of the heap. */
const PARTS = 64;
/** Synthetic loads, and quick runs: bisection stops at this share of the peak. */
const COARSE_SHARE = 1 / 256;

/** Every fact of a subject under a load; each may take `limitMs`. */
export async function factsOf(subject: Subject, load: Load, limitMs: number, isQuick: boolean): Promise<Facts> {
  const facts: Facts = { smallestHeapBytes: null, bytesPerBlock: null, worstSteps: null, verified: false, trouble: '' };
  const attempt = async (work: () => unknown): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!facts.trouble) facts.trouble = (error as Error).message;
    }
  };
  // A collector in a heap that hardly fits does little but collect: its least heap is found to a share.
  const isCoarse = isQuick || load.synthetic !== null || subject.isCollector === true;
  await attempt(() => {
    facts.verified = subject.isEngine ? verifyArrays(load, subject) : verify(load, subject, limitMs);
  });
  await attempt(() => {
    facts.smallestHeapBytes = smallestOf(subject, load, limitMs, isCoarse);
  });
  await attempt(() => {
    facts.bytesPerBlock = perBlock(subject, load);
  });
  await attempt(async () => {
    if (!subject.metered) return;
    const metered = await subject.metered();
    facts.worstSteps = worstStepsOf(metered, load, subject.timedHeapBytes(load, facts.smallestHeapBytes), limitMs);
  });
  return facts;
}

function late(limitMs: number): () => void {
  const deadlineMs = performance.now() + limitMs;
  return () => {
    if (performance.now() > deadlineMs) throw new Error(LATE);
  };
}

/** Replays with all contents compared, in a heap that is large enough for everyone; then, is all of it free again? */
function verify(load: Load, subject: Subject, limitMs: number): boolean {
  const space = subject.open(subject.timedHeapBytes(load, null), load);
  if (!space) throw new Error('no space could be made');
  const { fits, failedAtOperation } = replay(load, space.driver, space.heap, { watch: late(limitMs) });
  if (!fits) throw new Error(`operation ${failedAtOperation} was refused in an ample heap`);
  if (!subject.isCollector) expectAllFree(load, subject, space);
  return true;
}

/** Every block is freed by now. A second time must leave as much as the first: nothing may be lost on the way. */
function expectAllFree(load: Load, subject: Subject, { driver, heap }: Space): void {
  const bytes = Math.floor(subject.timedHeapBytes(load, null) / PARTS);
  const first = fill(driver, bytes);
  for (const ref of first) driver.dealloc(ref);
  const { fits } = replay(load, driver, heap, { verify: false });
  const second = fits ? fill(driver, bytes) : [];
  if (second.length >= first.length - 1) return;
  throw new Error(
    `memory is lost: ${first.length} blocks of ${bytes} bytes fit after all blocks were freed, ${second.length} the next time`,
  );
}

/** Blocks of that size until one is refused. */
function fill(driver: Driver, bytes: number): number[] {
  const refs: number[] = [];
  try {
    for (let ref = driver.alloc(bytes); ref; ref = driver.alloc(bytes)) refs.push(ref);
  } catch (error) {
    if (!isTrap(error)) throw error;
  }
  return refs;
}

/** The same for allocators whose references are arrays. */
function verifyArrays(load: Load, subject: Subject): boolean {
  const driver = subject.open(0, load)!.driver as unknown as {
    alloc(bytes: number): Uint8Array;
    resize(array: Uint8Array, bytes: number): Uint8Array;
  };
  const live: Uint8Array[] = [];
  for (let i = 0; i < load.operations; i++) {
    const id = load.ids[i];
    const pattern = (id % 255) + 1;
    const before = live[id]?.length ?? 0;
    if (load.kinds[i] === ALLOC) live[id] = driver.alloc(load.bytes[i]);
    else if (live[id].some((byte) => byte !== pattern)) return false;
    if (load.kinds[i] === ALLOC || load.kinds[i] === FREE) {
      live[id].fill(pattern);
      continue;
    }
    live[id] = driver.resize(live[id], load.bytes[i]);
    if (live[id].subarray(0, before).some((byte) => byte !== pattern)) return false;
    live[id].fill(pattern);
  }
  return true;
}

function smallestOf(subject: Subject, load: Load, limitMs: number, isCoarse: boolean): number | null {
  if (subject.isEngine || subject.hasPages) return null;
  const floorBytes = Math.max(load.peakLiveBytes, subject.leastHeapBytes ?? 0);
  const watch = late(limitMs);
  const fits = (heapBytes: number): boolean => fitsIn(subject, load, heapBytes, watch);
  const found = isCoarse ? coarsely(floorBytes, fits) : smallestHeapBytes(floorBytes, fits);
  return subject.leastHeapBytes && found < subject.leastHeapBytes * (1 + COARSE_SHARE) ? null : found;
}

function fitsIn(subject: Subject, load: Load, heapBytes: number, watch: () => void): boolean {
  try {
    const space = subject.open(heapBytes, load);
    return space !== null && replay(load, space.driver, space.heap, { verify: false, watch }).fits;
  } catch (error) {
    if (error instanceof Error && error.message === LATE) throw error;
    // A trap, or too little for a pool at all: other trouble is found by verify(), in an ample heap.
    return false;
  }
}

/** A size that fits while one that is 1/256 of the floor smaller does not. */
function coarsely(floorBytes: number, fits: (heapBytes: number) => boolean): number {
  const step = Math.max(STEP_BYTES, Math.ceil((floorBytes * COARSE_SHARE) / STEP_BYTES) * STEP_BYTES);
  const limitBytes = 64 * floorBytes + 65536;
  let low = Math.floor(floorBytes / STEP_BYTES) * STEP_BYTES - STEP_BYTES;
  let high = low + step;
  while (!fits(high)) {
    low = high;
    high = Math.ceil((high * 1.125 + step) / STEP_BYTES) * STEP_BYTES;
    if (high > limitBytes) throw new Error('fits in no heap');
  }
  while (high - low > step) {
    const middle = Math.ceil((low + high) / 2 / STEP_BYTES) * STEP_BYTES;
    if (fits(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** A heap filled with blocks of the load's mean size: what each takes beyond its payload, all included. */
function perBlock(subject: Subject, load: Load): number {
  const bytes = Math.ceil(meanBytes(load) / 4) * 4;
  if (subject.isEngine) return perArray(bytes);
  const heapBytes = subject.filledHeapBytes;
  const rows = (maxBlocks: number): Load => ({ ...load, maxBlocks });
  let most = Math.floor(heapBytes / bytes);
  // Records are made for a number of rows: the most that fit.
  let space = subject.open(heapBytes, rows(most));
  while (!space && most > 1) space = subject.open(heapBytes, rows(--most));
  if (!space) throw new Error('no space could be made');
  return heapBytes / fill(space.driver, bytes).length - bytes;
}

const meanBytes = (load: Load): number =>
  load.bytes.reduce((sum, bytes) => sum + bytes, 0) / load.bytes.reduce((count, bytes) => count + Number(bytes > 0), 0);

/** Bytes of the engine's heap and of its buffers for an array. Needs node --expose-gc. */
function perArray(bytes: number): number {
  const count = 20000;
  const kept: Uint8Array[] = Array<Uint8Array>(count);
  const used = (): number => {
    // The first finds what is garbage, the second frees the memory behind it.
    for (let turn = 0; turn < 2; turn++) (globalThis as { gc?: () => void }).gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = used();
  for (let i = 0; i < count; i++) kept[i] = new Uint8Array(bytes);
  return (used() - before) / kept.length - bytes;
}

/** The most times that loops went round in one operation. */
function worstStepsOf(metered: Metered, load: Load, heapBytes: number, limitMs: number): number {
  const space = metered.open(heapBytes, load);
  if (!space) throw new Error('no space could be made');
  const { driver } = space;
  let worst = 0;
  const noted = <Result>(call: () => Result): Result => {
    metered.reset();
    const result = call();
    worst = Math.max(worst, metered.steps());
    return result;
  };
  const counted: Space['driver'] = {
    ...driver,
    alloc: (bytes) => noted(() => driver.alloc(bytes)),
    dealloc: (ref) => noted(() => driver.dealloc(ref)),
    resize: (ref, bytes) => noted(() => driver.resize(ref, bytes)),
  };
  if (!replay(load, counted, space.heap, { verify: false, watch: late(limitMs) }).fits) throw new Error('did not fit');
  return worst;
}
