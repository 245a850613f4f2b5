/** Whether an image of rows is sound, told from layout.ts alone: written apart from the library, and without regard to time and memory. */

export type Verdict = 'sound' | 'cut' | 'corrupt';

const WIDTHS: Record<string, number> = { u32: 4, i32: 4, f32: 4, u16: 2, i16: 2, u8: 1, i8: 1 };

interface Shape {
  name: string;
  /** Bytes of an element, and of a row. */
  width: number;
  bytes: number;
}

function shapesOf(text: string): Shape[] | null {
  const shapes: Shape[] = [];
  for (const piece of text.split(' ')) {
    const [, name, type, count] = /^([!-9;-~]+):(?:([uif]\d+)|bytes:([1-9]\d{0,4}))$/.exec(piece) ?? [];
    if (!name || /^[-+.\d]/.test(name) || name === 'Infinity' || shapes.some((shape) => shape.name === name))
      return null;
    if (type ? !WIDTHS[type] : Number(count) > 65535) return null;
    shapes.push({ name, width: type ? WIDTHS[type]! : 1, bytes: type ? WIDTHS[type]! : Number(count) });
  }
  return shapes;
}

const areZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

/** Where each column is, and the end of the last one. */
function columnsFrom(at: number, shapes: Shape[], rows: number): { places: number[]; end: number } {
  const places: number[] = [];
  for (const width of [4, 2, 1]) {
    shapes.forEach((shape, i) => {
      if (shape.width !== width) return;
      places[i] = at;
      at += shape.bytes * (rows + 1);
    });
  }
  return { places, end: at };
}

/** The rows of the free list, or null: it names one that is not free, one twice, or none that there is. */
function listOf(first: number, next: (row: number) => number, isFree: (row: number) => boolean): Set<number> | null {
  const list = new Set<number>();
  for (let row = first; row; row = next(row)) {
    if (list.has(row) || !isFree(row)) return null;
    list.add(row);
  }
  return list;
}

/** What the region at `address` of a heap image is; its directory row must be sound. */
export function judge(image: Uint8Array, address: number, isQueue: boolean): Verdict {
  const view = new DataView(image.buffer, image.byteOffset);
  const word = (at: number): number => view.getUint32(at, true);
  const end = address - 8 + (word(address - 8) >>> 4);
  if (end - address < 16) return 'corrupt';
  const [next, count, packed, length] = [0, 4, 8, 12].map((at) => word(address + at)) as [
    number,
    number,
    number,
    number,
  ];
  const rows = packed & 65535;
  const flags = packed >>> 16;
  if (!rows || (isQueue ? flags > 1 : flags !== 0 && flags !== 2)) return 'corrupt';
  const bits = 2 ** Math.max(5, Math.ceil(Math.log2(rows + 1)));
  const textAt = address + 16 + bits / 8;
  if (length > 65535 || textAt + length > end) return 'corrupt';
  const shapes = shapesOf(String.fromCharCode(...image.subarray(textAt, textAt + length)));
  const linked = shapes?.findIndex(({ width }) => width > 1) ?? -1;
  if (!shapes || (!isQueue && linked < 0)) return 'corrupt';
  const columns = columnsFrom(Math.ceil((textAt + length) / 4) * 4, shapes, rows);
  if (columns.end > end || end - columns.end > 7 || !areZero(image.subarray(columns.end, end))) return 'corrupt';
  if (!areZero(image.subarray(textAt + length, Math.ceil((textAt + length) / 4) * 4))) return 'corrupt';
  const isSet = (row: number): boolean => ((image[address + 16 + (row >> 3)]! >> (row & 7)) & 1) > 0;
  const live = new Set(Array.from({ length: bits }, (_, row) => row).filter(isSet));
  if ([...live].some((row) => row < 1 || row > rows)) return 'corrupt';
  return isQueue
    ? judgeQueue(rows, live, next, count)
    : judgeRecords(rows, live, next, count, flags > 0, (row) => {
        const at = columns.places[linked]! + row * shapes[linked]!.width;
        return shapes[linked]!.width === 4 ? word(at) : view.getUint16(at, true);
      });
}

function judgeRecords(
  rows: number,
  live: Set<number>,
  next: number,
  count: number,
  isMarked: boolean,
  linkOf: (row: number) => number,
): Verdict {
  const list = listOf(next, linkOf, (row) => row <= rows && !live.has(row));
  if (!list || count < live.size || count > rows - list.size) return 'corrupt';
  return isMarked || live.size + list.size < rows || count !== live.size ? 'cut' : 'sound';
}

function judgeQueue(rows: number, live: Set<number>, zero: number, packed: number): Verdict {
  const next = packed >>> 16;
  const count = packed & 65535;
  if (zero || next < 1 || next > rows || count > rows) return 'corrupt';
  const queued = Array.from({ length: count }, (_, i) => ((next - 2 - i + 2 * rows) % rows) + 1);
  if (queued.some((row) => !live.has(row))) return 'corrupt';
  return live.size > count ? 'cut' : 'sound';
}
