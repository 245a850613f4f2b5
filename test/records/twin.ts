/** One library's records and queues, and a pool of them beside a plain list of what must be in it. */
import { Fault, Last } from '../../src/core/faults.ts';
import type { Load } from '../support/library.ts';
import type { Random } from '../support/random.ts';

export interface Shape {
  fields: string;
  rows: number;
  isQueue?: boolean;
  isRing?: boolean;
}

export const nameOf = ({ fields, rows, isQueue, isRing }: Shape): string =>
  `${isRing ? 'a ring' : isQueue ? 'a queue' : 'records'} ${fields} x ${rows}`;

export const words = (image: Uint8Array): Uint32Array => new Uint32Array(image.buffer);

export class Library {
  readonly heap: any;
  readonly regions: any;
  readonly records: any;
  readonly queue: any;
  readonly repair: any;
  private readonly faults: any;

  constructor(load: Load) {
    this.heap = load('heap/index.ts');
    this.regions = load('heap/regions.ts');
    this.records = load('records/index.ts');
    this.queue = load('queue/index.ts');
    this.repair = load('records/repair.ts');
    this.faults = load('core/faults.ts');
  }

  /** A heap with bytes of something else in it. */
  image(bytes: number): Uint8Array {
    const image = new Uint8Array(bytes).fill(0xa5);
    return this.heap.format(image);
  }

  make(image: Uint8Array, { fields, rows, isQueue, isRing }: Shape): any {
    return isQueue ? this.queue.create(image, fields, rows, isRing) : this.records.create(image, fields, rows);
  }

  of({ isQueue }: Shape): any {
    return isQueue ? this.queue : this.records;
  }

  /** Give a region of the heap back, so that each pool object has to look whether its own is there. */
  makeStale(image: Uint8Array): void {
    if (!this.records.destroy(this.records.create(image, 'x:u16', 1))) throw new Error('a pool cannot be destroyed');
  }

  /** The call must give `due`, and a refused one leave its fault, and all else as it was. */
  expect(image: Uint8Array, what: string, call: () => unknown, due: unknown, fault = 0): void {
    const before = image.slice();
    this.faults.forgetFault();
    const found = call();
    const text = (value: unknown): string =>
      ArrayBuffer.isView(value) ? `bytes ${[...(value as Uint8Array)].join()}` : String(value);
    if (text(found) !== text(due) || this.faults.fault() !== fault)
      throw new Error(`${what} is ${text(found)}, fault ${this.faults.fault()}; due is ${text(due)}, fault ${fault}`);
    if (!fault) return;
    if (image[Last.FaultByte] !== fault) throw new Error(`${what}: the fault is not in the heap`);
    before[Last.FaultByte] = fault;
    if (Buffer.compare(before, image)) throw new Error(`${what} was refused, and changed something`);
  }
}

type Value = number | number[];

/** A pool, and what must be in it. */
export class Twin {
  /** In the order in which they were taken. */
  held: [row: number, values: Value[]][] = [];
  private readonly names: string[];
  private readonly widths: number[];
  private readonly rows: any;

  constructor(
    private readonly lib: Library,
    private readonly image: Uint8Array,
    readonly shape: Shape,
    readonly pools: any[],
    private readonly random: Random,
  ) {
    this.names = shape.fields.split(' ').map((text) => text.split(':')[0]!);
    this.widths = shape.fields.split(' ').map((text) => Number(text.split(':')[2] ?? 0));
    this.rows = lib.of(shape);
  }

  private get pool(): any {
    return this.pools[this.random.below(this.pools.length)];
  }

  /** A call, on a pool that has to be found again or not. */
  private expect(what: string, call: (pool: any) => unknown, due: unknown, fault = 0): void {
    if (this.random.oneIn(4)) this.lib.makeStale(this.image);
    const pool = this.pool;
    this.lib.expect(this.image, what, () => call(pool), due, fault);
  }

  private value(i: number): Value {
    return this.widths[i]
      ? Array.from({ length: this.widths[i]! }, () => this.random.below(256))
      : this.random.below(100);
  }

  private fill(row: number): void {
    const values = this.names.map((_, i) => this.value(i));
    values.forEach((value, i) =>
      this.expect(
        `set(${row}, ${i + 1})`,
        (pool) => this.rows.set(pool, row, this.random.oneIn(2) ? i + 1 : this.names[i], value),
        true,
      ),
    );
    this.held = this.held.filter(([other]) => other !== row);
    this.held.push([row, values]);
  }

  take(): void {
    const {
      shape: { rows, isQueue, isRing },
      held,
    } = this;
    if (held.length === rows && !isRing)
      return this.expect(
        'a row of a full pool',
        (pool) => (isQueue ? this.rows.push(pool) : this.rows.alloc(pool)),
        0,
        Fault.NoSpace,
      );
    if (this.random.oneIn(4)) this.lib.makeStale(this.image);
    const row = isQueue ? this.rows.push(this.pool) : this.rows.alloc(this.pool);
    const due = held.length ? (held.at(-1)![0] % rows) + 1 : row;
    if (!(row > 0 && row <= rows) || (isQueue ? row !== due : held.some(([other]) => other === row)))
      throw new Error(`row ${row} was handed out`);
    this.fill(row);
  }

  give(): void {
    const {
      held,
      shape: { isQueue },
    } = this;
    if (isQueue) {
      this.expect('shift', (pool) => this.rows.shift(pool), held[0]?.[0] ?? 0);
      held.shift();
    } else if (held.length) {
      const [[row]] = held.splice(this.random.below(held.length), 1) as [[number, unknown]];
      this.expect(`dealloc(${row})`, (pool) => this.rows.dealloc(pool, row), true);
    }
  }

