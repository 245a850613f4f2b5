/** With a pause on its pool no alloc of a collector stalls: it does a few units, moves a few blocks, says so, and is made again. */
import { Fault } from '../../src/core/faults.ts';
import { type Random, randomFrom, seedOf } from '../support/random.ts';
import { lengthOf } from '../support/soak.ts';
import { newGc } from './graphs.ts';
import { loadLibrary } from './library.ts';

const library = loadLibrary();
const { gc: calls, tables, fault } = library;
const ROOTS = 12;
const ALLOCATIONS = lengthOf(1500, 60000);

interface Call {
  handle: number;
  fault: number;
  units: number;
  moved: number;
}

type Gc = ReturnType<typeof newGc>;

/** Where each object is. */
function placesOf(gc: Gc): Map<number, number> {
  const places = new Map<number, number>();
  calls.walk(gc, (handle) => places.set(handle, tables.addrOf(gc.tables, handle)));
  return places;
}

function allocOnce(gc: Gc, type: number, bytes: number): Call {
  const { workUnits } = calls.stats(gc);
  const before = placesOf(gc);
  const handle = calls.alloc(gc, type, bytes);
  const reason = handle ? 0 : fault();
  let moved = 0;
  for (const [object, place] of placesOf(gc)) if (before.has(object) && before.get(object) !== place) moved++;
  return { handle, fault: reason, units: calls.stats(gc).workUnits - workUnits, moved };
}

/** Lists under roots that grow, and are dropped; large leaves beside them. */
function change(gc: Gc, random: Random, object: number): void {
  const root = 1 + random.below(ROOTS);
  if (random.oneIn(3)) calls.setRef(gc, object, 0, calls.getRoot(gc, root));
  calls.setRoot(gc, root, object);
}

test.each([1, 2, 8, 100])('of %d', (pause) => {
  const random = randomFrom(seedOf(20261129 + pause));
  const gc = newGc(library, 5000, 60);
  const type = calls.defineType(gc, [0]);
  const counts = { made: 0, again: 0, refused: 0 };
  expect(tables.setPause(gc.tables, pause)).toBe(true);
  for (let i = 0; i < ALLOCATIONS; i++) {
    const bytes = 4 + random.below(random.oneIn(8) ? 1500 : 120);
    let call: Call;
    let again = -1;
    do {
      call = allocOnce(gc, type, bytes);
      again++;
      if (call.units > pause || call.moved > pause) throw new Error(`allocation ${i}: ${JSON.stringify(call)}`);
      if (again > 2000) throw new Error(`allocation ${i} does not end`);
    } while (call.fault === Fault.NotCompact);
    counts.again += again;
    if (call.handle) {
      counts.made++;
      change(gc, random, call.handle);
      continue;
    }
    // Nothing that a collection frees is left.
    counts.refused++;
    const { objects, forced } = calls.stats(gc);
    if (call.fault !== Fault.NoSpace || forced)
      throw new Error(`allocation ${i}: fault ${call.fault}, ${forced} forced`);
    calls.collect(gc);
    if (calls.stats(gc).objects !== objects) throw new Error(`allocation ${i} was refused in vain`);
    for (let root = 1; root <= ROOTS; root += 2) calls.setRoot(gc, root, 0);
  }
  if (calls.check(gc) || tables.check(gc.tables)) throw new Error(calls.check(gc) || tables.check(gc.tables));
  expect(Object.values(counts).every((count) => count > ALLOCATIONS / 200)).toBe(true);
});
