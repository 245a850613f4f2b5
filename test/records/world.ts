/** Small pools of rows in an emulated board, for campaigns: what they are, how they are opened, and all their calls. */
import { Fault } from '../../src/core/faults.ts';
import { Image, Kind } from '../../src/heap/layout.ts';
import type { World } from '../support/explore.ts';
import type { Metered } from '../support/metered.ts';
import { judge } from './oracle.ts';

export interface Rows {
  module: 'records' | 'queue';
  fields: string;
  rows: number;
  isRing?: boolean;
}

/** The values of a row: its first field is a number, or one byte. */
export type Held = [row: number, value: number];

export class Place {
  readonly from: number;
  readonly to: number;
  readonly rows: any;

  constructor(
    readonly metered: Metered,
    readonly what: Rows,
  ) {
    const { ckremm, heap, raw } = metered;
    this.rows = ckremm[what.module];
    // Something before and after, so that what leaves the region is seen.
    ckremm.records.create(heap, 'x:u16', 3);
    if (!this.rows.create(heap, what.fields, what.rows, what.isRing))
      throw new Error(`no room: fault ${ckremm.fault()}`);
    this.from = ckremm.heap.find(heap, this.kind, this.isQueue ? 0 : 1);
    this.to =
      this.from -
      Image.RowBytes +
      (new Uint32Array(raw.buffer, raw.byteOffset)[(this.from - Image.RowBytes) >> 2]! >>> 4);
    ckremm.records.create(heap, 'x:u16', 3);
  }

  get isQueue(): boolean {
    return this.what.module === 'queue';
  }

  get kind(): number {
    return this.isQueue ? Kind.Queue : Kind.Records;
  }

  /** Opens the pool; what is refused must be refused for the reason that the oracle gives. */
  attach(): any {
    const { ckremm, heap, raw } = this.metered;
    const verdict = judge(raw, this.from, this.isQueue);
    const pool = this.rows.attach(heap, this.from);
    const fault = pool ? 'sound' : { [Fault.Interrupted]: 'cut', [Fault.Corrupt]: 'corrupt' }[ckremm.fault() as number];
    if (fault !== verdict) throw new Error(`attach says ${fault ?? ckremm.fault()}, the oracle ${verdict}`);
    return pool;
  }

  /** Puts a value into a row, and reads it, as `isBytes` says. */
  put(pool: any, row: number, value: number): void {
    if (!this.rows.set(pool, row, 1, this.isBytes ? [value] : value))
      throw new Error(`row ${row} cannot be set: fault ${this.metered.ckremm.fault()}`);
  }

  private get isBytes(): boolean {
    return this.what.fields.includes(':bytes');
  }

  read(pool: any, row: number): number {
    const value = this.rows.get(pool, row, 1);
    return this.isBytes ? value && value[0] : value;
  }

  /** Throws unless exactly these rows are there, a queue's in this order, with these values. */
  verifyHeld(pool: any, held: Held[]): void {
    const end = this.what.rows;
    const found = this.isQueue
      ? this.queued(pool)
      : Array.from({ length: end }, (_, i) => i + 1).filter((row) => this.rows.at(pool, row));
    const due = this.isQueue ? held.map(([row]) => row) : held.map(([row]) => row).sort((a, b) => a - b);
    if (found.join() !== due.join()) throw new Error(`rows ${found.join()} are there, not ${due.join()}`);
    if (this.rows.count(pool) !== held.length) throw new Error(`count is ${this.rows.count(pool)}, not ${held.length}`);
    this.verifyValues(pool, held);
  }

  verifyValues(pool: any, held: Held[]): void {
    for (const [row, value] of held)
      if (this.read(pool, row) !== value) throw new Error(`row ${row} is ${this.read(pool, row)}, not ${value}`);
  }

  /** Rows of a queue, the oldest first, told by peek and count. */
  private queued(pool: any): number[] {
    const first = this.rows.peek(pool);
    return Array.from({ length: this.rows.count(pool) }, (_, i) => ((first - 1 + i) % this.what.rows) + 1);
  }

