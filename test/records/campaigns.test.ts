/**
 * Rows in every state that small pools can have: what is handed out is there, calls can be cut off at any store, and no damage
 * makes a call loop, throw or leave the region. A soak visits more states and tries every value of a word.
 */
import { attachDamaged, damageLive, type Subject } from '../support/campaign.ts';
import { cutEverywhere, isCut } from '../support/cut.ts';
import { type Damage, eachWord, everyValue, exchanges, overruns, randomWords } from '../support/damages.ts';
import { explore } from '../support/explore.ts';
import { meteredHeap } from '../support/metered.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { isSoak, lengthOf } from '../support/soak.ts';
import { type Held, Place, type Rows, steps, worldOf } from './world.ts';

const kinds: Rows[] = [
  { module: 'records', fields: 'v:u16', rows: 3 },
  { module: 'records', fields: 'w:i32 a:u8', rows: 2 },
  { module: 'records', fields: 'v:f32', rows: 33 },
  { module: 'queue', fields: 'v:u16', rows: 3 },
  { module: 'queue', fields: 'b:bytes:1', rows: 4, isRing: true },
  { module: 'queue', fields: 'v:i16', rows: 1, isRing: true },
  { module: 'queue', fields: 'v:u8', rows: 33 },
];
const nameOf = ({ module, fields, rows, isRing }: Rows): string =>
  `${module} ${fields} x ${rows}${isRing ? ', a ring' : ''}`;
const table = kinds.map((what): [string, Rows] => [nameOf(what), what]);
const placeOf = (what: Rows): Place => new Place(meteredHeap('host', 512), what);

/** States with different numbers of rows, the first of each that calls lead to, and some more. */
function statesFrom(place: Place, most: number): { image: Uint8Array; held: Held[] }[] {
  const found: { image: Uint8Array; held: Held[] }[] = [];
  const seen = new Set<string>();
  explore(
    worldOf(place, (image, held) => {
      const key = Buffer.from(image).toString('latin1');
      if (!seen.has(key)) found.push({ image, held });
      seen.add(key);
    }),
    most,
  );
  return found;
}

test.each(table)('%s: every reachable image is sound, and attach accepts it', (_name, what) => {
  const place = placeOf(what);
  const explored = explore(
    worldOf(place, () => undefined),
    lengthOf(150, 20000),
  );
  expect(explored.states).toBeGreaterThan(what.rows);
  if (what.rows < 4 && !isSoak) expect(explored.isComplete || explored.states === 150).toBe(true);
});

