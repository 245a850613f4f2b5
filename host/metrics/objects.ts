/** What a record, a buffer and an object cost on each board, as the engine keeps them and in a pool of ours. */
import { format, freeBytes } from '../../src/heap/index.ts';
import { alloc, create as createHeaders } from '../../src/headers/index.ts';
import { create as createRecords } from '../../src/records/index.ts';
import { type BoardProfile, boardNames, readBoard } from '../emulator/index.ts';
import type { Values } from './metric.ts';

/** The three things, as a program makes them (of `i`), and how a pool of ours keeps them. */
export const THINGS = [
  { name: '{t, v}', source: '{ t: 1700000000 + i, v: 215 }', fields: 't:u32 v:i16' },
  { name: '16-byte buffer', source: 'new Uint8Array(16)', fields: null },
  { name: 'object of 4 fields', source: '{ x: 1, y: 2, w: 3, id: i & 255 }', fields: 'x:i16 y:i16 w:i16 id:u16' },
] as const;

/**
 * Of each thing held in an array, the element included. Espruino: variables, the same in all formats of one; measured with
 * process.memory() on builds of 2v29 with 1,600, 2,630, 5,100, 12,000 and 16,383. JerryScript: bytes, measured with
 * --mem-stats on a 32-bit build of 2.4 with Kaluma's flags. test/host/objects.test.ts repeats both on engines it is given.
 */
export const JSVARS = [5, 5, 6];
export const JERRY_BYTES = [52, 68, 68];

/** An address below 256 KB, kept as a multiple of 4 in a Uint16Array. */
const REFERENCE_BYTES = 2;
const ROWS = 1000;

const engineBytes = ({ engine }: BoardProfile): number[] =>
  engine.name === 'kaluma' ? JERRY_BYTES : JSVARS.map((count) => count * engine.jsvarBytes!);

/** Bytes that each thing takes with us, everything a pool needs included; of a buffer its address in a Uint16Array, too. */
export function ourBytes(): number[] {
  return THINGS.map(({ fields }) => (fields === null ? bytesPerBuffer() + REFERENCE_BYTES : bytesPerRow(fields)));
}

function bytesPerRow(fields: string): number {
  const heap = format(new Uint8Array(32768))!;
  const before = freeBytes(heap);
  if (!createRecords(heap, fields, ROWS)) throw new Error(`no room for ${ROWS} rows of ${fields}`);
  return (before - freeBytes(heap)) / ROWS;
}

function bytesPerBuffer(): number {
  const bytes = 16384;
  const heap = format(new Uint8Array(bytes))!;
  const pool = createHeaders(heap, freeBytes(heap))!;
  let count = 0;
  while (alloc(pool, 16)) count++;
  return bytes / count;
}

/** The table as Markdown: a row for each board. */
export function objectTable(of: Values): string {
  const ours = ['records.sampleBytes', 'headers.bufferBytes', 'records.objectBytes'].map((id) => of(id).toFixed(1));
  const rows = boardNames()
    .map(readBoard)
    .filter(({ engine }) => engine.name !== 'host')
    .map((board) => [board.board, ...engineBytes(board).flatMap((bytes, i) => [`${bytes}`, ours[i]!])]);
  return [
    [
      'bytes each, on',
      ...THINGS.flatMap(({ name, fields }) => [`\`${name}\``, fields === null ? '`headers`' : '`records`']),
    ],
    Array.from({ length: 1 + 2 * THINGS.length }, () => '---'),
    ...rows,
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
    .replace('`16-byte buffer`', '16-byte `Uint8Array`')
    .replace('`object of 4 fields`', 'object of 4 fields');
}
