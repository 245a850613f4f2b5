/**
 * What is in a heap image, damaged ones included: regions, and in each the stretches it is made of,
 * with what is known of them. Reads only, and follows nothing that it has not checked.
 */
import { Image, Kind } from '../../src/heap/layout.ts';
import { directory, writeRow } from '../../src/heap/regions.ts';
import { type Row, rowsOf } from './directory.ts';
import { surveyGc } from './gc.ts';
import { surveyHeaders } from './headers.ts';
import { surveyMessages } from './messages.ts';
import { surveyPaging } from './paging.ts';
import { surveyRows } from './rows.ts';
import { surveySync } from './sync.ts';
import { surveyTables } from './tables.ts';

/** What a stretch is: the words that pages, tables and JSON use. */
export type State = 'used' | 'pinned' | 'free' | 'deferred' | 'entry' | 'waiting' | 'control' | 'hole' | 'unreadable';

/** A stretch of the heap: a block, a run of rows, a page frame, or what a pool needs for itself. */
export interface Item {
  address: number;
  /** Its payload; of free ones all there could be. */
  bytes: number;
  state: State;
  /** What a person calls it: 'block', 'handle 65537', 'rows 1 to 40 of t:u32'. */
  name: string;
  /** Tables: the number of its entry, and which of the entry's blocks it is, from 1: its age. */
  entry?: number;
  generation?: number;
  /** Objects: the number of their type. */
  type?: number;
  /** Anything else, for people. */
  notes?: string;
}

export interface Region {
  kind: string;
  /** The byte after its directory row; of a hole the byte after the row, too. */
  address: number;
  bytes: number;
  /** '' when it is sound, else a sentence. */
  damage: string;
  /** Figures for people. */
  facts: [name: string, value: string | number][];
  /** In order of address, none over another. */
  items: Item[];
}

export interface Survey {
  heapBytes: number;
  /** Sentences about the directory; those of regions are with them. */
  damage: string[];
  regions: Region[];
}

/** What a surveyor of one kind of region finds. */
export type Surveyed = Pick<Region, 'damage' | 'facts' | 'items'>;
type Surveyor = (heap: Uint8Array, row: Row, regions: Region[]) => Surveyed;

const KINDS: Record<number, { name: string; survey: Surveyor }> = {
  [Kind.Headers]: { name: 'headers', survey: surveyHeaders },
  [Kind.Tables]: { name: 'tables', survey: surveyTables },
  [Kind.Gc]: { name: 'gc', survey: surveyGc },
  [Kind.Records]: { name: 'records', survey: surveyRows },
  [Kind.Queue]: { name: 'queue', survey: surveyRows },
  [Kind.Paging]: { name: 'paging', survey: surveyPaging },
  [Kind.Messages]: { name: 'messages', survey: surveyMessages },
  [Kind.Sync]: { name: 'sync', survey: surveySync },
};

/** Collectors and locks tell of a pool elsewhere in the heap: they come when the pools are known. */
const isLater = ({ kind }: Row): boolean => kind === Kind.Gc || kind === Kind.Sync;

/** Everything in a heap image whose header is sound. O(bytes). */
export function surveyHeap(image: Uint8Array): Survey {
  const { rows, damage } = rowsOf(image);
  const heap = mended(image, rows);
  const regions: Region[] = [];
  for (const row of [...rows.filter((one) => !isLater(one)), ...rows.filter(isLater)])
    regions.push(surveyRegion(heap, row, regions));
  regions.sort((a, b) => a.address - b.address);
  return { heapBytes: heap.length, damage, regions };
}

/** A copy whose directory says what was found out, since pools ask it for their size. */
function mended(image: Uint8Array, rows: Row[]): Uint8Array {
  const heap = new Uint8Array(image);
  for (const { address, bytes, kind } of rows)
    writeRow(directory(heap), address - Image.RowBytes, bytes + Image.RowBytes, kind);
  return heap;
}

function surveyRegion(heap: Uint8Array, row: Row, regions: Region[]): Region {
  const place = { address: row.address, bytes: row.bytes };
  if (row.kind === Kind.Hole) {
    const items: Item[] = row.bytes > 0 ? [{ ...place, state: 'hole', name: 'no pool' }] : [];
    return { kind: 'hole', ...place, damage: '', facts: [['free for create', row.bytes + Image.RowBytes]], items };
  }
  const known = row.isLost ? undefined : KINDS[row.kind];
  if (known) return { kind: known.name, ...place, ...known.survey(heap, row, regions) };
  const what = row.isLost ? 'it is no longer known what was here' : `kind ${row.kind} is not known`;
  return { kind: 'unknown', ...place, damage: what, facts: [], items: [{ ...place, state: 'unreadable', name: what }] };
}

/** Bytes of the items that are in one of `states`. */
export const bytesIn = ({ items }: Region, ...states: State[]): number =>
  items.filter(({ state }) => states.includes(state)).reduce((sum, { bytes }) => sum + bytes, 0);
