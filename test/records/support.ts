/** Records and queues beside plain models of them, driven by random operations. */
import { fault } from '../../src/core/faults.ts';
import * as heap from '../../src/heap/index.ts';
import * as lean from '../../src/records/index.ts';
import * as inspect from '../../src/records/inspect.ts';
import { checksum, type Random } from '../support/random.ts';

export const records = { ...lean, ...inspect };
export { fault, heap };
export type Pool = lean.Pool;

/** Records over a new heap that fits them. */
export function poolOf(fields: string, rows: number): Pool {
  const image = heap.format(new Uint8Array(heapBytesFor(fields, rows)))!;
  return records.create(image, fields, rows)!;
}

export function heapBytesFor(fields: string, rows: number): number {
  const bytes = shapeOf(fields).reduce((sum, field) => sum + field.bytes, 0);
  return (16 + 28 + fields.length + rows / 4 + 64 + bytes * (rows + 1) + 8) & -4;
}

const arrays = {
  u8: Uint8Array,
  i8: Int8Array,
  u16: Uint16Array,
  i16: Int16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f32: Float32Array,
};

export interface Shape {
  name: string;
  type: string;
  bytes: number;
}

export function shapeOf(fields: string): Shape[] {
  return fields.split(' ').map((text) => {
    const [name, type, count] = text.split(':') as [string, keyof typeof arrays | 'bytes', string];
    return { name, type, bytes: type === 'bytes' ? Number(count) : arrays[type].BYTES_PER_ELEMENT };
  });
}

/** What a typed array makes of a number. */
export const wrapped = (type: string, value: number): number => new arrays[type as keyof typeof arrays]([value])[0]!;

type Stored = number | number[] | undefined;

/** Values of a field of that type, legal or not. */
export function anyValue({ type, bytes }: Shape, random: Random): number | number[] {
  if (type === 'bytes') return Array.from({ length: bytes }, () => random.below(256));
  const value = [0, 1, -1, 255, 256, -129, 32768, 65536, 2 ** 31, 2 ** 32 - 1, random.below(65536)][random.below(11)]!;
  return random.oneIn(5) ? value + 0.5 : value;
}

/** The same as a plain array of objects. */
export class Model {
  readonly live = new Map<number, Stored[]>();
  readonly counts: Record<string, number> = {};
  readonly shape: Shape[];
  private views: Pool[];

  constructor(
    readonly pool: Pool,
    fields: string,
    private readonly random: Random,
  ) {
    this.shape = shapeOf(fields);
    // Two objects for one region: they are interchangeable.
    this.views = [pool, records.attach(pool.u8, pool.base, fields)!];
  }

  private get any(): Pool {
    return this.views[this.random.below(2)]!;
  }

  private count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  private pick(): number {
    const rows = [...this.live.keys()];
    return rows[this.random.below(rows.length || 1)] ?? 0;
  }

  step(): void {
    const kind = this.random.below(100);
    if (kind < 26) this.alloc();
    else if (kind < 50) this.dealloc(this.pick());
    else if (kind < 56) this.lastInFirstOut();
    else if (kind < 76) this.set();
    else if (kind < 92) this.get();
    else if (kind < 99) this.misuse();
    else if (this.random.oneIn(60)) this.clear();
  }

  alloc(): number {
    const before = this.live.size === this.pool.end && this.random.oneIn(9) ? checksum(this.pool.u8) : 0;
    const row = records.alloc(this.any);
    if (!row && fault() !== 1) throw new Error(`a full pool has fault ${fault()}`);
    if (before && checksum(this.pool.u8) !== before) throw new Error('alloc changed a full pool');
    this.count(row ? 'alloc' : 'alloc when full');
    if (!row !== (this.live.size === this.pool.end)) throw new Error(`alloc gave ${row} with ${this.live.size} live`);
    if (row && this.live.has(row)) throw new Error(`alloc gave ${row}, which is live`);
    if (row) this.live.set(row, []);
    return row;
  }

  dealloc(row: number): void {
    if (!row) return;
    this.verify(row);
    if (records.dealloc(this.any, row) !== true) throw new Error(`dealloc(${row}) refused: fault ${fault()}`);
    if (records.dealloc(this.any, row) !== false || fault() !== 4) throw new Error(`dealloc(${row}) accepted twice`);
    this.live.delete(row);
    this.count('dealloc');
  }

