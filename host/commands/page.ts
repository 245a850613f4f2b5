/** `ckremm page`: more data than RAM on one board: how often is a page in RAM, and how long does the flash last? */
import { readBoard } from '../boards/board.ts';
import { UserError } from '../support/errors.ts';
import { COMMIT_EVERY, MOST_BY_DEFAULT, PAGE_BYTES, RUNS_PER_DAY, pageOn, pagesOfFlash } from '../paging/run.ts';
import type { Study } from '../paging/run.ts';
import { workloadNamed, workloadNames, workloadOf } from '../paging/workload.ts';
import type { Workload } from '../paging/workload.ts';
import type { BoardProfile } from '../boards/board.ts';
import { JSON_OPTION } from './command.ts';
import type { Command, Values } from './command.ts';
import { BOARD_OPTION, FORMAT_OPTION, TRACE_OPTION, boardOf, traceOf } from './inputs.ts';
import { number, renderTable } from './table.ts';

/** Address space of a made-up workload, unless the board's flash holds less. */
const WORKLOAD_BYTES = 65536;

const LEGEND =
  `Pages have ${PAGE_BYTES} bytes; an access is a page touched by a read or write. Commits every ${number(COMMIT_EVERY)} operations,\n` +
  'and whenever a transaction fills the flash. writes: pages written back; amplification: bytes\n' +
  'programmed, tables and moved pages included, per byte of them. wear: erases of the data sectors.\n' +
  'flash time: of programs and erases, from the data sheet; without reads and JavaScript.\n' +
  `lifetime: until sectors wear out if this runs ${RUNS_PER_DAY} times a day; 0 if nothing was erased.`;

export const pageCommand: Command = {
  name: 'page',
  summary: 'Run a workload larger than RAM on the pager of a board: hits, writes, lifetime of the flash.',
  options: [
    BOARD_OPTION,
    { ...TRACE_OPTION, required: false },
    FORMAT_OPTION,
    { name: 'workload', value: 'W', help: `instead of a trace: ${workloadNames().join(', ')}` },
    { name: 'frames', value: 'N', help: `page frames in the heap; if not given ${MOST_BY_DEFAULT}, or as many as fit` },
    {
      name: 'sectors',
      value: 'N',
      help: "pretend that so many sectors of flash are free; those of the board's profile if not given",
    },
    JSON_OPTION,
  ],
  notes: [
    'In a trace of allocations, a writes the block, r copies it, and f reads it once.',
    LEGEND,
    'With --json: board, workload, frames, accesses, hits, misses, writeBacks, writeAmplification,\n' +
      'maxWear, minWear, lifetimeDays.',
  ],
  run,
};

function run(values: Values): void {
  const profile = withSectors(readBoard(boardOf(values).name), values);
  const found = pageOn(
    profile,
    workloadFor(values, profile),
    values.frames === undefined ? undefined : wholeOf(values.frames, 'page frames'),
  );
  console.log(values.json ? JSON.stringify(found.result, null, 2) : `${renderStudy(found)}\n\n${LEGEND}`);
}

function workloadFor(values: Values, profile: BoardProfile): Workload {
  if ((values.trace === undefined) === (values.workload === undefined)) {
    throw new UserError('page: give either --trace F or --workload W; see ckremm page --help');
  }
  if (values.trace !== undefined) return workloadOf(traceOf(values));
  const most = pagesOfFlash(profile);
  if (most === 0) {
    throw new UserError(
      `the ${profile.flash.pages} sectors of flash that ${profile.board} leaves to paging are too few: ` +
        'it takes 3 for the roots and more than 3 for pages; --sectors 9 pretends that so many are free',
    );
  }
  return workloadNamed(String(values.workload), Math.min(WORKLOAD_BYTES, most * PAGE_BYTES));
}

function wholeOf(value: Values[string], what: string): number {
  const text = String(value);
  if (!/^\d+$/.test(text)) throw new UserError(`'${text}' is not a number of ${what}: give a whole number`);
  return Number(text);
}

function withSectors(profile: BoardProfile, { sectors }: Values): BoardProfile {
  return sectors === undefined
    ? profile
    : { ...profile, flash: { ...profile.flash, pages: wholeOf(sectors, 'sectors') } };
}

function renderStudy({ result, pages, flashSeconds }: Study): string {
  const right = (title: string) => ({ title, align: 'right' as const });
  return renderTable(
    [
      { title: 'board', align: 'left' },
      { title: 'workload', align: 'left' },
      right('pages'),
      right('frames'),
      right('accesses'),
      right('hits'),
      right('writes'),
      right('amplif.'),
      right('wear'),
      right('flash time'),
      right('lifetime'),
    ],
    [
      [
        result.board,
        result.workload,
        number(pages),
        number(result.frames),
        number(result.accesses),
        `${((100 * result.hits) / Math.max(1, result.accesses)).toFixed(1)} %`,
        number(result.writeBacks),
        result.writeAmplification.toFixed(2),
        `${result.minWear}..${result.maxWear}`,
        `${flashSeconds.toFixed(1)} s`,
        `${number(Math.round(result.lifetimeDays))} d`,
      ],
    ],
  );
}
