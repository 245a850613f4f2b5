/** What create makes of a region, what attach takes for one, and what repair makes of what a call left that was cut off. Each throws what is amiss. */
import { Fault } from '../../src/core/faults.ts';
import { Image, Kind } from '../../src/heap/layout.ts';
import type { Load } from '../support/library.ts';
import { type Random, randomFrom } from '../support/random.ts';
import { judge as verdictOf } from './oracle.ts';
import { Library, nameOf, type Shape, words } from './twin.ts';

/** Regions as create makes them, in memory that held something else: their size, and that nothing but zeros rounds them up. */
export function judgeLayout(load: Load): void {
  const lib = new Library(load);
  for (const rows of [1, 3, 31, 32, 33, 64]) {
    for (const fields of [
      'v:u16',
      'ab:i16 c:u8',
      'abc:u32 d:bytes:3',
      'abcd:f32 e:i8',
      'x:bytes:7 v:i16',
      'a:u8 v:u16 w:u32',
    ]) {
      for (const isQueue of [false, true]) {
        const shape: Shape = { fields, rows, isQueue, isRing: isQueue && rows > 31 };
        const bits = 2 ** Math.max(5, Math.ceil(Math.log2(rows + 1)));
        const bytes = fields
          .split(' ')
          .reduce((sum, text) => sum + Number(/bytes:(\d+)/.exec(text)?.[1] ?? Number(/\d+$/.exec(text)![0]) / 8), 0);
        const due =
          Math.ceil((Image.RowBytes + 16 + bits / 8 + Math.ceil(fields.length / 4) * 4 + bytes * (rows + 1)) / 4) * 4;
        for (const more of [0, 4, 8, 60]) {
          const image = lib.image(Image.HeaderBytes + due + more);
          const pool = lib.make(image, shape);
          if (!pool || lib.heap.freeBytes(image) !== (more < 8 ? 0 : more))
            throw new Error(`${nameOf(shape)} takes other than ${due} bytes`);
          if (verdictOf(image, pool.base, isQueue) !== 'sound')
            throw new Error(`${nameOf(shape)} is not made as it should be`);
          if (!lib.of(shape).attach(image, pool.base)) throw new Error(`${nameOf(shape)} cannot be opened`);
        }
        const image = lib.image(Image.HeaderBytes + due - 4);
        lib.expect(image, `${nameOf(shape)} without room`, () => lib.make(image, shape), null, Fault.NoSpace);
      }
    }
  }
  judgeRounding(lib);
  for (const [kind, module] of [
    [Kind.Records, lib.records],
    [Kind.Queue, lib.queue],
  ]) {
    for (let size = 16; size < 80; size += 4) {
      for (const fill of [0, 1, 255]) {
        const image = lib.image(Image.HeaderBytes + size);
        const address = lib.regions.takeRegion(image, size);
        image.fill(fill, address, address + size - 8);
        lib.regions.nameRegion(image, address, kind);
        lib.expect(
          image,
          `attach of a region of ${size} bytes of ${fill}`,
          () => module.attach(image, address),
          null,
          Fault.Corrupt,
        );
        lib.expect(
          image,
          `repairAt of a region of ${size} bytes of ${fill}`,
          () => module.repairAt(image, address),
          false,
          Fault.Corrupt,
        );
      }
    }
  }
  for (const shape of [
    { fields: 'v:u16', rows: 3 },
    { fields: 'v:u16', rows: 3, isQueue: true },
  ]) {
    const image = lib.image(256);
    const { base } = lib.make(image, shape);
    const [own, other] = shape.isQueue ? [lib.queue, lib.records] : [lib.records, lib.queue];
    for (const address of [base, 0, base + 4, base - 8, 252]) {
      lib.expect(
        image,
        `attach(${address}) as another kind`,
        () => other.attach(image, address),
        null,
        Fault.BadAddress,
      );
      lib.expect(
        image,
        `repairAt(${address}) as another kind`,
        () => other.repairAt(image, address),
        false,
        Fault.BadAddress,
      );
    }
    for (const text of ['v:u16', '', undefined])
      if (!own.attach(image, base, text)) throw new Error(`attach with "${text}" is refused`);
    lib.expect(image, 'attach with other fields', () => own.attach(image, base, 'v:i16'), null, Fault.BadArgument);
  }
}

