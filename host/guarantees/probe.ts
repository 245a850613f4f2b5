/** Calls tried in the state that a way leads to, counted. The state is made on a plain board, at full speed, and brought to one that counts. */
import { CountingBoard } from '../cost/count.ts';
import { type Counts, add } from '../cost/features.ts';
import { type Model, modelOf } from '../cost/model.ts';
import { countRegions } from '../cost/regions.ts';
import { CutOff, type Meter, boot, readBoard } from '../emulator/index.ts';
import { fractionsFrom } from '../support/random.ts';
import { takeFlashWork } from './worlds/paging.ts';
import { Words } from './way.ts';
import type { Place, Probe, State, World } from './world.ts';

/** What a call cost. */
export interface Cost {
  call: string;
  /** What is told apart, see Probe. */
  apart: string;
  what: string;
  isUsual: boolean;
  isRefused: boolean;
  units: number;
  steps: number;
  words: number;
  counts: Counts;
  /** Of flash, where the call has a store. */
  erases: number;
  programmedBytes: number;
}

/** What the statement takes that makes the call, which stands in the program. */
const CALL = 'x=f(p,a);';

/** Makes a call that is cut off after so many stores; whether it was. Other errors get through. */
export function isCut(meter: Meter, stores: number, call: () => unknown): boolean {
  meter.cutAfter(stores);
  try {
    call();
    return false;
  } catch (error) {
    if (!(error instanceof CutOff)) throw error;
    return true;
  } finally {
    meter.cutAfter(null);
  }
}

const rawOf = (heap: Uint8Array): Uint8Array => new Uint8Array(heap.buffer, heap.byteOffset, heap.length);

/** Tries the calls of a world on a board with a bundle. */
export class Prober {
  readonly #world: World;
  readonly #counting: CountingBoard;
  readonly #counted: Place;
  readonly #plain: Place;
  readonly #call = countRegions(CALL).regions[0]!;
  readonly model: Model;

  /** States are made by the bundle of `plainFile`: any that has the module. */
  constructor(world: World, boardName: string, bundleFile: string, plainFile = bundleFile) {
    this.#world = world;
    this.model = modelOf(readBoard(boardName))!;
    const plain = boot(boardName, { bundleFile: plainFile });
    // As on the board that counts: where a pager begins in its flash is drawn, and decides what a rollback looks at.
    plain.realm.Math.random = fractionsFrom(1);
    const heap = plain.newHeap(world.heapBytes);
    this.#plain = {
      library: plain.ckremm,
      heap,
      raw: rawOf(heap),
      behind: (array) => array,
      cut: () => undefined,
      run: plain.run,
    };
    this.#counting = new CountingBoard(boardName, { bundleFile });
    const { board } = this.#counting;
    const metered = board.newHeap(world.heapBytes);
    this.#counted = {
      library: board.ckremm,
      heap: metered,
      raw: rawOf(board.meter.raw(metered)),
      behind: (array) => board.meter.raw(array),
      cut: (stores, call) => void isCut(board.meter, stores, call),
      run: (text) => board.run(text),
    };
  }

  /** Calls of the module that the bundle has. */
  has(call: string): boolean {
    return typeof this.#counted.library[this.#world.module]?.[call] === 'function';
  }

  /** Whether the bundle has what the world needs to come to a state. */
  get canGo(): boolean {
    return this.#world.needs.split(' ').every((call) => this.has(call));
  }

  /** What calls cost at the end of a way: those that are wanted, each from the same state. */
  costs(way: number[], isWanted: (probe: Probe) => boolean = () => true): Cost[] {
    const state = this.#go(way);
    const place = this.#counted;
    place.raw.set(this.#plain.raw);
    this.#world.restore?.(place, state);
    const pool = this.#world.attach(place);
    if (!pool) throw new Error(`${this.#world.name}: the image of a way is refused, fault ${place.library.fault()}`);
    const probes = this.#world.probes(place, pool, state).filter((probe) => this.has(probe.call) && isWanted(probe));
    return probes.flatMap((probe) => {
      const costs = this.#tried(probe);
      place.raw.set(this.#plain.raw);
      this.#world.restore?.(place, state);
      return costs;
    });
  }

  #go(way: number[]): State {
    const place = this.#plain;
    place.raw.fill(0);
    place.library.heap.format(place.heap);
    return this.#world.go(place, new Words(way));
  }

  /** Of a call that is refused as not compact yet, each try. */
  #tried(probe: Probe): Cost[] {
    const costs: Cost[] = [];
    probe.before?.();
    for (let times = this.#world.times ?? 1; times > 0; times--) {
      const cost = this.#cost(probe);
      costs.push(cost);
      if (!cost.isRefused) break;
    }
    return costs;
  }

  #cost({ call, what, isUsual = false, run, apart }: Probe): Cost {
    const counting = this.#counting;
    takeFlashWork(this.#counted);
    counting.reset();
    const result = run();
    const counts = counting.read();
    add(counts, this.#call);
    const { words } = counting.board.meter;
    return {
      call,
      apart: apart?.(result) ?? '',
      what,
      isUsual,
      isRefused: !result,
      units: this.model.units(counts),
      steps: counts.turns,
      words,
      counts,
      ...takeFlashWork(this.#counted),
    };
  }
}
