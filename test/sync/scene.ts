/** A shared heap with a pool of each kind and workers in it, which may be killed; and what is left in the end. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { crewFor } from '../../host/sync/supervisor.ts';
import { format } from '../../src/heap/index.ts';
import * as leanHeaders from '../../src/headers/index.ts';
import * as headersInspect from '../../src/headers/inspect.ts';
import * as leanQueue from '../../src/queue/index.ts';
import * as queueInspect from '../../src/queue/inspect.ts';
import * as leanRecords from '../../src/records/index.ts';
import * as recordsInspect from '../../src/records/inspect.ts';
import { headers, queue, records, tables } from '../../src/sync/index.ts';
import { Word } from '../../src/sync/layout.ts';
import * as leanTables from '../../src/tables/index.ts';
import * as tablesInspect from '../../src/tables/inspect.ts';
import { root } from '../support/project.ts';
import { randomFrom } from '../support/random.ts';

const workerFile = pathToFileURL(join(root, 'test', 'sync', 'worker.mjs'));

export interface Plan {
  workers: number;
  /** In all. */
  operations: number;
  kills: number;
  seed: number;
  kinds: string[];
  /** Things of each kind that a worker may have at once. */
  places: number;
  /** End after so long instead of after `operations`. */
  milliseconds?: number;
}

export interface StressOutcome {
  operations: number;
  /** Of each worker, the killed ones with their successors. */
  operationsOf: number[];
  diedHolding: number;
  recoveries: number;
  kills: number;
  /** Blocks and rows that a killed worker had in hand, not in its ledger. */
  strays: number;
  longestMilliseconds: number;
  milliseconds: number;
}

const WIDTH = 3;
const modules = { headers, queue, records, tables };

function sharedWords(words: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4 * words));
}

function makeHeap(kinds: string[]): { heap: Uint8Array; locks: Record<string, number>; pools: Record<string, any> } {
  const heap = format(new Uint8Array(new SharedArrayBuffer(131072)))!;
  const makers: Record<string, () => any> = {
    headers: () => leanHeaders.create(heap, 24000),
    tables: () => leanTables.create(heap, 24000),
    records: () => leanRecords.create(heap, 'v:u32', 200),
    queue: () => leanQueue.create(heap, 'owner:u16 number:u16 text:bytes:8', 50),
  };
  const pools = Object.fromEntries(kinds.map((kind) => [kind, makers[kind]()]));
  return {
    heap,
    pools,
    locks: Object.fromEntries(kinds.map((kind) => [kind, (modules as any)[kind].create(pools[kind])])),
  };
}

/** Whether what a ledger names has what its owner put there. */
function isWhole(kind: string, pool: any, name: number, bytes: number, pattern: number): boolean {
  if (kind === 'records') return leanRecords.get(pool, name, 1) === pattern * 257;
  const address = kind === 'tables' ? leanTables.addrOf(pool, name) : name;
  return pool.u8.subarray(address, address + bytes).every((byte: number) => byte === pattern);
}

/** Everything that a ledger names is there, whole; returns how much is there that none names. */
function audit(pools: Record<string, any>, kinds: string[], ledgers: Int32Array[], places: number): number {
  const used: Record<string, Set<number>> = {};
  if (pools.headers) {
    used.headers = new Set();
    headersInspect.walk(pools.headers, (address, _bytes, state) => state === 'used' && used.headers.add(address));
  }
  if (pools.records) {
    used.records = new Set();
    recordsInspect.walk(pools.records, (row) => used.records.add(row));
  }
  if (pools.tables) {
    used.tables = new Set();
    tablesInspect.walk(
      pools.tables,
      (address, _bytes, state) => (state === 'used' || state === 'pinned') && used.tables.add(address),
    );
  }
  for (const ledger of ledgers) {
    kinds.forEach((kind, nth) => {
      for (let place = 0; place < places && used[kind]; place++) {
        const [name, bytes, pattern] = ledger.subarray((nth * places + place) * WIDTH);
        if (!name) continue;
        if (!used[kind].delete(kind === 'tables' ? leanTables.addrOf(pools.tables, name) : name))
          throw new Error(`${kind} ${name} is in a ledger, and not there, or there twice`);
        if (!isWhole(kind, pools[kind], name, bytes, pattern)) throw new Error(`${kind} ${name} is damaged`);
      }
    });
  }
  return Object.values(used).reduce((sum, names) => sum + names.size, 0);
}

