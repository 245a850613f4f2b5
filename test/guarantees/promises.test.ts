/** What docs/guarantees.md says of each call, seen: blocks stay where nothing moves them, and what a call leaves that is cut off. */
import { callsOf, MODULES, type Promise as Said, promiseOf } from '../../host/guarantees/calls.ts';
import { isCut } from '../../host/guarantees/probe.ts';
import { lineages } from '../../host/guarantees/measure.ts';
import { type Lineage, wayOf, Words } from '../../host/guarantees/way.ts';
import { type Place, type Probe, type State, type World } from '../../host/guarantees/world.ts';
import { WORLDS } from '../../host/guarantees/worlds/index.ts';
import { readModules } from '../../host/api/extract.ts';
import { ENGINE_BOARDS, fileWith } from '../../host/metrics/bundles.ts';
import { metrics } from '../../host/metrics/file.ts';
import { boot, type Emulated } from '../../host/emulator/index.ts';
import { Fault } from '../../src/core/faults.ts';
import { isSoak, lengthOf } from '../support/soak.ts';

test('every call of every module on a board is promised something, and nothing else is', () => {
  const modules = readModules().filter(({ name }) => MODULES.includes(name));
  const calls = modules.flatMap(({ name, calls, inspect }) =>
    [...calls, ...inspect].map((call) => `${name}.${call.name}`),
  );
  const promised = MODULES.flatMap((name) => callsOf(name).map((call) => `${name}.${call}`));
  expect([...new Set(calls)].sort()).toEqual([...new Set(promised)].sort());
});

let board: Emulated;
beforeAll(async () => {
  await metrics();
  board = boot(ENGINE_BOARDS.jerryscript, { strictStores: true, bundleFile: fileWith('jerryscript', 'headers') });
}, 300000);

/** A state, and what is tried in it, each time from the same image. */
class Scene {
  readonly #world: World;
  readonly #place: Place;
  readonly #state: State;
  readonly #image: Uint8Array;
  readonly probes: Probe[];
  #pool: any;

  constructor(world: World, way: number[]) {
    const heap = board.newHeap(world.heapBytes);
    const { buffer, byteOffset, length } = board.meter.raw(heap);
    const behind = <T>(array: T): T => board.meter.raw(array);
    this.#world = world;
    this.#place = {
      library: board.ckremm,
      heap,
      raw: new Uint8Array(buffer, byteOffset, length),
      behind,
      cut: (stores, call) => void isCut(board.meter, stores, call),
      run: board.run,
    };
    board.ckremm.heap.format(heap);
    this.#state = world.go(this.#place, new Words(way));
    this.#image = this.#place.raw.slice();
    this.#pool = world.attach(this.#place);
    this.probes = world.probes(this.#place, this.#pool, this.#state);
  }

  /** Image and store as they were at first. */
  restore(): void {
    this.#place.raw.set(this.#image);
    this.#world.restore?.(this.#place, this.#state);
  }

  get times(): number {
    return this.#world.times ?? 1;
  }

  places(): number[] {
    return this.#world.places(this.#place, this.#pool, this.#state);
  }

  /** Whether the pool, or the heap, says that a call was cut off. */
  whoIsInterrupted(): { pool: boolean; heap: boolean } {
    const { library, heap } = this.#place;
    const isRefused = (opened: unknown): boolean => !opened && library.fault() === Fault.Interrupted;
    return { heap: isRefused(library.heap.open(heap)), pool: isRefused(this.#world.attach(this.#place)) };
  }
}

/** What was seen of a call, in all states and with all it was called with. */
interface Seen {
  hasMoved: boolean;
  isPoolInterrupted: boolean;
  isHeapInterrupted: boolean;
}

const SEEDS = Array.from({ length: lengthOf(3, 20) }, (_, i) => 1 + i);
const TRIES = 4;
/** Of a random way: few blocks are enough, and much is looked at after each cut. */
const WORDS = lengthOf(60, 1000);
const CUTS = [0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 24, 36, 60, 100, 300];

/** Of what was there before and after: something is elsewhere. What is gone is 0 then, or has no place. */
const isElsewhere = (before: number[], after: number[]): boolean =>
  after.length === before.length && after.some((place, i) => place !== 0 && before[i] !== 0 && place !== before[i]);

function tryProbe(scene: Scene, probe: Probe, { cut }: Said, seen: Seen): void {
  scene.restore();
  probe.before?.();
  const before = scene.places();
  // Refused as not compact yet: again.
  for (let times = scene.times; times > 0 && !probe.run(); times--);
  // Of a pool that is gone nothing has a place.
  if (cut !== 'heap' && isElsewhere(before, scene.places())) seen.hasMoved = true;
  for (const stores of CUTS) {
    // Seen is seen.
    if (seen.isPoolInterrupted || seen.isHeapInterrupted) return;
    scene.restore();
    probe.before?.();
    if (!isCut(board.meter, stores, probe.run)) return;
    const { pool, heap } = scene.whoIsInterrupted();
    seen.isHeapInterrupted ||= heap;
    seen.isPoolInterrupted ||= pool && !heap;
  }
}

/** Random ones, and those where allocs and the like cost most: there blocks have to move, and nothing else is tried. */
function waysOf({ name }: World): { way: number[]; isWhole: boolean }[] {
  const found = Object.entries(lineages()[name] ?? {}).filter(([call]) => ['alloc', 'reorder'].includes(call));
  const lines = [...new Set(found.map(([, lineage]) => JSON.stringify(lineage)))];
  return [
    ...SEEDS.map((seed) => ({ way: wayOf([seed]).slice(0, WORDS), isWhole: true })),
    { way: wayOf([2]), isWhole: false },
    ...lines.map((line) => ({ way: wayOf(JSON.parse(line) as Lineage), isWhole: false })),
  ];
}

function seenIn(world: World): Map<string, Seen> {
  const all = new Map<string, Seen>();
  for (const { way, isWhole } of waysOf(world)) {
    const scene = new Scene(world, way);
    const tried = new Map<string, number>();
    for (const probe of scene.probes) {
      const promised = promiseOf(`${world.module}.${probe.call}`)!;
      const key = `${probe.call} ${probe.what}`;
      const times = tried.get(key) ?? 0;
      tried.set(key, times + 1);
      // What a call is called with matters where blocks may move: one of the others is enough.
      if (promised.moves === 'no' && (!isWhole || (times >= TRIES && !isSoak))) continue;
      const seen = all.get(probe.call) ?? { hasMoved: false, isPoolInterrupted: false, isHeapInterrupted: false };
      all.set(probe.call, seen);
      tryProbe(scene, probe, promised, seen);
    }
  }
  return all;
}

const dueOf = ({ moves, cut }: Said): Seen => ({
  hasMoved: moves !== 'no',
  isPoolInterrupted: cut === 'repair',
  isHeapInterrupted: cut === 'heap',
});

describe.each(WORLDS.map((world) => [world.name, world] as const))('%s', (_, world) => {
  test('each call moves what it is said to move, and is left as it is said to be when it is cut off', () => {
    const differing = [...seenIn(world)].flatMap(([call, seen]) => {
      const due = dueOf(promiseOf(`${world.module}.${call}`) as Said);
      return JSON.stringify(seen) === JSON.stringify(due) ? [] : [{ call, seen, due }];
    });
    expect(differing).toEqual([]);
  });
});
