/** Others' allocators as subjects. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MemPool } from '@thi.ng/malloc';
import { instrumentLoops } from '../emulator/loops.ts';
import type { Driver } from '../replay/driver.ts';
import { NO_STATS, ampleHeapBytes } from './subject.ts';
import type { Metered, Space, Subject } from './subject.ts';

type Pool = Pick<MemPool, 'malloc' | 'free' | 'realloc' | 'freeAll'>;
type PoolClass = new (options: { buf: ArrayBuffer }) => Pool;

function openThing(Class: PoolClass, heapBytes: number): Space | null {
  const heap = new Uint8Array(heapBytes);
  const pool = new Class({ buf: heap.buffer });
  return {
    heap,
    driver: {
      alloc: (bytes) => pool.malloc(bytes),
      dealloc: (ref) => pool.free(ref),
      resize: (ref, bytes) => pool.realloc(ref, bytes),
      addressOf: (ref) => ref,
      stats: () => NO_STATS,
      fault: () => 0,
    },
    // Its realloc loses blocks, which would fill the pool in a few passes.
    reset: () => pool.freeAll(),
  };
}

/** Its class from its own source, with a count in every loop body. */
async function meteredThing(): Promise<Metered> {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve('@thi.ng/malloc'));
  const requireThere = createRequire(join(folder, 'pool.js'));
  const source = instrumentLoops(readFileSync(join(folder, 'pool.js'), 'utf8')).replace(
    /from "([^"]+)"/g,
    (_, name: string) => `from ${JSON.stringify(pathToFileURL(requireThere.resolve(name)).href)}`,
  );
  const loops = { steps: 0 };
  Object.assign(globalThis, { __loops: loops });
  const { MemPool: Counted } = (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as {
    MemPool: PoolClass;
  };
  return {
    open: (heapBytes) => openThing(Counted, heapBytes),
    reset: () => void (loops.steps = 0),
    steps: () => loops.steps,
  };
}

const thing: Subject = {
  name: '@thi.ng/malloc',
  about: 'malloc, free and realloc of a MemPool, in an ample heap',
  takes: () => true,
  open: (heapBytes) => openThing(MemPool, heapBytes),
  metered: meteredThing,
  timedHeapBytes: ampleHeapBytes,
  filledHeapBytes: 65536,
};

/** One array of the engine for each block, which its collector frees. */
const engineArrays: Subject = {
  name: 'new Uint8Array(n)',
  about: "an array of Node's for each block; the engine's collector frees them",
  takes: () => true,
  open: () => ({
    heap: new Uint8Array(0),
    // The references of this driver are the arrays themselves.
    driver: {
      alloc: (bytes: number) => new Uint8Array(bytes),
      dealloc: () => true,
      resize: (array: Uint8Array, bytes: number) => {
        const resized = new Uint8Array(bytes);
        resized.set(bytes < array.length ? array.subarray(0, bytes) : array);
        return resized;
      },
    } as unknown as Driver,
  }),
  timedHeapBytes: () => 0,
  filledHeapBytes: 0,
  isEngine: true,
};

export const PEERS: Subject[] = [thing, engineArrays];