describe('a call that is cut off at any store', () => {
  /** After a cut call the rows before it, or after it; of clear some of them. */
  const isDue = (found: Held[], before: Held[], after: Held[], call: string): boolean => {
    const text = JSON.stringify(found);
    return (
      text === JSON.stringify(before) ||
      text === JSON.stringify(after) ||
      (call === 'clear' && found.every((row) => before.some((other) => String(other) === String(row))))
    );
  };
  test.each(table)('%s: nothing handed out is lost, and repair mends it', (_name, what) => {
    const place = placeOf(what);
    const { metered, rows } = place;
    let cuts = 0;
    for (const { image, held } of statesFrom(place, lengthOf(what.rows < 9 ? 12 : 3, 60))) {
      metered.raw.set(image);
      const names = steps(place, place.attach(), held, 77).map(([name]) => name);
      for (const [at, name] of names.entries()) {
        metered.raw.set(image);
        const after = steps(place, place.attach(), held, 77)[at]![1]();
        const seen = (pool: any): Held[] =>
          [...held, ...after]
            .filter(([row], i, all) => rows.at(pool, row) && all.findIndex(([other]) => other === row) === i)
            .map(([row]): Held => [row, place.read(pool, row)]);
        const sortedHeld = (list: Held[]): Held[] => (place.isQueue ? list : [...list].sort(([a], [b]) => a - b));
        const verify = (pool: any): void => {
          if (!place.attach()) throw new Error('not sound');
          const found = place.isQueue ? queueOf(place, pool) : sortedHeld(seen(pool));
          // A row that was just taken has what it had.
          const same = (list: Held[]): Held[] =>
            sortedHeld(
              list.map(([row, value]): Held => [
                row,
                held.some(([other]) => other === row) || value !== 77 ? value : place.read(pool, row),
              ]),
            );
          if (!isDue(found, sortedHeld(held), same(after), name))
            throw new Error(`${JSON.stringify(found)} are there after ${name}, before ${JSON.stringify(held)}`);
        };
        cuts += cutEverywhere({
          metered,
          image,
          isDeep: what.rows < 9,
          attach: () => place.attach(),
          call: (pool) => rows[name.split(' ')[0]!](pool, ...name.split(' ').slice(1).map(Number)),
          goOn: (pool) => goesOn(place, pool),
          verify,
          repair: (pool) => rows.repair(pool),
          repairAt: (heap) => rows.repairAt(heap, place.from),
        });
      }
    }
    expect(cuts).toBeGreaterThan(20);
  });

  const queueOf = (place: Place, pool: any): Held[] => {
    const first = place.rows.peek(pool);
    return Array.from({ length: place.rows.count(pool) }, (_, i) => ((first - 1 + i) % place.what.rows) + 1).map(
      (row): Held => [row, place.read(pool, row)],
    );
  };

  /** Takes and gives as a program does that does not know of the cut: whatever is live keeps its value. False when refused as interrupted. */
  function goesOn(place: Place, pool: any): boolean {
    const {
      rows,
      metered: { ckremm },
    } = place;
    const mine: Held[] = [];
    const others = (): Held[] =>
      Array.from({ length: place.what.rows }, (_, i) => i + 1)
        .filter((row) => !mine.some(([other]) => other === row) && rows.at(pool, row))
        .map((row): Held => [row, place.read(pool, row)]);
    const before = place.isQueue ? queueOf(place, pool) : others();
    for (let i = 0; i < 3; i++) {
      const row = place.isQueue ? rows.push(pool) : rows.alloc(pool);
      if (!row && ckremm.fault() === 13 && !mine.length) return false;
      if (!row) break;
      if (!place.isQueue && mine.concat(before).some(([other]) => other === row))
        throw new Error(`row ${row} was handed out twice`);
      place.put(pool, row, 90 + i);
      mine.push([row, 90 + i]);
    }
    if (place.isQueue) {
      const all = [...before, ...mine].slice(place.what.isRing ? -place.what.rows : 0);
      const found = queueOf(place, pool);
      if (JSON.stringify(found) !== JSON.stringify(all))
        throw new Error(`${JSON.stringify(found)} are in the queue, not ${JSON.stringify(all)}`);
      for (const [row] of all) if (rows.shift(pool) !== row) throw new Error('shift takes another');
      if (rows.shift(pool)) throw new Error('shift takes from an empty queue');
    } else {
      place.verifyValues(pool, [...mine, ...before]);
      for (const [row] of [...mine, ...before])
        if (!rows.dealloc(pool, row)) throw new Error(`row ${row} cannot be given back`);
      if (rows.next(pool, 0)) throw new Error('a row is left');
    }
    return true;
  }

  test.each(table)('%s: one cut after another, without repair, leaves an image that repair mends', (_name, what) => {
    const place = placeOf(what);
    const { metered, rows } = place;
    const random = randomFrom(seedOf(what.rows * 3 + 1));
    let interrupted = 0;
    const pool = place.attach();
    for (let turn = 0; turn < lengthOf(250, 5000); turn++) {
      const isTaking = random.below(9) < 5;
      const row = 1 + random.below(what.rows);
      isCut(metered, random.below(7), () => {
        if (random.oneIn(40)) rows.clear(pool);
        else if (random.oneIn(20)) rows.repair(pool);
        else if (isTaking) rows[place.isQueue ? 'push' : 'alloc'](pool);
        else if (place.isQueue) rows.shift(pool);
        else rows.dealloc(pool, row);
      });
      const now = metered.raw.slice();
      const before = place.isQueue
        ? queueOf(place, pool).join(' ')
        : Array.from({ length: what.rows }, (_, i) => rows.at(pool, i + 1)).join();
      if (!place.attach()) {
        interrupted++;
        expect(metered.ckremm.fault()).toBe(13);
        expect(random.oneIn(2) ? rows.repair(pool) : rows.repairAt(metered.heap, place.from)).toBe(true);
        expect(place.attach()).toBeTruthy();
        expect(
          place.isQueue
            ? queueOf(place, pool).join(' ')
            : Array.from({ length: what.rows }, (_, i) => rows.at(pool, i + 1)).join(),
        ).toBe(before);
      }
      if (!random.oneIn(3)) metered.raw.set(now);
    }
    expect(interrupted).toBeGreaterThan(10);
  });
});