function checkAll(pools: Record<string, any>): void {
  const checks: Record<string, (pool: any) => string> = {
    headers: headersInspect.check,
    queue: queueInspect.check,
    records: recordsInspect.check,
    tables: tablesInspect.check,
  };
  for (const [kind, pool] of Object.entries(pools))
    if (checks[kind](pool)) throw new Error(`${kind}: ${checks[kind](pool)}`);
}

/** Runs the plan; throws if anything is lost, damaged, there twice or refused. */
export async function play(plan: Plan): Promise<StressOutcome> {
  const { workers, kills, seed, kinds, places } = plan;
  const random = randomFrom(seed);
  const { heap, locks, pools } = makeHeap(kinds);
  const words = new Int32Array(heap.buffer as SharedArrayBuffer);
  const ledgers = Array.from({ length: workers }, () => sharedWords(kinds.length * places * WIDTH));
  const counts = sharedWords(workers);
  /** Whether to stop, how many workers have begun, and how many must have before the first goes on. */
  const stop = sharedWords(3);
  stop[2] = workers;
  const crew = crewFor(heap);
  const began = performance.now();
  let failure: Error | undefined;
  let longestMilliseconds = 0;
  let killed = 0;
  let ended = 0;
  const alive: (Worker | undefined)[] = [];
  const countAtStart: number[] = [];
  await new Promise<void>((resolve) => {
    const end = (error?: Error): void => {
      failure ??= error;
      Atomics.store(stop, 0, 1);
    };
    const start = (nth: number): void => {
      const worker = crew.start(workerFile, {
        locks,
        places,
        ledger: ledgers[nth],
        counts,
        nth,
        stop,
        seed: random.below(2 ** 31),
        operations: plan.milliseconds || kills ? Infinity : Math.ceil(plan.operations / workers),
      });
      alive[nth] = worker;
      countAtStart[nth] = counts[nth];
      let isDone = false;
      worker.on('message', (report) => {
        isDone = true;
        longestMilliseconds = Math.max(longestMilliseconds, report.longestMilliseconds);
      });
      worker.on('error', (error) => end(error as Error));
      worker.on('exit', () => {
        alive[nth] = undefined;
        if (!isDone && !failure && killed < kills + 1 && !Atomics.load(stop, 0)) return start(nth);
        if (++ended === workers) resolve();
      });
    };
    for (let nth = 0; nth < workers; nth++) start(nth);
    const kill = (): void => {
      if (failure || killed >= kills) return end();
      const nth = random.below(workers);
      const worker = alive[nth];
      // One that is only booting holds nothing and tells nothing.
      if (worker && counts[nth] > countAtStart[nth]) {
        alive[nth] = undefined;
        killed++;
        void worker.terminate();
      }
      setTimeout(kill, random.below(4));
    };
    if (kills) setTimeout(kill, 50);
    const watch = (): void => {
      if (stop[1] < workers && !failure) setTimeout(watch, 5);
      else setTimeout(() => end(), plan.milliseconds);
    };
    if (plan.milliseconds) watch();
  });
  if (failure) throw failure;
  const milliseconds = performance.now() - began;
  const recoveries = kinds.reduce((sum, kind) => sum + words[(locks[kind] >> 2) + Word.Recoveries], 0);
  // The last to die may have left a lock to be taken over.
  for (const kind of kinds) {
    const guard = (modules as any)[kind].attach(heap, locks[kind], 1);
    if (!guard) throw new Error(`${kind} was refused: reason ${words[(locks[kind] >> 2) + Word.Reason]}`);
  }
  checkAll(pools);
  const strays = audit(pools, kinds, ledgers, places);
  if (strays > kills) throw new Error(`${strays} blocks that nobody has after ${kills} kills`);
  const operationsOf = [...counts];
  return {
    operations: operationsOf.reduce((sum, count) => sum + count, 0),
    operationsOf,
    diedHolding: crew.diedHolding,
    recoveries,
    kills: killed,
    strays,
    longestMilliseconds,
    milliseconds,
  };
}
