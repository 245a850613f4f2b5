/** Our own pools as subjects: the lean bundle of the host, the very code that boards get. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { projectFolder } from '../boards/board.ts';
import type { Driver, Library } from '../replay/driver.ts';
import { STEP_BYTES } from '../replay/smallest.ts';
import { DENSE_END_BYTES } from '../../src/headers/layout.ts';
import type { Trace } from '../trace/trace.ts';
import { NO_STATS, ampleHeapBytes } from './subject.ts';
import type { Metered, Space, Subject } from './subject.ts';

/** Where a pool is made: in Node itself for the figures of time, in the metered board for steps. */
interface Lab {
  library: Library;
  newHeap(bytes: number): Uint8Array;
}

type Make = (library: Library, heap: Uint8Array, load: Trace) => Omit<Space, 'heap'> | null;

/** The functions that every pool of variable blocks has. */
interface Blocks {
  create(heap: Uint8Array, bytes: number): object | null;
  alloc(pool: object, bytes: number): number;
  dealloc(pool: object, ref: number): boolean;
  resize(pool: object, ref: number, bytes: number): number;
  addrOf?(pool: object, ref: number): number;
  /** Tables retire an entry after 511 blocks, until they are renewed. */
  renew?(pool: object): number;
}

interface Records {
  create(heap: Uint8Array, fields: string, rows: number): object | null;
  alloc(pool: object): number;
  dealloc(pool: object, row: number): boolean;
  column(pool: object, field: string): Uint8Array;
}

interface Collector {
  create(heap: Uint8Array, bytes: number, objects: number): { tables: object } | null;
  defineType(all: object, references: number[] | number): number;
  alloc(all: object, type: number, bytes: number): number;
  setRef(all: object, handle: number, word: number, child: number): boolean;
  setRoot(all: object, name: number, handle: number): boolean;
}

/** Tables get a quarter more than their least: what a compacting pool is meant to run at. */
const TABLES_SHARE = 1.25;
const MOST_ROWS = 65535;
/** What a collector needs for garbage: its heap over the smallest, its objects over those that live. */
const GC_SHARE = 2;
const GC_OBJECTS_SHARE = 1.25;
const MOST_OBJECTS = 64999;

let nodeLab: Lab | null = null;

/** The bundle in Node itself, loaded once. */
function labInNode(): Lab {
  const file = join(projectFolder, 'dist', 'host', 'ckremm.min.js');
  nodeLab ??= {
    library: runInThisContext(`${readFileSync(file, 'utf8')};ckremm`, file) as Library,
    newHeap: (bytes) => new Uint8Array(bytes),
  };
  return nodeLab;
}

/** The metered board; large, so only loaded where steps are counted. */
async function meteredLab(make: Make): Promise<Metered> {
  const { boardNamed, openMeteredRealm } = await import('../replay/realm.ts');
  const realm = openMeteredRealm(boardNamed('host'));
  return {
    open: (heapBytes, load) => openIn(realm, make, heapBytes, load),
    reset: () => realm.meter.reset(),
    steps: () => realm.meter.read().steps,
  };
}

function openIn({ library, newHeap }: Lab, make: Make, heapBytes: number, load: Trace): Space | null {
  const heap = newHeap(heapBytes);
  const made = library.heap.format(heap) && make(library, heap, load);
  return made && { ...made, heap };
}

const makeBlocks =
  (name: string): Make =>
  (library, heap) => {
    const module = library[name] as Blocks;
    const pool = module.create(heap, library.heap.freeBytes(heap));
    if (!pool) return null;
    const { alloc, dealloc, resize, addrOf, renew } = module;
    const driver: Driver = {
      alloc: (bytes) => alloc(pool, bytes),
      dealloc: (ref) => dealloc(pool, ref),
      resize: (ref, bytes) => resize(pool, ref, bytes),
      addressOf: addrOf ? (ref) => addrOf(pool, ref) : (ref) => ref,
      stats: () => NO_STATS,
      fault: () => library.fault(),
    };
    return { driver, ...(renew ? { reset: () => void renew(pool) } : {}) };
  };

/** A row for a block: the bytes of one, and the number that a row needs for its links. */
const makeRecords: Make = (library, heap, load) => {
  const records = library.records as Records;
  const bytes = load.bytes[0];
  const pool = records.create(heap, `k:u16 b:bytes:${bytes}`, load.maxBlocks);
  if (!pool) return null;
  const { alloc, dealloc } = records;
  const start = records.column(pool, 'b').byteOffset - heap.byteOffset;
  const driver: Driver = {
    alloc: () => alloc(pool),
    dealloc: (row) => dealloc(pool, row),
    resize: () => 0,
    addressOf: (row) => start + row * bytes,
    stats: () => NO_STATS,
    fault: () => library.fault(),
  };
  return { driver };
};