describe('damage', () => {
  const subjectOf = (place: Place): Subject => ({
    metered: place.metered,
    from: place.from,
    to: place.to,
    attach: () => place.attach(),
    calls: place.calls(),
    mostSteps: 4000,
  });
  const image = (place: Place, turns: number): Uint8Array => {
    const pool = place.attach();
    let held: Held[] = [];
    const random = randomFrom(turns);
    for (let i = 0; i < turns; i++) {
      const all = steps(place, pool, held, i).filter(([name]) => name !== 'clear');
      held = all[random.below(2) && held.length ? 1 + random.below(all.length - 1) : 0]![1]();
    }
    return place.metered.raw.slice();
  };
  function* damagesOf(place: Place, seed: number, share: number): Generator<Damage> {
    const { from, to } = place;
    const random = randomFrom(seed);
    for (const damage of eachWord(from, to)) if (isSoak || random.oneIn(share)) yield damage;
    for (const damage of exchanges(Array.from({ length: (to - from) >> 1 }, (_, i) => from + 2 * i)))
      if (isSoak || random.oneIn(share * 3)) yield damage;
    yield* randomWords(random, from, to, isSoak ? 20000 : 120);
    if (isSoak) for (let at = from; at < from + 24; at += 2) yield* everyValue(at);
  }
  const places = table.filter(([, { rows }]) => rows !== 1);

  test.each(places)('%s: attach accepts exactly what is sound, and no call does harm', (_name, what) => {
    const place = placeOf(what);
    const tally = attachDamaged(subjectOf(place), image(place, 7), damagesOf(place, seedOf(5), 6));
    expect(tally.refused).toBeGreaterThan(30);
    expect(tally.accepted).toBeGreaterThan(10);
  });

  test.each(places)('%s: no call on a live object does harm, whatever the bytes are', (_name, what) => {
    const place = placeOf(what);
    expect(damageLive(subjectOf(place), image(place, 7), damagesOf(place, seedOf(6), 12))).toBeGreaterThan(100);
  });

  test.each(places)('%s: a write past the end of something before the pool does no harm', (_name, what) => {
    const place = placeOf(what);
    const damages = [...overruns(randomFrom(seedOf(7)), place.from, place.to, isSoak ? undefined : 40)];
    const start = image(place, 9);
    expect(damageLive(subjectOf(place), start, damages)).toBe(damages.length);
    attachDamaged(subjectOf(place), start, damages);
  });

  test('a write into rows that were given back: no row is handed out twice, and a row that is live keeps its value', () => {
    for (const fields of ['v:u16', 'w:i32 a:u8', 'v:f32']) {
      const place = placeOf({ module: 'records', fields, rows: 6 });
      const {
        rows,
        metered: { ckremm },
      } = place;
      const random = randomFrom(seedOf(8));
      const start = place.metered.raw.slice();
      for (let turn = 0; turn < lengthOf(150, 5000); turn++) {
        place.metered.raw.set(start);
        const pool = place.attach();
        const taken = Array.from({ length: 6 }, () => rows.alloc(pool) as number);
        const held = taken.filter(() => random.oneIn(2));
        for (const row of held) place.put(pool, row, row + 100);
        for (const row of taken) if (!held.includes(row)) rows.dealloc(pool, row);
        const column = rows.column(pool, 1);
        for (let row = 0; row <= 6; row++)
          if (!held.includes(row) && random.oneIn(2))
            column[row] = [0, 1, row, 6, 7, 65535, -1, 2 ** 31][random.below(8)];
        for (let i = 0; i < 8; i++) {
          const row = rows.alloc(pool);
          if (row && held.includes(row)) throw new Error(`row ${row} is live, and was handed out`);
          if (row) held.push(row);
          if (row) place.put(pool, row, row + 100);
          else expect([1, 8, 13]).toContain(ckremm.fault());
        }
        place.verifyValues(
          pool,
          held.map((row): Held => [row, row + 100]),
        );
      }
    }
  });
});
