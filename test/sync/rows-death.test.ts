/**
 * Every call of shared records and of a shared queue, in every state of a small pool, by a worker that
 * dies at the first store, the second, and so on. Another takes over: rows and messages are as they
 * were before the call or after it.
 */
import { format } from '../../src/heap/index.ts';
import * as leanQueue from '../../src/queue/index.ts';
import { check as checkQueue, walk as walkQueue } from '../../src/queue/inspect.ts';
import * as leanRecords from '../../src/records/index.ts';
import { check as checkRecords, walk as walkRecords } from '../../src/records/inspect.ts';
import { markDead, queue, records } from '../../src/sync/index.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { copyOf, dieAt } from './lives.ts';

const random = randomFrom(seedOf(11));
const newHeap = (): Uint8Array => format(new Uint8Array(new SharedArrayBuffer(1024)))!;
/**
 * Calls until it survives; each time `after` says what another worker finds, which must be `before` or
 * what the whole call makes. With `heirs`, as many who take over die, too. Returns the deaths.
 */
function dieEverywhere(
  heap: Uint8Array,
  module: any,
  lock: number,
  call: (guard: any) => unknown,
  seen: (guard: any) => string,
  heirs: number,
): number {
  const whole = module.attach(copyOf(heap), lock, 1);
  const before = seen(whole);
  call(whole);
  const after = seen(whole);
  for (let limit = 0; ; limit++) {
    const now = copyOf(heap);
    const hasEnded = dieAt(module, now, lock, limit, call, heirs, limit);
    if (!hasEnded) markDead(now, 1);
    const guard = module.attach(now, lock, 9);
    const found = guard ? seen(guard) : 'refused';
    if (hasEnded ? found !== after : found !== before && found !== after) {
      throw new Error(`dead at store ${limit}: found\n${found}\nbefore\n${before}\nafter\n${after}`);
    }
    if (hasEnded) return limit;
  }
}

describe('records', () => {
  /** Rows that are handed out and what is in them; or what is wrong. */
  const seen = (guard: any): string => {
    const rows: string[] = [];
    walkRecords(guard.pool, (row) =>
      rows.push(`${row}:${leanRecords.get(guard.pool, row, 1)}:${leanRecords.get(guard.pool, row, 2)}`),
    );
    return checkRecords(guard.pool) || rows.join(' ');
  };
  const calls: [string, (guard: any, row: number) => unknown][] = [
    ['alloc', (guard) => records.alloc(guard)],
    ['dealloc', (guard, row) => records.dealloc(guard, row)],
    ['set', (guard, row) => records.set(guard, row, 1, 77)],
    ['set of bytes', (guard, row) => records.set(guard, row, 2, [1, 2, 3])],
    ['clear', (guard) => records.clear(guard)],
    ['get', (guard, row) => records.get(guard, row, 1)],
    ['next', (guard, row) => records.next(guard, row)],
  ];
  test.each(calls)('%s: repaired wherever it dies', (_name, call) => {
    let deaths = 0;
    for (let state = 0; state < 60; state++) {
      const heap = newHeap();
      const pool = leanRecords.create(heap, 'v:u16 b:bytes:3', 5 + (state % 40))!;
      const live: number[] = [];
      for (let step = 0; step < state * 3; step++) {
        const row = random.below(5) < 3 ? leanRecords.alloc(pool) : 0;
        if (row) live.push(row);
        else if (live.length) leanRecords.dealloc(pool, live.splice(random.below(live.length), 1)[0]);
      }
      for (const row of live) leanRecords.set(pool, row, 1, row * 3);
      const lock = records.create(pool);
      deaths += dieEverywhere(heap, records, lock, (guard) => call(guard, live[0] ?? 1), seen, state % 3);
    }
    expect(deaths).toBeGreaterThan(100);
  });
});

describe.each([
  ['a queue', false],
  ['a ring', true],
])('%s', (_kind, isRing) => {
  /** Messages, the oldest first; or what is wrong. */
  const seen = (guard: any): string => {
    const messages: string[] = [];
    walkQueue(guard.pool, (row) =>
      messages.push(`${leanQueue.get(guard.pool, row, 1)} ${leanQueue.get(guard.pool, row, 2)}`),
    );
    return checkQueue(guard.pool) || messages.join(' | ') || 'empty';
  };
  const calls: [string, (guard: any) => unknown][] = [
    ['send', (guard) => queue.send(guard, [999, [9, 9]])],
    ['receive', (guard) => queue.receive(guard)],
    ['clear', (guard) => queue.clear(guard)],
  ];
  test.each(calls)('%s: repaired wherever it dies', (name, call) => {
    let deaths = 0;
    for (let state = 0; state < 60; state++) {
      const heap = newHeap();
      const pool = leanQueue.create(heap, 'v:u16 b:bytes:2', 4, isRing)!;
      for (let step = 0; step < state; step++) {
        const row = random.below(5) < 3 ? leanQueue.push(pool) : leanQueue.shift(pool) * 0;
        if (row) {
          leanQueue.set(pool, row, 1, step);
          leanQueue.set(pool, row, 2, [step, 255 - step]);
        }
      }
      const lock = queue.create(pool);
      if (name === 'send' && isRing && leanQueue.count(pool) === 4) {
        // Three states are right: before, without the oldest, after. Each is a message on from the last.
        const whole = queue.attach(copyOf(heap), lock, 1)!;
        const before = seen(whole).split(' | ');
        deaths += dieEverywhereRing(heap, lock, call, seen, before);
      } else deaths += dieEverywhere(heap, queue, lock, call, seen, state % 3);
    }
    expect(deaths).toBeGreaterThan(100);
  });

  function dieEverywhereRing(
    heap: Uint8Array,
    lock: number,
    call: (guard: any) => unknown,
    see: (guard: any) => string,
    before: string[],
  ): number {
    const right = [before.join(' | '), before.slice(1).join(' | '), [...before.slice(1), '999 9,9'].join(' | ')];
    for (let limit = 0; ; limit++) {
      const now = copyOf(heap);
      const hasEnded = dieAt(queue, now, lock, limit, call, limit % 3, limit);
      if (!hasEnded) markDead(now, 1);
      const found = see(queue.attach(now, lock, 9)!);
      if (!right.includes(found) || (hasEnded && found !== right[2]))
        throw new Error(`dead at store ${limit}: ${found}, not ${right}`);
      if (hasEnded) return limit;
    }
  }
});