  clear(): void {
    this.expect('clear', (pool) => this.rows.clear(pool), true);
    this.held = [];
  }

  /** Everything that can be asked, with right and wrong arguments. */
  verify(): void {
    const {
      held,
      shape: { rows, isQueue },
      names,
      widths,
    } = this;
    const { records, queue } = this.lib;
    this.expect('count', (pool) => this.rows.count(pool), held.length);
    if (isQueue) this.expect('peek', (pool) => this.rows.peek(pool), held[0]?.[0] ?? 0);
    else
      for (const name of ['push', 'peek', 'shift'])
        this.expect(name, (pool) => queue[name](pool), 0, Fault.BadArgument);
    if (isQueue) this.expect('alloc', (pool) => records.alloc(pool), 0, Fault.BadArgument);
    const live = new Map(held);
    const wrong = [0, -1, 1.5, NaN, rows + 1, 32, 64, 65536, 2 ** 31, 2 ** 32 + 1].filter(
      (row) => !(row >= 1 && row <= rows && row % 1 === 0),
    );
    const asked =
      rows < 9
        ? Array.from({ length: rows }, (_, i) => i + 1)
        : [1, 31, 32, rows - 1, rows, 1 + this.random.below(rows)];
    for (const row of [...asked, ...wrong].filter((row) => row > rows || this.random.below(3))) {
      const values = live.get(row);
      const fault = values ? 0 : wrong.includes(row) ? Fault.BadAddress : Fault.AlreadyFree;
      const i = this.random.below(names.length);
      this.expect(`at(${row})`, (pool) => this.rows.at(pool, row), values ? row : 0, fault);
      for (const field of [i + 1, names[i]]) {
        const value = values && (widths[i] ? new Uint8Array(values[i] as number[]) : values[i]);
        this.expect(`get(${row}, ${field})`, (pool) => this.rows.get(pool, row, field), value ?? null, fault);
        if (!values)
          this.expect(
            `set(${row}, ${field})`,
            (pool) => this.rows.set(pool, row, field, widths[i] ? [1] : 1),
            false,
            fault,
          );
      }
      if (!values) this.expect(`dealloc(${row})`, (pool) => records.dealloc(pool, row), false, fault);
      else if (isQueue) this.expect(`dealloc(${row})`, (pool) => records.dealloc(pool, row), false, Fault.BadArgument);
      const isNumber = row >= 0 && row % 1 === 0 && row < Math.max(32, 2 ** Math.ceil(Math.log2(rows + 1)));
      const next = [...live.keys()].filter((other) => other > row).sort((a, b) => a - b)[0] ?? 0;
      this.expect(
        `next(${row})`,
        (pool) => records.next(pool, row),
        isNumber ? next : 0,
        isNumber ? 0 : Fault.BadAddress,
      );
    }
    this.verifyFields();
  }

  private verifyFields(): void {
    const {
      held,
      shape: { rows },
      names,
      widths,
    } = this;
    names.forEach((name, i) => {
      this.expect(`field(${name})`, (pool) => this.rows.field(pool, name), i + 1);
      this.expect(
        `elements of ${name}`,
        (pool) => this.rows.column(pool, this.random.oneIn(2) ? name : i + 1).length,
        (rows + 1) * (widths[i] || 1),
      );
      for (const [row, values] of held.slice(0, 2))
        this.expect(
          `${name} of row ${row}`,
          (pool) => this.rows.column(pool, i + 1)[row * (widths[i] || 1)],
          [values[i]].flat()[0],
        );
    });
    const none = ['', ' ', 'nope', 'length', 'constructor', -1, 0, 0.5, names.length + 1, NaN][this.random.below(10)];
    this.expect(`field(${none})`, (pool) => this.rows.field(pool, none), 0, Fault.BadArgument);
    this.expect(`column(${none})`, (pool) => this.rows.column(pool, none), null, Fault.BadArgument);
    const [row] = held[0] ?? [];
    if (row) this.expect(`get of ${none}`, (pool) => this.rows.get(pool, row, none), null, Fault.BadArgument);
    if (row) this.expect(`set of ${none}`, (pool) => this.rows.set(pool, row, none, 1), false, Fault.BadArgument);
    const wide = widths.findIndex((width) => width > 0);
    if (row && wide >= 0)
      this.expect(
        'too many bytes',
        (pool) => this.rows.set(pool, row, wide + 1, new Uint8Array(widths[wide]! + 1)),
        false,
        Fault.BadArgument,
      );
  }

  walk(turns: number): void {
    for (let i = 0; i < turns; i++) {
      const choice = this.random.below(20);
      if (choice < (i % 40 < 20 ? 14 : 4)) this.take();
      else if (choice < 19) this.give();
      else if (this.random.oneIn(4)) this.clear();
      if (i % 6 === 0) this.verify();
    }
    const before = this.image.slice();
    this.expect('repair of what is sound', (pool) => this.rows.repair(pool), true);
    this.expect('repairAt of what is sound', (pool) => this.rows.repairAt(this.image, pool.base), true);
    if (Buffer.compare(before.subarray(this.pools[0].base), this.image.subarray(this.pools[0].base)))
      throw new Error('repair changed what is sound');
    if (!this.rows.attach(this.image, this.pools[0].base, this.shape.fields))
      throw new Error('attach refuses what calls made');
  }
}
