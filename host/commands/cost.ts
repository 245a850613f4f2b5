/** `ckremm cost`: what each call costs on a board, counted. */
import { type CallCost, costsOn } from '../cost/calls.ts';
import { type Model, modelOf } from '../cost/model.ts';
import { isNative, isNativeCall, nativeFigures, nativeUnits } from '../cost/native.ts';
import { type BoardProfile, boardNames, readBoard } from '../emulator/index.ts';
import { MODULES, promiseOf } from '../guarantees/calls.ts';
import { type Told, told } from '../guarantees/measure.ts';
import { toldNatively } from '../guarantees/native.ts';
import { cutOf, millisecondsOn, movesOf, refusedOf, shownMilliseconds } from '../guarantees/words.ts';
import { UserError } from '../support/errors.ts';
import { JSON_OPTION } from './command.ts';
import type { Command, Values } from './command.ts';
import { BOARD_OPTION, boardOf } from './inputs.ts';
import { isNativeFor } from './flash-words.ts';
import { MODULES_OPTION, NATIVE_OPTION, bundleAsked } from './modules.ts';
import { number, renderTable } from './table.ts';

export const costCommand: Command = {
  name: 'cost',
  summary:
    'Show what each public call costs on a board, typically and at worst, what it moves, and what it leaves when it is cut off.',
  options: [BOARD_OPTION, MODULES_OPTION, NATIVE_OPTION, JSON_OPTION],
  notes: [
    'The lean bundle runs on the emulated board, and what it executes is counted: calls, names, operators, skipped\n' +
      'text. Their weights were fitted to real engines; see docs/design/measuring.md. 1 U is one empty\n' +
      'call. Microseconds are estimates: nine in ten are within the range shown. words: the most distinct 32-bit words touched.',
    'On a board with machine code, calls that are part of it have U as measured on Espruino for ARM; at worst, what the same state\n' +
      'would take there. --configNative off shows what the library takes in ES5.',
    'With --json: an array of board, call, case, units, microseconds, microsecondsLow, microsecondsHigh, words, steps, moves, cut, refused, isNative.',
  ],
  run,
};

/** A case as native code takes it; as it is where it was not measured, or the board runs ES5. */
function natively(board: BoardProfile, row: CallCost): Counted {
  const units = nativeUnits(row.call, row.case);
  if (units === undefined) return { ...row, isNative: false };
  const { callMicroseconds, callMicrosecondsMost = callMicroseconds } = board;
  const [low, high] = [1 - NATIVE_ERROR, (1 + NATIVE_ERROR) * (callMicrosecondsMost / callMicroseconds)];
  const microseconds = rounded(units * callMicroseconds);
  const [microsecondsLow, microsecondsHigh] = [low, high].map((share) => rounded(microseconds * share)) as [
    number,
    number,
  ];
  return { ...row, units, microseconds, microsecondsLow, microsecondsHigh, isNative: true };
}

/** What a call takes, and whether as machine code. */
type Counted = CallCost & { isNative: boolean };

/** What is typical of a call and what is the worst of it, as rows like those of its cases; and what is promised of it in each. */
function rowsOf(board: BoardProfile, model: Model, calls: Told[], cases: Counted[], hasNative: boolean): object[] {
  const rowOf = (of: Told, what: string, units: number): Counted => {
    const microseconds = rounded(units * model.unitMicroseconds);
    return {
      call: of.call,
      case: `${what}${of.after && `, after ${of.after}`}`,
      units: rounded(units),
      microseconds,
      microsecondsLow: rounded(microseconds * (1 - model.errorShare)),
      microsecondsHigh: rounded(microseconds * model.slowest * (1 + model.errorShare)),
      words: of.words,
      steps: of.steps,
      isNative: hasNative && isNativeCall(of.call),
    };
  };
  const toldRows = calls.flatMap((of) => [
    rowOf(of, 'typically', of.typicalUnits),
    rowOf(of, `at worst${of.worst && `: ${of.worst}`}`, of.worstUnits),
  ]);
  return [...toldRows, ...cases].map(({ isNative, ...row }) => ({
    board: board.board,
    ...row,
    ...promiseOf(row.call.split(' ')[0]!),
    isNative,
  }));
}

/** The board's clock: U are measured. */
const NATIVE_ERROR = 0.3;

