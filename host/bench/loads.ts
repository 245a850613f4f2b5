/**
 * The loads of the benchmark: the recorded traces, and synthetic ones that keep a number of blocks
 * live. Each ends with every block freed, so that it can be run again and again on one space.
 */
import { join } from 'node:path';
import { projectFolder } from '../boards/board.ts';
import { fractionsFrom } from '../support/random.ts';
import { loadTraces } from '../trace/load.ts';
import { ALLOC, FREE } from '../trace/trace.ts';
import type { Trace } from '../trace/trace.ts';

export interface Load extends Trace {
  /** Blocks kept live, and how; null for a recorded trace. */
  synthetic: { liveBlocks: number; family: string } | null;
}

type Operation = [kind: number, id: number, bytes: number];
type Order = 'lifo' | 'fifo' | 'random';

const FIXED_BYTES = 32;
const LEAST_BYTES = 8;
const MOST_BYTES = 512;
/** Blocks replaced per block live, in FIFO and random order. */
const TURNS = 2;

const ORDERS = [
  ['fixed', 'lifo'],
  ['fixed', 'fifo'],
  ['fixed', 'random'],
  ['powerlaw', 'random'],
] as const;
const QUICK = ['cjson-cmd', 'jerry-app', 'fixed-random-1000', 'powerlaw-random-100'];

/** Every load by name, or the few of a quick run: how it is made. */
function makers(isQuick: boolean): Map<string, () => Load> {
  const made = new Map<string, () => Load>();
  for (const trace of loadTraces(join(projectFolder, 'traces'))) made.set(trace.name, () => closed(trace));
  for (const liveBlocks of [100, 1000, 10000, 100000]) {
    for (const [sizes, order] of ORDERS)
      made.set(`${sizes}-${order}-${liveBlocks}`, () => syntheticLoad(sizes, order, liveBlocks));
  }
  return isQuick ? new Map([...made].filter(([name]) => QUICK.includes(name))) : made;
}

/** Every load, or the few of a quick run. */
export const allLoads = (isQuick: boolean): Load[] => [...makers(isQuick).values()].map((make) => make());

/** One of them. A process that times one does not make the others. */
export const loadNamed = (name: string): Load => makers(false).get(name)!();

/** `trace` with a free for every block that it leaves. */
export function closed(trace: Trace): Load {
  const operations: Operation[] = Array.from(trace.kinds, (kind, i) => [kind, trace.ids[i], trace.bytes[i]]);
  const live = new Set<number>();
  for (const [kind, id] of operations) {
    if (kind === FREE) live.delete(id);
    else live.add(id);
  }
  for (const id of live) operations.push([FREE, id, 0]);
  return loadOf(trace.name, operations, null);
}

/** `liveBlocks` blocks, then each replaced TURNS times in that order, then all freed. */
export function syntheticLoad(sizes: 'fixed' | 'powerlaw', order: Order, liveBlocks: number): Load {
  const random = fractionsFrom(liveBlocks);
  const bytes = (): number => (sizes === 'fixed' ? FIXED_BYTES : powerLaw(random()));
  const operations: Operation[] = [];
  for (let id = 0; id < liveBlocks; id++) operations.push([ALLOC, id, bytes()]);
  for (let i = 0; order !== 'lifo' && i < TURNS * liveBlocks; i++) {
    const id = order === 'fifo' ? i % liveBlocks : Math.floor(random() * liveBlocks);
    operations.push([FREE, id, 0], [ALLOC, id, bytes()]);
  }
  for (let i = 0; i < liveBlocks; i++) operations.push([FREE, order === 'lifo' ? liveBlocks - 1 - i : i, 0]);
  const family = `${sizes}-${order}`;
  return loadOf(`${family}-${liveBlocks}`, operations, { liveBlocks, family });
}

/** Sizes of 8 to 512 bytes; a size twice as large is a quarter as likely. */
function powerLaw(share: number): number {
  return Math.floor(1 / (1 / LEAST_BYTES - share * (1 / LEAST_BYTES - 1 / MOST_BYTES)));
}

function loadOf(name: string, operations: Operation[], synthetic: Load['synthetic']): Load {
  const idCount = operations.reduce((most, [, id]) => Math.max(most, id), 0) + 1;
  const load: Load = {
    name,
    synthetic,
    idCount,
    operations: operations.length,
    kinds: Uint8Array.from(operations, ([kind]) => kind),
    ids: Uint32Array.from(operations, ([, id]) => id),
    bytes: Uint32Array.from(operations, ([, , bytes]) => bytes),
    peakLiveBytes: 0,
    peakOperation: 0,
    maxBlocks: 0,
  };
  measurePeak(load);
  return load;
}

function measurePeak(load: Load): void {
  const sizes = new Uint32Array(load.idCount);
  let liveBytes = 0;
  let blocks = 0;
  for (let i = 0; i < load.operations; i++) {
    const id = load.ids[i];
    if (load.kinds[i] === ALLOC) blocks++;
    if (load.kinds[i] === FREE) blocks--;
    liveBytes += load.bytes[i] - sizes[id];
    sizes[id] = load.bytes[i];
    load.maxBlocks = Math.max(load.maxBlocks, blocks);
    if (liveBytes <= load.peakLiveBytes) continue;
    load.peakLiveBytes = liveBytes;
    load.peakOperation = i;
  }
}
