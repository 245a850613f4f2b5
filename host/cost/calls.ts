/** What every public call of a bundle costs on its board. */
import { readBoard } from '../emulator/index.ts';
import { CountingBoard } from './count.ts';
import { modelOf } from './model.ts';
import type { Scene } from './scene.ts';
import { SCENES } from './scenes.ts';

/** A row of `cost --json`, but for the board. */
export interface CallCost {
  call: string;
  case: string;
  units: number;
  /** Without a miss of the board's flash cache; High is with them. */
  microseconds: number;
  microsecondsLow: number;
  microsecondsHigh: number;
  /** Distinct 32-bit words of the heap that the call touches, at most; turns of loops, on average. */
  words: number;
  steps: number;
}

const rounded = (value: number): number => Number(value.toPrecision(3));

/** Whether a bundle has what a scene calls: all of 'headers.alloc + dealloc'. */
function hasCalls(library: Record<string, any>, { call }: Scene): boolean {
  const [module, names] = call.split('.');
  return names.split(' + ').every((name) => typeof library[module]?.[name] === 'function');
}

/** The scenes that a bundle of a board has the calls for. */
export function costsOn(
  boardName: string,
  bundleFile: string,
  isWanted: (scene: Scene) => boolean = () => true,
): CallCost[] {
  const model = modelOf(readBoard(boardName))!;
  const { ckremm } = new CountingBoard(boardName, { bundleFile }).board;
  return SCENES.filter((scene) => hasCalls(ckremm, scene) && isWanted(scene)).map((scene) => {
    // A board of its own for each, so that no scene depends on another.
    const { counts, words, steps } = new CountingBoard(boardName, { bundleFile }).count(scene);
    const microseconds = model.microseconds(counts);
    return {
      call: scene.call,
      case: scene.what,
      units: rounded(model.units(counts)),
      microseconds: rounded(microseconds),
      microsecondsLow: rounded(microseconds * (1 - model.errorShare)),
      microsecondsHigh: rounded(microseconds * model.slowest * (1 + model.errorShare)),
      words,
      steps: rounded(steps),
    };
  });
}
