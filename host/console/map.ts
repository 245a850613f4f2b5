/** A picture of a heap in characters, of any image. */
import * as headers from '../../src/headers/checked.ts';
import * as records from '../../src/records/index.ts';
import * as queue from '../../src/queue/index.ts';
import * as recordsInspect from '../../src/records/inspect.ts';
import * as tables from '../../src/tables/checked.ts';
import { directory, findRegion, rowBytes } from '../../src/heap/regions.ts';
import { open } from '../../src/heap/index.ts';
import { Image, Kind } from '../../src/heap/layout.ts';

const COLUMNS = 64;
const ROWS = 16;
/** What a byte can be, the stronger last: a cell shows the strongest of its bytes, or `mixed`. */
const HOLE = 0, CONTROL = 1, FREE = 2, USED = 3;
const CHARACTERS = ['·', '-', '░', '█'];
const MIXED = '▒';
export const LEGEND = `${CHARACTERS[USED]} used  ${MIXED} used and free  ${CHARACTERS[FREE]} free in a pool  ${CHARACTERS[CONTROL]} directory, control areas, headers  ${CHARACTERS[HOLE]} no pool`;

interface Region {
  name: string;
  address: number;
  bytes: number;
  summary: string;
}

type Paint = (from: number, bytes: number, what: number) => void;

/** Marks the blocks of a region; returns what is in it, in a few words. An unknown kind is all in use. */
const painters: Record<string, (heap: Uint8Array, address: number, bytes: number, paint: Paint) => string> = {
  headers: (heap, address, _bytes, paint) => blocks(headers, heap, address, paint),
  tables: (heap, address, _bytes, paint) => blocks(tables, heap, address, paint),
  records: (heap, address, bytes, paint) => rows(records.attach(heap, address), bytes, address, paint),
  queue: (heap, address, bytes, paint) => rows(queue.attach(heap, address), bytes, address, paint),
};

function blocks(module: typeof headers | typeof tables, heap: Uint8Array, address: number, paint: Paint): string {
  const pool = (module.attach as (heap: Uint8Array, address: number) => any)(heap, address);
  let used = 0;
  (module.walk as (pool: any, visit: (at: number, bytes: number, state: string) => void) => void)(pool, (at, bytes, state) => {
    const isUsed = state === 'used' || state === 'pinned';
    if (isUsed) used++;
    paint(at, bytes, isUsed ? USED : FREE);
  });
  return `${used} block${used === 1 ? '' : 's'}`;
}

/** Rows lie in columns: the live share of the region is drawn, not where each row is. */
function rows(pool: records.Pool | null, bytes: number, address: number, paint: Paint): string {
  const { rows: all, liveRows } = recordsInspect.stats(pool!);
  paint(address, bytes, FREE);
  paint(address, Math.round((bytes * liveRows) / all), USED);
  return `${liveRows} of ${all} rows`;
}

const kinds: [Kind, string][] = [
  [Kind.Headers, 'headers'], [Kind.Tables, 'tables'], [Kind.Gc, 'gc'], [Kind.Records, 'records'],
  [Kind.Queue, 'queue'], [Kind.Paging, 'paging'], [Kind.Sync, 'sync'],
];

function regionsOf(heap: Uint8Array, paint: Paint): Region[] {
  const words = directory(heap);
  const found: Region[] = [];
  for (const [kind, name] of kinds) {
    for (let nth = 0, address; (address = findRegion(heap, kind, nth)); nth++) {
      const bytes = rowBytes(words, address - Image.RowBytes) - Image.RowBytes;
      paint(address - Image.RowBytes, bytes + Image.RowBytes, CONTROL);
      found.push({ name, address, bytes, summary: summaryOf(name, heap, address, bytes, paint) });
    }
  }
  return found.sort((a, b) => a.address - b.address);
}

function summaryOf(name: string, heap: Uint8Array, address: number, bytes: number, paint: Paint): string {
  try {
    if (painters[name]) return painters[name](heap, address, bytes, paint);
    paint(address, bytes, USED);
    return '';
  } catch (error) {
    return `damaged: ${(error as Error).message}`;
  }
}

/** The heap as lines of text: a map from its lowest byte to its highest, and a line for each pool. */
export function drawHeap(heap: Uint8Array): string[] {
  if (!open(heap)) return ['no heap image: devices.heap() takes and formats the board\'s heap'];
  const bytes = new Uint8Array(heap.length);
  const regions = regionsOf(heap, (from, count, what) => void bytes.fill(what, from, from + count));
  bytes.fill(CONTROL, 0, Image.HeaderBytes);
  const cellBytes = Math.max(4, Math.ceil(heap.length / (COLUMNS * ROWS) / 4) * 4);
  const cells = Array.from({ length: Math.ceil(heap.length / cellBytes) }, (_, i) => cellOf(bytes.subarray(i * cellBytes, (i + 1) * cellBytes)));
  const lines = [];
  for (let at = 0; at < cells.length; at += COLUMNS)
    lines.push(`${String(at * cellBytes).padStart(7)} ${cells.slice(at, at + COLUMNS).join('')}`);
  return [
    ...lines, `${LEGEND}; a character is ${cellBytes} bytes`,
    ...regions.map(({ name, address, bytes: size, summary }) => `${name} at ${address}, ${size} bytes: ${summary}`),
  ];
}

function cellOf(bytes: Uint8Array): string {
  const strongest = Math.max(...bytes);
  return strongest === USED && bytes.some((what) => what === FREE || what === HOLE) ? MIXED : CHARACTERS[strongest]!;
}
