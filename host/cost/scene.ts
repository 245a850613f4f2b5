/** A call of the library in plain ES5 text that runs on an emulated board, where what it executes is counted, and on real engines. */

export interface Scene {
  /** The call, as in 'headers.alloc'; with several, 'headers.alloc + dealloc'. */
  call: string;
  /** In which case. */
  what: string;
  /** Modules of the bundle that it needs. */
  modules: string[];
  /** Run once, at the start of the function in which the rest runs. */
  setup: string;
  /** Run for each turn, around `run`, and not counted. */
  before?: string;
  run: string;
  after?: string;
  /** Turns are counted from the first to below the second; 50 and 250 unless the scene is dear. */
  turns?: [number, number];
}

export const turnsOf = ({ turns = [50, 250] }: Scene): [number, number] => turns;

/** Scenes that differ in case and statements only. */
type Case = [call: string, what: string, run: string, before?: string, after?: string, more?: Partial<Scene>];

export function scenesOf(modules: string[], setup: string, cases: Case[]): Scene[] {
  const name = modules[modules.length - 1];
  return cases.map(([call, what, run, before, after, more = {}]) => ({
    call: `${name}.${call}`,
    what,
    modules,
    run,
    before,
    after,
    ...more,
    setup: setup + (more.setup ?? ''),
  }));
}

/** Scenes of calls that go through a whole pool. */
export const DEAR = { turns: [4, 24] as [number, number] };

/** The text of a scene, a function of its own. `around` puts something before and behind what is counted. */
export function textOf(scene: Scene, turns: number, around: (run: string) => string = (run) => run): string {
  const { setup, before = '', run, after = '' } = scene;
  // The number of turns is as long as any: the text must not differ in length.
  return `(function(){function f(){}\nvar i,x,y,z;${setup}\nfor(i=0;i<${String(turns).padStart(4)};i++){${before}${around(run)}${after}}\n})();`;
}
