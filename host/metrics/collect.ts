/** Every metric, in the order in which README shows them. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { boardNames, projectFolder, readBoard } from '../emulator/index.ts';
import { BARS, type BarName } from './bars/index.ts';
import { leanBytes, unitsOf } from './bundles.ts';
import { measured } from './measure.ts';
import type { Metric } from './metric.ts';
import { ourBytes } from './objects.ts';
import { POOLS, replaysOf } from './replays.ts';
import { callMetrics } from './told.ts';
import { takenBy } from '../upload/room.ts';

export function collect(): Metric[] {
  return [
    ...Object.keys(BARS).map((name) => barred(name as BarName)),
    ...calls(),
    ...objects(),
    ...POOLS.flatMap(replays),
    ...bundles(),
    ...callMetrics(),
  ];
}

function barred(id: BarName): Metric {
  const { what, unit, bar, stretch, isAtLeast, by } = BARS[id];
  return {
    id,
    what,
    value: measured(id),
    unit,
    bar,
    ...(stretch !== undefined && { stretch }),
    ...(isAtLeast && { isAtLeast }),
    ...(by && { by }),
  };
}

const plain = (id: string, what: string, value: number, unit: string): Metric => ({ id, what, value, unit });

/** What the table of modules has beside the bars. */
function calls(): Metric[] {
  const units = (id: string, what: string, ...of: Parameters<typeof unitsOf>): Metric =>
    plain(id, `${what}, on Espruino, counted`, unitsOf(...of), 'U');
  return [
    units('tables.addrOfUnits', 'tables: addrOf', 'tables', 'tables.addrOf'),
    units('queue.turnUnits', 'queue: push + shift', 'records', 'queue.push + shift'),
    plain('messages.lean', 'lean bundle, messages', leanBytes('messages'), 'bytes'),
    units('strings.pairUnits', 'strings: alloc + dealloc, 7 characters', 'strings', 'strings.alloc + dealloc'),
    units('strings.equalsUnits', 'strings: equals, to a text', 'strings', 'strings.equals', 'to a text'),
    plain('strings.lean', 'lean bundle, strings', leanBytes('strings'), 'bytes'),
    units('gc.setRefUnits', 'gc: setRef', 'gc', 'gc.setRef'),
    units('paging.read8Units', 'paging: read8 of the page used last', 'paging', 'paging.read8', 'the page used last'),
    units('paging.read8OtherUnits', 'paging: read8 of another page', 'paging', 'paging.read8', 'another page'),
  ];
}

function objects(): Metric[] {
  const [sample, buffer, object] = ourBytes() as [number, number, number];
  return [
    plain('records.sampleBytes', 'records: a row of {t, v}', sample, 'bytes'),
    plain('headers.bufferBytes', 'headers: a buffer of 16 bytes and its address', buffer, 'bytes'),
    plain('records.objectBytes', 'records: a row of 4 fields', object, 'bytes'),
  ];
}

function replays(pool: (typeof POOLS)[number]): Metric[] {
  const text = `${pool}, in its smallest heap`;
  return replaysOf(pool).flatMap(
    ({ trace, operations, peakLiveBytes, smallestHeapBytes, worstWords, worstSteps, movedBytes }) => [
      plain(`${pool}.${trace}.operations`, `${text}: ${trace}, operations`, operations, 'operations'),
      plain(`${pool}.${trace}.peakLiveBytes`, `${text}: ${trace}, peak of live bytes`, peakLiveBytes, 'bytes'),
      plain(`${pool}.${trace}.smallestHeapBytes`, `${text}: ${trace}`, smallestHeapBytes, 'bytes'),
      plain(
        `${pool}.${trace}.worstWords`,
        `${text}: ${trace}, words that the most expensive call touches`,
        worstWords,
        'words',
      ),
      plain(
        `${pool}.${trace}.worstSteps`,
        `${text}: ${trace}, loop steps of the most expensive call`,
        worstSteps,
        'steps',
      ),
      plain(`${pool}.${trace}.movedBytes`, `${text}: ${trace}, bytes moved`, movedBytes, 'bytes'),
    ],
  );
}

function bundles(): Metric[] {
  const sizeOf = (board: string, file: string): number => statSync(join(projectFolder, 'dist', board, file)).size;
  return boardNames().flatMap((board) => {
    const modules = readBoard(board).modules.join(', ');
    return [
      plain(
        `bundle.${board}.leanBytes`,
        `lean bundle of ${board}: ${modules}`,
        sizeOf(board, 'ckremm.min.js'),
        'bytes',
      ),
      plain(
        `bundle.${board}.checkedBytes`,
        `checked bundle of ${board}: ${modules}`,
        sizeOf(board, 'ckremm.js'),
        'bytes',
      ),
      ...(readBoard(board).engine.name === 'espruino' ? [storage(board, sizeOf(board, 'ckremm.storage.js'))] : []),
    ];
  });
}

/** What the standard library of an Espruino board takes of its Storage. */
const storage = (board: string, bytes: number): Metric =>
  plain(
    `bundle.${board}.storageBytes`,
    `bytes of ckremm.storage.js in the Storage of ${board}`,
    takenBy(bytes),
    'bytes',
  );
