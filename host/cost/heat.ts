/**
 * How often each function of the library is entered while it does its reference work: the workloads that engines run,
 * and the scenes of every public call. The build goes by it, see build/heat.js.
 */
import { boot } from '../emulator/index.ts';
import { workloadModules, workloadProgram } from '../engines/workloads.ts';
import { textOf, turnsOf } from './scene.ts';
import { SCENES } from './scenes.ts';

/** The board whose bundle counts: the one with the least memory that takes all modules. */
export const HEAT_BOARD = 'puckjs';
/** A workload is a mixture: its counts are per so many calls of the library. */
const CALLS = 1024;
/** A scene is one call, over and over, and as often as it is cheap: its counts are such that 1 in a usual number of turns is so much. */
const SCENE_WEIGHT = 64;
const USUAL_TURNS = 250;

/**
 * Function, as "MODULE/FILE.NAME" -> how often it is entered in 1,024 calls of the kind of work in which it is entered most;
 * a power of two, rounded down; 0 below one.
 */
export type Heat = Record<string, number>;

class Load {
  readonly #entered = new Map<string, number>();
  #calls = 0;
  #depth = 0;
  #isCounting = true;

  /** Runs programs on a board of their own, with a bundle that tells what it enters. */
  run(bundleFile: string, program: string): void {
    const { run, realm, ckremm } = boot(HEAT_BOARD, {
      bundleFile,
      counter: { textOf: (text) => text, globals: { __enter: (name: string) => this.#enter(name) } },
    });
    for (const namespace of Object.values<any>(ckremm))
      for (const [name, call] of Object.entries<any>(namespace))
        if (typeof call === 'function') namespace[name] = this.#counted(call);
    realm.print = () => {};
    realm.__count = (isCounting: boolean) => void (this.#isCounting = isCounting);
    this.#isCounting = true;
    run(program);
  }

  #enter(name: string): void {
    if (this.#isCounting) this.#entered.set(name, (this.#entered.get(name) ?? 0) + 1);
  }

  /** Calls that the program makes, and not those of a callback of its own. */
  #counted(call: (...values: unknown[]) => unknown) {
    return (...values: unknown[]): unknown => {
      if (this.#depth === 0 && this.#isCounting) this.#calls++;
      this.#depth++;
      try {
        return call(...values);
      } finally {
        this.#depth--;
      }
    };
  }

  /** Calls of the library that were counted. */
  get calls(): number {
    return this.#calls;
  }

  /** Entries of each function times `weight`. */
  rates(weight: number): [string, number][] {
    return [...this.#entered].map(([name, count]) => [name, weight * count]);
  }
}

/** Rounded, so that small changes of the library do not show. */
const powerOfTwo = (rate: number): number => (rate < 1 ? 0 : 2 ** Math.floor(Math.log2(rate)));

/** Modules that have no work of their own to do: what a program calls of these, it calls at its start. */
const STARTING = ['devices', 'heap'];

function* sceneRates(bundleFile: string): Iterable<[string, number]> {
  for (const scene of SCENES.filter(({ modules }) => !STARTING.includes(modules.at(-1)!))) {
    const load = new Load();
    load.run(
      bundleFile,
      `__count(false);${textOf(scene, turnsOf(scene)[1], (run) => `__count(true);{${run}}__count(false);`)}`,
    );
    yield* load.rates(SCENE_WEIGHT / USUAL_TURNS);
  }
}

function* workloadRates(bundleFile: string): Iterable<[string, number]> {
  for (const module of workloadModules()) {
    const load = new Load();
    load.run(bundleFile, workloadProgram(module));
    yield* load.rates(CALLS / load.calls);
  }
}

/** What the hottest of all loads makes of each of the functions `names`. The bundle calls `__enter(name)` at the start of each. */
export function measureHeat(bundleFile: string, names: string[]): Heat {
  const rates = new Map(names.map((name) => [name, 0]));
  for (const [name, rate] of [...sceneRates(bundleFile), ...workloadRates(bundleFile)])
    rates.set(name, Math.max(rate, rates.get(name) ?? 0));
  return Object.fromEntries(
    [...rates].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, rate]) => [name, powerOfTwo(rate)]),
  );
}
