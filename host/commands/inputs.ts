/** The options several commands share, and the values they stand for. */
import { UserError } from '../errors.ts';
import { POOLS, poolNamed, poolNames } from '../replay/pools.ts';
import type { PoolKind } from '../replay/driver.ts';
import { boardNamed, boardNames } from '../replay/realm.ts';
import type { Board } from '../replay/realm.ts';
import { loadTrace } from '../trace/load.ts';
import type { Trace } from '../trace/trace.ts';
import type { Option, Values } from './command.ts';

export const BOARD_OPTION: Option = {
  name: 'board', value: 'B', required: true, help: 'the board, see ckremm boards',
};
export const POOL_OPTION: Option = {
  name: 'pool', value: 'P', required: true, help: `the kind of pool: ${poolNames().join(', ')}`,
};
/** For what otherwise takes every kind. */
export const ONE_POOL_OPTION: Option = {
  name: 'pool', value: 'P', help: `only this kind of pool: ${poolNames().join(', ')}`,
};
export const TRACE_OPTION: Option = {
  name: 'trace', value: 'F', required: true, help: 'a trace file, see traces/README.md',
};
export const HEAP_OPTION: Option = {
  name: 'heap', value: 'BYTES', help: "the size of the heap; the board's own when not given",
};

export const boardOf = (values: Values): Board => boardNamed(String(values.board));
export const poolOf = (values: Values): PoolKind => poolNamed(String(values.pool));
export const traceOf = (values: Values): Trace => loadTrace(String(values.trace));

/** The size of the heap that was asked for, or `board`'s own. */
export function heapBytesOf(values: Values, board: Board): number {
  if (values.heap === undefined) return board.heapBytes;
  const text = String(values.heap);
  if (!/^\d+$/.test(text)) {
    throw new UserError(`'${text}' is not a size of a heap: give a whole number of bytes`);
  }
  return Number(text);
}

/** Every board, the smallest heap first. */
export function boardsBySize(): Board[] {
  return boardNames().map(boardNamed)
    .sort((a, b) => a.heapBytes - b.heapBytes || (a.name < b.name ? -1 : 1));
}

/** The kind of pool that was asked for, or all. */
export const poolsOf = (values: Values): PoolKind[] => (values.pool === undefined ? POOLS : [poolOf(values)]);

/** Whether the bundle of `board` has that kind of pool. */
export const hasPool = (board: Board, pool: PoolKind): boolean => board.modules.includes(pool.name);
