/** Runs scenes on an emulated board and counts what each executes there. */
import { boot } from '../emulator/index.ts';
import type { BootOptions, Emulated } from '../emulator/index.ts';
import { type Counts, FEATURES, add, executed, none } from './features.ts';
import type { Model } from './model.ts';
import { type Counted, countRegions } from './regions.ts';
import { type Scene, textOf, turnsOf } from './scene.ts';
import { fractionsFrom } from '../support/random.ts';

export interface SceneCounts {
  /** What a turn executes, on average over the turns. */
  counts: Counts;
  /** Distinct 32-bit words of typed arrays that a turn touches, at most, and loop steps. */
  words: number;
  steps: number;
}

/** Bundles are large, and boards are booted for each scene. */
const bundles = new Map<string, Counted>();

function countedBundle(text: string): Counted {
  const known = bundles.get(text) ?? countRegions(text);
  bundles.set(text, known);
  return known;
}

/** An emulated board whose bundle counts what it executes. */
export class CountingBoard {
  readonly board: Emulated;
  readonly #regions: Counts[] = [];
  readonly #times: number[] = [];
  /** U of each region, once somebody asked. */
  readonly #weighed: number[] = [];
  /** U that calls took more, or fewer, than was counted. */
  #corrected = 0;

  constructor(name: string, options: BootOptions = {}) {
    this.board = boot(name, {
      ...options,
      strictStores: true,
      counter: {
        textOf: (bundle) => this.#add(countedBundle(bundle)),
        globals: { __regions: this.#times, __scene: null },
      },
    });
    // What is drawn decides how many digits a number has, and so what it costs.
    this.board.realm.Math.random = fractionsFrom(1);
  }

  #add({ code, regions }: Counted): string {
    this.#regions.push(...regions);
    while (this.#times.length < this.#regions.length) this.#times.push(0);
    return code;
  }

  /** Run a program of the user's; what it executes is counted from the last `reset` on. */
  run(text: string, fileName?: string): unknown {
    return this.board.run(this.#add(countRegions(text, this.#regions.length)), fileName);
  }

  reset(): void {
    this.#corrected = 0;
    this.#times.fill(0);
    this.board.meter.reset();
  }

  /** What was executed since the last `reset`. */
  read(): Counts {
    const counts = executed(this.#regions, this.#times);
    for (const [name, value] of Object.entries(this.board.meter.natives)) counts[name as keyof Counts] = value;
    return counts;
  }

  /** U of what was executed since the last `reset`, by the weights of a model: for who asks before and after each call of a program. */
  units(model: Model): number {
    for (let region = this.#weighed.length; region < this.#regions.length; region++)
      this.#weighed.push(model.units(this.#regions[region]!));
    const natives = { ...none(), ...this.board.meter.natives };
    return this.#times.reduce(
      (sum, times, region) => sum + times * this.#weighed[region]!,
      model.units(natives) + this.#corrected,
    );
  }

  /** Something took so many U more, or fewer, than is counted: `units` has it. */
  correct(units: number): void {
    this.#corrected += units;
  }

  /** What the counted part of a scene executes, or, with `isWhole`, what stands around it as well. */
  count(scene: Scene, isWhole = false): SceneCounts {
    const [from, to] = turnsOf(scene);
    const found: SceneCounts = { counts: none(), words: 0, steps: 0 };
    let turn = 0;
    this.board.realm.__begin = () => this.reset();
    this.board.realm.__end = () => {
      if (turn++ < from) return;
      add(found.counts, this.read(), 1 / (to - from));
      found.words = Math.max(found.words, this.board.meter.words);
      found.steps = found.counts.turns;
    };
    // A block is a region of its own, so that what begins and ends the count is not in it.
    const marked = (run: string): string => `__begin();{${run}}__end();`;
    const { before = '', run, after = '' } = scene;
    const whole: Scene = { ...scene, before: '', run: before + run + after, after: '' };
    this.run(textOf(isWhole ? whole : scene, to, marked), 'scene');
    for (const name of FEATURES) found.counts[name] = Number(found.counts[name].toFixed(4));
    return found;
  }
}
