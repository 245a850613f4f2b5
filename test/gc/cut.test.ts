/** Calls cut off at every store, in many states: the next call goes on, or repair mends; nothing that roots lead to is lost. */
import { Fault, fault } from '../../src/core/faults.ts';
import { collect, repairAt } from '../../src/gc/index.ts';
import { buildBundles, type Bundles } from '../records/bundle.ts';
import { cutEverywhere, type Interruptible, isCut } from '../support/cut.ts';
import { type Metered, meteredHeap } from '../support/metered.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { lengthOf } from '../support/soak.ts';
import { callsOn, requireKept, look, makeGc, mutate, openCopy, toPhase } from './small.ts';

const HEAP_BYTES = 1400;
const STATES = lengthOf(2, 40);
let bundles: Bundles;
beforeAll(async () => {
  bundles = await buildBundles(['puckjs'], 'gc,tables,records');
}, 120000);

const metered = (board: string): Metered =>
  meteredHeap(board, HEAP_BYTES, board === 'host' ? {} : { bundleFile: bundles.file(board, true) });

function subjectFor(
  m: Metered,
  image: Uint8Array,
  handles: Set<number>,
  call: (gc: any) => unknown,
  isDeep: boolean,
): Interruptible {
  const G = m.ckremm.gc;
  const address = m.ckremm.heap.find(m.heap, 3, 0);
  const attach = (): any => G.attach(m.heap, address);
  m.raw.set(image);
  call(attach());
  const [before, after] = [look(image, handles), look(m.raw, handles)];
  const verify = (): void => requireKept(look(m.raw, handles), before, after);
  return {
    metered: m,
    image,
    attach,
    call,
    verify,
    isDeep,
    goOn(gc) {
      if (!G.alloc(gc, 0, 4) && m.ckremm.fault() === Fault.Interrupted) return false;
      // Calls may have gone on without a repair, where all they need is there. The library of this realm is not metered: much faster.
      const image = m.raw.slice();
      if (!repairAt(image, address)) throw new Error(`repair of what went on: fault ${fault(image)}`);
      const copy = openCopy(image);
      requireKept(look(image, handles), before, after);
      if (!collect(copy) || !collect(copy)) throw new Error('collect is refused');
      requireKept(look(copy.u8, handles), before, after);
      return true;
    },
    repair: (gc) => G.repair(gc),
    repairAt: (heap) => G.repairAt(heap, address),
  };
}

test.each(['puckjs', 'host'])(
  'on %s',
  (board) => {
    const m = metered(board);
    const random = randomFrom(seedOf(20261201));
    let cuts = 0;
    for (let state = 0; state < STATES; state++) {
      m.ckremm.heap.format(m.heap);
      const gc = makeGc(m, 900, state % 2 ? 18 : 12);
      const handles = new Set<number>();
      mutate(m, gc, random, 5 + random.below(120), handles);
      toPhase(m, gc, 1 + ((state + 1) % 3), state % 2 > 0);
      const image = m.raw.slice();
      const alive = [...look(image, handles).objects.keys()];
      const calls = callsOn(m, alive);
      for (const [i, [name, call]] of calls.entries()) {
        try {
          cuts += cutEverywhere(subjectFor(m, image, handles, call, (state + i) % 8 === 0));
        } catch (error) {
          throw new Error(`state ${state}, ${name}: ${(error as Error).message}`);
        }
      }
    }
    expect(cuts).toBeGreaterThan(STATES * 20);
  },
  600000,
);

test.each(['puckjs', 'host'])('create and destroy on %s: the whole collector is there, or nothing of it', (board) => {
  const m = metered(board);
  const { ckremm, heap, raw } = m;
  const freeBytes = ckremm.heap.freeBytes(heap);
  for (const isCreate of [true, false]) {
    for (let stores = 0; ; stores++) {
      ckremm.heap.format(heap);
      const gc = isCreate ? null : ckremm.gc.create(heap, 800, 8);
      const wasCut = isCut(m, stores, () => (isCreate ? ckremm.gc.create(heap, 800, 8) : ckremm.gc.destroy(gc)));
      if (!ckremm.heap.open(heap)) {
        expect(ckremm.fault()).toBe(Fault.Interrupted);
        expect(ckremm.heap.repair(heap)).toBe(true);
      }
      expect(ckremm.heap.open(heap)).toBe(heap);
      const address = ckremm.heap.find(heap, 3, 0);
      if (address) expect(openCopy(raw).base).toBe(address);
      else expect([ckremm.heap.freeBytes(heap), ckremm.heap.find(heap, 2, 0)]).toEqual([freeBytes, 0]);
      if (gc) expect(ckremm.gc.open(gc) || ckremm.fault()).toBe(address ? 1 : Fault.BadArgument);
      if (!wasCut) break;
    }
  }
});