/** A block is an object that an array of references names; dropped, it is garbage. */
const makeCollected: Make = (library, heap, load) => {
  const gc = library.gc as Collector;
  const tables = library.tables as Required<Pick<Blocks, 'addrOf'>>;
  const objects = Math.min(MOST_OBJECTS, Math.ceil(GC_OBJECTS_SHARE * load.maxBlocks) + 16);
  const all = gc.create(heap, library.heap.freeBytes(heap), objects);
  if (!all) return null;
  const { alloc, setRef } = gc;
  const leaf = gc.defineType(all, []);
  // One more block than live at once: a resize has two for a moment.
  const list = alloc(all, gc.defineType(all, 0), 4 * (load.maxBlocks + 1));
  if (!list || !gc.setRoot(all, 1, list)) return null;
  const sizes = new Uint32Array(load.maxBlocks + 2);
  const handles = new Uint32Array(load.maxBlocks + 2);
  // References are places of the array, from 1 up.
  const places = Array.from({ length: load.maxBlocks + 1 }, (_, i) => load.maxBlocks + 1 - i);
  const driver: Driver = {
    alloc(bytes) {
      const handle = places.length && alloc(all, leaf, bytes);
      if (!handle) return 0;
      const place = places.pop()!;
      setRef(all, list, place - 1, handle);
      sizes[place] = bytes;
      handles[place] = handle;
      return place;
    },
    dealloc(place) {
      places.push(place);
      return setRef(all, list, place - 1, 0);
    },
    resize(place, bytes) {
      const resized = driver.alloc(bytes);
      if (!resized) return 0;
      const from = driver.addressOf(place);
      heap.copyWithin(driver.addressOf(resized), from, from + Math.min(bytes, sizes[place]));
      driver.dealloc(place);
      return resized;
    },
    addressOf: (place) => tables.addrOf(all.tables, handles[place]),
    stats: () => NO_STATS,
    fault: () => library.fault(),
  };
  return { driver };
};

function subjectOf(make: Make, rest: Omit<Subject, 'open' | 'metered'>): Subject {
  return {
    ...rest,
    open: (heapBytes, load) => openIn(labInNode(), make, heapBytes, load),
    metered: () => meteredLab(make),
  };
}

const roundUp = (bytes: number): number => Math.ceil(bytes / STEP_BYTES) * STEP_BYTES;
const isFixed = (load: Trace): boolean => load.bytes.every((bytes) => bytes === 0 || bytes === load.bytes[0]);

export const OURS: Subject[] = [
  subjectOf(makeBlocks('headers'), {
    name: 'ckreMM headers',
    about: 'headers in a heap of 256 KB, whose blocks have 2-byte headers',
    takes: (load) => load.peakLiveBytes < DENSE_END_BYTES,
    timedHeapBytes: () => DENSE_END_BYTES,
    filledHeapBytes: 65536,
  }),
  subjectOf(makeBlocks('headers'), {
    name: 'ckreMM headers, large',
    about: 'headers in a heap of more than 256 KB, whose blocks have 4-byte headers',
    takes: () => true,
    timedHeapBytes: (load) => roundUp(Math.max(2 * DENSE_END_BYTES, ampleHeapBytes(load))),
    filledHeapBytes: 2 * DENSE_END_BYTES,
    leastHeapBytes: DENSE_END_BYTES + STEP_BYTES,
  }),
  subjectOf(makeBlocks('tables'), {
    name: 'ckreMM tables',
    about: 'tables in a heap of 1.25 times the smallest',
    takes: () => true,
    timedHeapBytes: (load, smallest) => roundUp(TABLES_SHARE * (smallest ?? 2 * load.peakLiveBytes)),
    filledHeapBytes: 65536,
  }),
  subjectOf(makeRecords, {
    name: 'ckreMM records',
    about: 'records with a row for each block: its bytes, and a u16',
    takes: (load) => isFixed(load) && load.maxBlocks <= MOST_ROWS,
    timedHeapBytes: (load, smallest) => smallest ?? roundUp(2 * load.peakLiveBytes + 1024),
    filledHeapBytes: 65536,
  }),
  subjectOf(makeCollected, {
    name: 'ckreMM gc',
    about:
      'gc in a heap of twice the smallest: a block is an object that an array of references names until it is dropped',
    takes: (load) => GC_OBJECTS_SHARE * load.maxBlocks + 16 <= MOST_OBJECTS,
    timedHeapBytes: (load, smallest) =>
      roundUp(GC_SHARE * (smallest ?? 2 * load.peakLiveBytes + 40 * load.maxBlocks + 4096)),
    filledHeapBytes: 65536,
    isCollector: true,
  }),
];