  lastInFirstOut(): void {
    const row = this.alloc();
    this.dealloc(row);
  }

  set(): void {
    const row = this.pick();
    const at = this.random.below(this.shape.length);
    const field = this.shape[at]!;
    const value = anyValue(field, this.random);
    if (!row) return;
    const by = this.random.oneIn(2) ? at + 1 : field.name;
    if (field.type !== 'bytes' && this.random.oneIn(3)) {
      if (records.at(this.any, row) !== row) throw new Error(`at(${row}) refused: fault ${fault()}`);
      records.column(this.any, by)![records.at(this.any, row)] = value as number;
    } else if (records.set(this.any, row, by, value) !== true)
      throw new Error(`set(${row}, ${by}, ${value}) refused: fault ${fault()}`);
    this.live.get(row)![at] = typeof value === 'number' ? wrapped(field.type, value) : value;
    this.count('set');
  }

  get(): void {
    const row = this.pick();
    if (row) this.verify(row);
    this.count('get');
  }

  /** Every field of the row, by name, by number and by column. */
  verify(row: number): void {
    const stored = this.live.get(row)!;
    this.shape.forEach((field, at) => {
      if (stored[at] === undefined) return;
      const found = records.get(this.any, row, this.random.oneIn(2) ? at + 1 : field.name);
      const column = records.column(this.pool, at + 1)!;
      const raw =
        field.type === 'bytes' ? column.subarray(row * field.bytes, (row + 1) * field.bytes).join() : column[row];
      const text = typeof found === 'number' ? found : (found as Uint8Array).join();
      if (String(text) !== String(stored[at]) || String(raw) !== String(stored[at])) {
        throw new Error(`${field.name} of row ${row} is ${text} (column ${raw}), not ${stored[at]}`);
      }
    });
  }

  /** Rows and fields that there are not change nothing. */
  misuse(): void {
    const { random, pool } = this;
    const row = [
      0,
      -0,
      -1,
      0.5,
      1.5,
      NaN,
      Infinity,
      pool.end + 1,
      2 ** 31,
      -(2 ** 31),
      2 ** 32 + 1,
      random.below(pool.end) + 1,
      random.below(pool.end) + 1.5,
      -random.below(pool.end) - 1,
    ][random.below(14)]!;
    const before = random.oneIn(20) ? checksum(pool.u8) : 0;
    if (!this.live.has(row)) {
      const given = [
        records.dealloc(pool, row),
        records.get(pool, row, 1),
        records.set(pool, row, 1, 7),
        records.get(pool, row, this.shape[0]!.name),
      ];
      if (given.join() !== 'false,,false,') throw new Error(`${row} passed for a live row: ${given}`);
    }
    const sum = before && checksum(pool.u8);
    if (records.at(pool, row) !== (this.live.has(row) ? row : 0))
      throw new Error(`at(${row}) is ${records.at(pool, row)}`);
    const live = this.pick();
    for (const field of ['', ' ', 'nope', 'push', 'length', 'constructor', '__proto__', -1, 0, 0.5, 99, NaN] as (
      string | number
    )[]) {
      if (
        live &&
        (records.get(pool, live, field) !== null || records.set(pool, live, field, 1) || records.column(pool, field))
      ) {
        throw new Error(`"${field}" passed for a field`);
      }
    }
    if (before && checksum(pool.u8) !== sum) throw new Error('a refused call changed the image');
    this.count('misuse refused');
  }

  clear(): void {
    if (!records.clear(this.any)) throw new Error('clear refused');
    this.live.clear();
    this.count('clear');
  }

  verifyAll(): void {
    const found = records.check(this.pool);
    if (found) throw new Error(found);
    const rows: number[] = [];
    records.walk(this.any, (row) => rows.push(row));
    const expected = [...this.live.keys()].sort((a, b) => a - b);
    if (rows.join() !== expected.join()) throw new Error(`live rows ${rows} are not ${expected}`);
    if (records.count(this.any) !== expected.length) throw new Error(`count is ${records.count(this.pool)}`);
    for (const row of expected) this.verify(row);
  }
}
