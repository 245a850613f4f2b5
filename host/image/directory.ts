/** The rows of an image's directory, as far as they can be told where some are damaged. */
import { Image, Kind } from '../../src/heap/layout.ts';
import { directory } from '../../src/heap/regions.ts';

export interface Row {
  kind: Kind;
  /** Of the region: the byte after the row. */
  address: number;
  /** Of the region, the row not included. */
  bytes: number;
  /** Its row cannot be read: no more than a stretch between others. */
  isLost: boolean;
}

/** Bytes to the next row that the word at `row` states, or 0 when no row can say that. */
function stated(heap: Uint8Array, row: number, word: number): number {
  const bytes = word >>> 4;
  return bytes < Image.RowBytes || bytes & 3 || bytes > heap.length - row ? 0 : bytes;
}

const areAlike = (words: Uint32Array, row: number): boolean => words[row >> 2] === ~words[(row >> 2) + 1]! >>> 0;

/** Whether a sound row, or the end of the image, is at `row`. */
const isRow = (heap: Uint8Array, words: Uint32Array, row: number): boolean =>
  row === heap.length || (row < heap.length && areAlike(words, row) && stated(heap, row, words[row >> 2]!) > 0);

/** Rows from the first to the end of the image, with a sentence for each damaged one. O(bytes) where some are. */
export function rowsOf(heap: Uint8Array): { rows: Row[]; damage: string[] } {
  const words = directory(heap);
  const rows: Row[] = [];
  const damage: string[] = [];
  for (let row: number = Image.HeaderBytes, next: number; row < heap.length; row = next) {
    const word = wordOf(heap, words, row, damage);
    next = word === null ? nextRow(heap, words, row) : row + (word >>> 4);
    rows.push({
      kind: word === null ? Kind.None : word & 15,
      address: row + Image.RowBytes,
      bytes: next - row - Image.RowBytes,
      isLost: word === null,
    });
  }
  return { rows, damage };
}

/** What the row says, from whichever of its two copies leads on to a row; null when neither does. */
function wordOf(heap: Uint8Array, words: Uint32Array, row: number, damage: string[]): number | null {
  const copies = [words[row >> 2]!, ~words[(row >> 2) + 1]! >>> 0];
  const leading = copies.filter(
    (word) => stated(heap, row, word) > 0 && isRow(heap, words, row + stated(heap, row, word)),
  );
  if (areAlike(words, row) && stated(heap, row, copies[0]!) > 0) return copies[0]!;
  if (leading.length > 0) {
    damage.push(
      `the directory row at ${row} is damaged: its two copies differ; one of them leads on to the next row and is taken for true`,
    );
    return leading[0]!;
  }
  damage.push(
    `the directory row at ${row} is damaged, and neither of its copies leads on to another: what is behind it was found by looking for the next sound row`,
  );
  return null;
}

/** The next place from which rows lead to the end, or the end. */
function nextRow(heap: Uint8Array, words: Uint32Array, from: number): number {
  for (let row = from + Image.RowBytes; row < heap.length; row += 4) if (leadsToEnd(heap, words, row)) return row;
  return heap.length;
}

function leadsToEnd(heap: Uint8Array, words: Uint32Array, from: number): boolean {
  let row = from;
  while (row < heap.length && isRow(heap, words, row)) row += words[row >> 2]! >>> 4;
  return row === heap.length;
}
