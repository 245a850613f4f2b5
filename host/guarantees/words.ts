/** What is told of a call, in words and in a board's milliseconds. */
import { modelOf } from '../cost/model.ts';
import type { BoardProfile } from '../emulator/index.ts';
import { type Cut, type Moves, promiseOf } from './calls.ts';
import type { Told } from './measure.ts';

export const MOVES: Record<Moves, string> = {
  no: 'no',
  'its own': 'the one it is given',
  blocks: 'any not pinned',
  pages: 'pages leave their frames',
};

export const CUT: Record<Cut, string> = {
  whole: 'all or nothing',
  repair: 'the next call says so, repair mends it',
  again: 'part is done, call it again',
  heap: 'open says so, heap.repair mends it',
};

export interface Milliseconds {
  typical: number;
  worst: number;
  /** Of the worst: what the board's flash takes of it, where the call has a store. */
  flash: number;
}

/** What a call takes on a board, with misses of its flash cache in the worst case. */
export function millisecondsOn(
  board: BoardProfile,
  { typicalUnits, worstUnits, erases, programmedBytes }: Told,
): Milliseconds {
  const { unitMicroseconds, slowest } = modelOf(board)!;
  const perUnit = unitMicroseconds / 1000;
  const { eraseMilliseconds = 0, programMicroseconds = 0, programBytes = 1 } = board.flash ?? {};
  const flash = erases * eraseMilliseconds + ((programmedBytes / programBytes) * programMicroseconds) / 1000;
  return { typical: typicalUnits * perUnit, worst: worstUnits * perUnit * slowest + flash, flash };
}

/** Two digits, as more are not known. */
export const shownMilliseconds = (milliseconds: number): string => {
  const rounded = Number(milliseconds.toPrecision(2));
  return rounded < 10 ? String(rounded) : Math.round(rounded).toLocaleString('en-US');
};

/** "alloc": as a program writes it after the module's name. */
export const nameOf = ({ call, after }: Told): string => `${call.split('.')[1]}${after && `, ${after}`}`;

export const movesOf = ({ call }: Told): string => MOVES[promiseOf(call)!.moves];
export const cutOf = ({ call }: Told): string => CUT[promiseOf(call)!.cut];
export const refusedOf = ({ call }: Told): string => promiseOf(call)!.refused;