/** Regions that are larger than they must be, or of another kind, and what is in the bytes that round. */
function judgeRounding(lib: Library): void {
  for (const shape of [
    { fields: 'v:u16', rows: 3 },
    { fields: 'abc:u16 d:bytes:3', rows: 2 },
    { fields: 'x:u8', rows: 4, isQueue: true },
  ] as Shape[]) {
    const made = lib.image(512);
    const bytes = lib.make(made, shape).to - (Image.HeaderBytes + Image.RowBytes);
    const region = made.slice(Image.HeaderBytes + Image.RowBytes, Image.HeaderBytes + Image.RowBytes + bytes);
    for (const isQueue of [false, true]) {
      for (const more of [0, 4, 8]) {
        const image = lib.image(Image.HeaderBytes + Image.RowBytes + bytes + more);
        const address = lib.regions.takeRegion(image, Image.RowBytes + bytes + more);
        image.fill(0, address).set(region, address);
        lib.regions.nameRegion(image, address, isQueue ? Kind.Queue : Kind.Records);
        // As records all of whose rows are live: nothing is wrong but that no column has room for a link.
        if (shape.isQueue && !isQueue) {
          words(image)[(address >> 2) + 1] = shape.rows;
          image[address + 16] = (2 << shape.rows) - 2;
        }
        // Every byte that is 0 with another value, too.
        for (let at = isQueue === !!shape.isQueue ? address : image.length; at <= image.length; at++) {
          const kept = image[at]!;
          if (kept) continue;
          if (at < image.length) image[at] = 32;
          const due = verdictOf(image, address, isQueue);
          const found = lib.of({ ...shape, isQueue }).attach(image, address)
            ? 'sound'
            : { [Fault.Interrupted]: 'cut', [Fault.Corrupt]: 'corrupt' }[image[8]!];
          if (found !== due)
            throw new Error(
              `${nameOf(shape)} with ${more} bytes more, and byte ${at - address} written: ${found}, not ${due}`,
            );
          if (at < image.length) image[at] = kept;
        }
      }
    }
  }
}

/** Images that a call left which was cut off: what was handed out stays, and the rest is as the layout has it. */
export function judgeCut(load: Load, states = 60): void {
  const lib = new Library(load);
  const random = randomFrom(12);
  for (const shape of [
    { fields: 'w:u32 b:u8', rows: 5 },
    { fields: 'v:i16', rows: 33 },
    { fields: 'v:u16', rows: 5, isQueue: true },
    { fields: 'v:u8', rows: 33, isQueue: true, isRing: true },
  ] as Shape[]) {
    for (let state = 0; state < states; state++) cutOne(lib, shape, random);
  }
}

function cutOne(lib: Library, shape: Shape, random: Random): void {
  const image = lib.image(512);
  const pool = lib.make(image, shape);
  const rows = lib.of(shape);
  const head = pool.base >> 2;
  const { rows: end } = shape;
  const w = words(image);
  for (let i = random.below(end * 2); i--;) {
    const row = shape.isQueue ? rows.push(pool) : rows.alloc(pool);
    if (row) rows.set(pool, row, 1, row + 60);
    if (random.oneIn(3)) void (shape.isQueue ? rows.shift(pool) : rows.dealloc(pool, 1 + random.below(end)));
  }
  const bit = (row: number): number => (image[pool.base + 16 + (row >> 3)]! >> (row & 7)) & 1;
  const flip = (row: number): void => void (image[pool.base + 16 + (row >> 3)]! ^= 1 << (row & 7));
  const listOf = (): number[] => Array.from({ length: end }, (_, i) => i + 1).filter(bit);
  if (shape.isQueue) {
    // Rows that were shifted, or not yet pushed, and still have their bit.
    for (let row = 1; row <= end; row++) if (!bit(row) && random.oneIn(3)) flip(row);
  } else {
    const first = w[head]!;
    const choice = random.below(5);
    // A row was taken off the list, and perhaps counted; one was given back, and perhaps not counted any more; clear.
    if (choice < 2 && first) {
      w[head] = rows.column(pool, 1)[first];
      if (choice) w[head + 1]!++;
    } else if (choice < 4) {
      const row = listOf()[0];
      if (row) flip(row);
      if (row && choice === 3) w[head + 1]!--;
    } else {
      w[head + 2]! |= 131072;
      w[head] = 0;
      for (const row of listOf()) if (random.oneIn(2)) flip(row);
    }
  }
  const verdict = verdictOf(image, pool.base, !!shape.isQueue);
  const queued = w[head + 1]!;
  const kept = shape.isQueue ? [] : listOf();
  const values = kept.map((row) => rows.get(pool, row, 1));
  if (verdict === 'cut')
    lib.expect(image, 'attach of what was cut off', () => rows.attach(image, pool.base), null, Fault.Interrupted);
  if (random.oneIn(2)) lib.expect(image, 'repair', () => rows.repair(pool), true);
  else lib.expect(image, 'repairAt', () => rows.repairAt(image, pool.base), true);
  if (verdictOf(image, pool.base, !!shape.isQueue) !== 'sound') throw new Error('repair does not mend');
  if (shape.isQueue ? w[head + 1] !== queued : listOf().join() !== kept.join()) throw new Error('repair loses rows');
  if (kept.some((row, i) => rows.get(pool, row, 1) !== values[i])) throw new Error('repair changes values');
  const live = listOf();
  const sum = live.reduce((total, row) => total + row, 0);
  if (lib.repair.sumOf(pool) !== sum || live.some((row) => !lib.repair.isOwned(pool, row)))
    throw new Error('the sum is not that of the rows');
  if (
    [0, -1, -31, end + 1, ...Array.from({ length: end }, (_, i) => i + 1).filter((row) => !bit(row))].some((row) =>
      lib.repair.isOwned(pool, row),
    )
  )
    throw new Error('a row is owned that there is not');
}
