/** The options several commands share, and the values they stand for. */
import { UserError } from '../support/errors.ts';
import { POOLS, poolNamed, poolNames } from '../replay/pools.ts';
import type { PoolKind } from '../replay/driver.ts';
import { boardNamed, boardNames } from '../replay/realm.ts';
import type { Board } from '../replay/realm.ts';
import { TRACE_FORMATS, loadTrace } from '../trace/load.ts';
import type { Trace } from '../trace/trace.ts';
import type { Option, Values } from './command.ts';

export const BOARD_OPTION: Option = {
  name: 'board',
  value: 'B',
  required: true,
  help: 'the board; ckremm boards lists them',
};
export const POOL_OPTION: Option = {
  name: 'pool',
  value: 'P',
  required: true,
  help: `the kind of pool: ${poolNames().join(', ')}`,
};
/** For what otherwise takes every board, or every kind. */
export const ONE_BOARD_OPTION: Option = { ...BOARD_OPTION, required: false, help: 'only this board' };
export const ONE_POOL_OPTION: Option = {
  name: 'pool',
  value: 'P',
  help: `only this kind of pool: ${poolNames().join(', ')}`,
};
export const TRACE_OPTION: Option = {
  name: 'trace',
  value: 'F',
  required: true,
  help: 'a trace file; see traces/README.md',
};
export const FORMAT_OPTION: Option = {
  name: 'format',
  value: 'F',
  help: `the format of the trace: ${TRACE_FORMATS.join(' or ')} (a log of glibc); ${TRACE_FORMATS[0]} if not given`,
};
export const HEAP_OPTION: Option = {
  name: 'heap',
  value: 'BYTES',
  help: "the size of the heap; the board's own if not given",
};

export const boardOf = (values: Values): Board => boardNamed(String(values.board));
export const poolOf = (values: Values): PoolKind => poolNamed(String(values.pool));

export function traceOf(values: Values): Trace {
  const format = TRACE_FORMATS.find((name) => name === (values.format ?? TRACE_FORMATS[0]));
  if (!format)
    throw new UserError(
      `unknown trace format '${String(values.format)}'; the formats are: ${TRACE_FORMATS.join(', ')}`,
    );
  return loadTrace(String(values.trace), format);
}

/** The size of the heap that was asked for, or `board`'s own. */
export function heapBytesOf(values: Values, board: Board): number {
  if (values.heap === undefined) return board.heapBytes;
  const text = String(values.heap);
  if (!/^\d+$/.test(text)) {
    throw new UserError(`'${text}' is not a heap size: give a whole number of bytes`);
  }
  return Number(text);
}

/** Every board, the smallest heap first. */
export function boardsBySize(): Board[] {
  return boardNames()
    .map(boardNamed)
    .sort((a, b) => a.heapBytes - b.heapBytes || (a.name < b.name ? -1 : 1));
}

/** The kind of pool that was asked for, or all. */
export const poolsOf = (values: Values): PoolKind[] => (values.pool === undefined ? POOLS : [poolOf(values)]);

/** The board that was asked for, or all. */
export const boardsAsked = (values: Values): Board[] =>
  values.board === undefined ? boardsBySize() : [boardOf(values)];

/** Each of `boards` with each of `pools` that its bundle has; UserError when there is none. */
export function casesOf(boards: Board[], pools: PoolKind[]): { board: Board; pool: PoolKind }[] {
  const cases = pools.flatMap((pool) =>
    boards.filter((board) => hasPool(board, pool)).map((board) => ({ board, pool })),
  );
  if (cases.length > 0) return cases;
  const [board, names] = [boards[0].name, pools.map(({ name }) => name).join(', ')];
  throw new UserError(
    `the bundle of ${board} has no ${names}; add it with --modules ${[...boards[0].modules, names].join(',')}`,
  );
}

/** Whether the bundle of `board` has that kind of pool. */
export const hasPool = (board: Board, pool: PoolKind): boolean => board.modules.includes(pool.name);
