/** Tables and the collector: pools, and random calls on them. */
import { Control, State, Type } from '../../../src/gc/layout.ts';
import type { Random } from '../../support/random.ts';
import { es5, heap, type Calls, type Pool } from '../twin.ts';
import { SIZES } from './headers.ts';
import { misuses, oneOf, quietly, type Call, type Scene } from './scene.ts';

const tables: Calls = { ...es5('tables/index.ts'), verify: es5('tables/verify.ts').verify };
const gc: Calls = {
  ...es5('gc/index.ts'),
  ...es5('gc/cycle.ts'),
  ...es5('gc/roots.ts'),
  verify: es5('gc/verify.ts').verify,
};

const sizeFrom = (random: Random): number => (random.oneIn(10) ? misuses(random) : SIZES[random.below(SIZES.length)]!);

function stepTables(random: Random, live: number[], call: Call): void {
  const kind = random.below(24);
  const handle = oneOf(random, live);
  if (kind < 9) {
    const got = call('alloc', sizeFrom(random));
    if (got) live.push(got);
  } else if (kind < 13) {
    // One that is gone stays in hand now and then: a stale handle is refused alike.
    if (call('dealloc', handle) && !random.oneIn(10)) live.splice(live.indexOf(handle), 1);
  } else if (kind < 15) call('resize', handle, sizeFrom(random));
  else if (kind < 16) call('pin', handle);
  else if (kind < 18) call('unpin', handle);
  else if (kind < 19) call('sizeOf', handle);
  else if (kind < 20) call('addrOf', handle);
  else if (kind < 21) call('clean', handle);
  else if (kind < 22) call(random.oneIn(3) ? 'setLow' : 'isLow', random.below(3000));
  else if (random.oneIn(3)) call('reorder', [undefined, 0, -1, random.below(20)][random.below(4)]);
  else if (random.oneIn(4)) call('verify');
  else if (random.oneIn(4)) call('setPause', random.oneIn(2) ? 0 : misuses(random) & 255);
  else if (random.oneIn(20)) call('renew');
}

const TYPES = 4;

/** A collector with leaves, pairs, lists and one with a reference at the end. */
function newCollector(heapBytes: number): Pool {
  const u8 = heap.format(new Uint8Array(heapBytes));
  const pool = gc.create!(u8, heap.freeBytes(u8), heapBytes >> 5) as Pool;
  gc.defineType!(pool, [0, 1]);
  gc.defineType!(pool, 1);
  gc.defineType!(pool, [3], true);
  return pool;
}

function stepCollector(random: Random, live: number[], call: Call): void {
  const kind = random.below(24);
  const handle = oneOf(random, live);
  if (kind < 8) {
    const got = call('alloc', random.below(TYPES + 1), sizeFrom(random));
    if (got) live.push(got);
  } else if (kind < 12) call('setRef', handle, random.oneIn(6) ? misuses(random) : random.below(4), oneOf(random, live));
  else if (kind < 14) call('getRef', handle, random.below(5));
  else if (kind < 16) call('setRoot', random.oneIn(6) ? misuses(random) : random.below(12), random.oneIn(3) ? 0 : handle);
  else if (kind < 17) call('getRoot', random.below(12));
  else if (kind < 18) call('step', random.below(20));
  else if (kind < 19) {
    const scope = call('open');
    call('hold', handle);
    if (!random.oneIn(4)) call('close', scope, random.oneIn(2) ? 0 : handle);
  } else if (kind < 20) {
    const reference = call('weak', handle);
    call('deref', reference);
    if (random.oneIn(2)) call('dropWeak', reference);
  } else if (kind < 21) call('pin', handle);
  else if (kind < 23) call('unpin', handle);
  else if (random.oneIn(4)) call('collect');
  else call('verify');
  if (live.length > 60) live.splice(random.below(live.length), 20);
}

/** The bytes of a handle's block, or null. */
function blockOf(pool: Pool, handle: number | undefined): [at: number, bytes: number] | null {
  const bytes = handle === undefined ? 0 : quietly(pool, () => Number(tables.sizeOf!(pool, handle)));
  return bytes ? [quietly(pool, () => Number(tables.addrOf!(pool, handle!))), bytes] : null;
}

export const tablesScene: Scene = {
  set: 'tables',
  module: 'tables',
  calls: tables,
  newPool: (bytes) => {
    const u8 = heap.format(new Uint8Array(bytes));
    return tables.create!(u8, heap.freeBytes(u8)) as Pool;
  },
  step: stepTables,
  payload: (pool, live, random) => blockOf(pool, live[random.below(live.length || 1)]),
};

const gcPool = es5('gc/pool.ts');
/** The number of the type that has no references: all its bytes are the program's. */
const LEAF = 0;

export const gcScene: Scene = {
  set: 'tables+gc',
  module: 'gc',
  calls: gc,
  newPool: newCollector,
  step: stepCollector,
  regions: 2,
  payload(pool, live, random) {
    const collector = pool as any;
    const handle = live[random.below(live.length || 1)];
    const isLeaf = handle !== undefined && (pool.u8[gcPool.typeAt(collector, handle & 0xffff)]! & Type.Number) === LEAF;
    return isLeaf ? blockOf(collector.tables, handle) : null;
  },
  isMidway: (pool) => (pool as any).w[(pool as any).control + Control.State] !== State.Idle,
};

export const handleScenes: [string, Scene, string, number[]][] = [
  ['tables', tablesScene, 'alloc', [16]],
  ['gc', gcScene, 'alloc', [0, 16]],
];