/** Of each call: milliseconds, whether blocks move, and what is left of it when it is cut off. */
function promisesOf(board: BoardProfile, calls: Told[]): string {
  const right = (title: string) => ({ title, align: 'right' as const });
  const left = (title: string) => ({ title, align: 'left' as const });
  return renderTable(
    [left('call'), right('ms'), right('at worst'), right('steps'), left('moves'), left('cut off'), left('refused')],
    calls.map((of) => {
      const { typical, worst } = millisecondsOn(board, of);
      return [
        `${of.call}${of.after && `, ${of.after}`}`,
        shownMilliseconds(typical),
        shownMilliseconds(worst),
        number(Math.round(of.steps)),
        movesOf(of),
        cutOf(of),
        refusedOf(of),
      ];
    }),
  );
}

const WORDS =
  'ms: typically, the median over random states; at worst, the slowest state that a search found, with misses of the flash cache and, where a call\n' +
  'uses a store, the flash of the board. docs/guarantees.md has the sizes of the pools, and says more. moves: whether blocks may be elsewhere afterwards.\n' +
  'cut off: what Ctrl-C or out of memory in the middle leaves. refused: what the call returns when it does nothing. Case by case:';

async function run(values: Values): Promise<void> {
  const board = readBoard(boardOf(values).name);
  const model = modelOf(board);
  if (!model) {
    const others = boardNames()
      .filter((name) => modelOf(readBoard(name)))
      .join(', ');
    throw new UserError(
      `${board.board} runs compiled code, whose cost cannot be counted; npm run bench measures it. Boards with an interpreter: ${others}`,
    );
  }
  const file = await bundleAsked(board.board, values);
  const hasNative = isNative(board) && isNativeFor(values.configNative as string | undefined);
  const counted = costsOn(board.board, file);
  const rows = counted.map((row) => (hasNative ? natively(board, row) : { ...row, isNative: false }));
  if (rows.length === 0)
    throw new UserError(
      'there are no costs for the calls of these modules; name whole modules, such as headers or tables',
    );
  const inEs5 = told(board.board, MODULES, () => file);
  const calls = hasNative ? inEs5.map((one) => toldNatively(board, one)) : inEs5;
  if (values.json) console.log(JSON.stringify(rowsOf(board, model, calls, rows, hasNative), null, 2));
  else
    console.log(
      [
        promisesOf(board, calls),
        WORDS,
        tableOf(rows, board.callMicrosecondsMost !== undefined),
        legendOf(board, model),
        ...(hasNative ? [nativeLegend()] : []),
      ].join('\n\n'),
    );
}

/** Whose rows are those of native code. */
const nativeLegend = (): string => {
  const modules = [...new Set(nativeFigures().rows.map(({ call }) => call.split('.')[0]!))];
  return `Calls of ${modules.join(', ')} run as native code here: their U were measured on ${nativeFigures().version}; us: U times the board's clock, +-30 %. --configNative off: in ES5.`;
};

const rounded = (value: number): number => Number(value.toPrecision(3));
const digits = (value: number): string => (value < 10 ? value.toFixed(1) : number(Math.round(value)));

/** Where the board's flash cache decides there is a range and no one time. */
function tableOf(rows: CallCost[], isRange: boolean): string {
  const right = (title: string) => ({ title, align: 'right' as const });
  const times = isRange ? [right('us from'), right('to')] : [right('us'), right('from'), right('to')];
  return renderTable(
    [{ title: 'call', align: 'left' }, { title: 'case', align: 'left' }, right('U'), ...times, right('words')],
    rows.map(({ call, case: what, units, microseconds, microsecondsLow, microsecondsHigh, words }) => [
      call,
      what,
      digits(units),
      ...(isRange ? [] : [digits(microseconds)]),
      digits(microsecondsLow),
      digits(microsecondsHigh),
      number(words),
    ]),
  );
}

function legendOf(
  { board, callMicroseconds, callMicrosecondsMost }: BoardProfile,
  { calibration, boardFactor, errorShare }: Model,
): string {
  const { scenes, medianError, p90Error } = calibration.agreement;
  const percent = (share: number): string => `${Math.round(100 * share)} %`;
  return (
    `U: an empty call, about ${callMicroseconds} us on ${board}. Fitted to ${calibration.version}; of ${scenes} scenes, each told by\n` +
    `weights that its module had no part in, half are told within ${percent(medianError)}, nine in ten within ${percent(p90Error)}. ` +
    `us: U x ${callMicroseconds} x ${boardFactor.toFixed(2)} (of a board over those of that build),\n` +
    `+-${percent(errorShare)}: the fit, the build and the profile's clock together` +
    `${callMicrosecondsMost ? `; to: with misses of the flash cache, when an empty call takes ${callMicrosecondsMost} us` : ''}.`
  );
}