  /** Every call, with arguments that are right, wrong and odd. */
  calls(): [string, (pool: any) => unknown][] {
    const { rows, what } = this;
    const some = [0, 1, 2, what.rows, what.rows + 1, 31, 32, -1, 1.5];
    const value = this.isBytes ? [1] : 0x1234;
    const each = (name: string, call: (pool: any, row: number) => unknown): [string, (pool: any) => unknown] => [
      name,
      (pool) => some.forEach((row) => call(pool, row)),
    ];
    const shared: [string, (pool: any) => unknown][] = [
      each('at', (pool, row) => rows.at(pool, row)),
      each('get', (pool, row) => rows.get(pool, row, 1)),
      each('set', (pool, row) => rows.set(pool, row, 1, value)),
      each('get by name', (pool, row) => rows.get(pool, row, what.fields.split(':')[0])),
      each('set by name', (pool, row) => rows.set(pool, row, what.fields.split(':')[0], value)),
      each('no field', (pool, row) => [
        rows.get(pool, row, 0),
        rows.get(pool, row, 9),
        rows.set(pool, row, 'nope', 1),
        rows.field(pool, 'nope'),
      ]),
      ['column', (pool) => rows.column(pool, 1)],
      ['count', (pool) => rows.count(pool)],
      ['field', (pool) => rows.field(pool, what.fields.split(':')[0])],
    ];
    const own: [string, (pool: any) => unknown][] = this.isQueue
      ? [
          ['push', (pool) => rows.push(pool)],
          ['peek', (pool) => rows.peek(pool)],
          ['shift', (pool) => rows.shift(pool)],
          ['push again', (pool) => this.put1(pool, rows.push(pool))],
        ]
      : [
          ['alloc', (pool) => rows.alloc(pool)],
          each('dealloc', (pool, row) => rows.dealloc(pool, row)),
          each('next', (pool, row) => rows.next(pool, row)),
          ['alloc again', (pool) => this.put1(pool, rows.alloc(pool))],
        ];
    return [...own, ...shared, ['repair', (pool) => rows.repair(pool)], ['clear', (pool) => rows.clear(pool)], ...own];
  }

  private put1(pool: any, row: number): void {
    if (row && (row < 1 || row > this.what.rows || row % 1))
      throw new Error(`row ${row} was handed out, of ${this.what.rows}`);
    if (row) this.rows.set(pool, row, 1, this.isBytes ? [255] : 0xffff);
  }
}

/** What calls make of what is handed out. */
export function steps(place: Place, pool: any, held: Held[], value: number): [string, () => Held[]][] {
  const { rows, what } = place;
  const clear: [string, () => Held[]] = [
    'clear',
    () => {
      if (!rows.clear(pool)) throw new Error('clear refused');
      return [];
    },
  ];
  if (place.isQueue) {
    return [
      [
        'push',
        () => {
          const row = rows.push(pool);
          if (!row !== (held.length === what.rows && !what.isRing)) throw new Error(`push gave ${row}`);
          if (!row) return held;
          place.put(pool, row, value);
          return [...held.filter(([other]) => other !== row), [row, value]];
        },
      ],
      [
        'shift',
        () => {
          const row = rows.shift(pool);
          if (row !== (held[0]?.[0] ?? 0)) throw new Error(`shift gave ${row}`);
          return held.slice(1);
        },
      ],
      clear,
    ];
  }
  return [
    [
      'alloc',
      () => {
        const row = rows.alloc(pool);
        if (!row !== (held.length === what.rows) || held.some(([other]) => other === row))
          throw new Error(`alloc gave ${row}`);
        if (row) place.put(pool, row, value);
        return row ? [...held, [row, value]] : held;
      },
    ],
    ...held.map(([row]): [string, () => Held[]] => [
      `dealloc ${row}`,
      () => {
        if (!rows.dealloc(pool, row)) throw new Error('dealloc refused');
        return held.filter(([other]) => other !== row);
      },
    ]),
    clear,
  ];
}

/** Every image that the calls make, with what is handed out in it. */
export function worldOf(place: Place, visit: (image: Uint8Array, held: Held[]) => void): World<Held[]> {
  const { raw } = place.metered;
  const pool = place.attach();
  return {
    heap: raw,
    live: [],
    calls: (held) => steps(place, pool, held, 40 + held.length),
    verify: (held) => {
      place.verifyHeld(pool, held);
      const again = place.attach();
      if (!again) throw new Error('attach refuses it');
      place.verifyHeld(again, held);
      visit(raw.slice(), held);
    },
  };
}
