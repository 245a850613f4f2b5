/** Rows and messages: records, queues, rings of messages. */
import { FIRST, type Place, type Probe, type World, poolProbes, some } from '../world.ts';
import type { Words } from '../way.ts';

const ROWS = 600;
const FIELDS = 't:u32 v:i16';

/** As a call that is cut off leaves records: the word of the state of the first pool. */
const cutRecords = ({ raw }: Place): void => void (raw[34] = raw[34]! | 2);

const accessProbes = (module: any, pool: any, row: number): Probe[] =>
  (
    [
      ['at', '', () => module.at(pool, row)],
      ['get', 'by number', () => module.get(pool, row, 2)],
      ['get', 'by name', () => module.get(pool, row, 'v')],
      ['set', 'by number', () => module.set(pool, row, 2, 7)],
      ['set', 'by name', () => module.set(pool, row, 'v', 7)],
      ['count', '', () => module.count(pool)],
      ['field', '', () => module.field(pool, 'v')],
      ['column', '', () => module.column(pool, 'v')],
    ] as const
  ).flatMap(([call, what, run]) => (module[call] ? [{ call, what, run, isUsual: true }] : []));

/** A row is its number: what could be elsewhere is what a column has of it. Of no pool there is none. */
const placesOf = (column: { byteOffset: number } | null, live: number[]): number[] =>
  column ? live.map((row) => column.byteOffset + 4 * row) : [];

export const RECORDS: World = {
  name: 'records',
  module: 'records',
  needs: 'create attach alloc dealloc',
  pool: `${ROWS} rows of "${FIELDS}"`,
  heapBytes: 4096,
  go({ library: { records }, heap }, words) {
    const pool = records.create(heap, FIELDS, ROWS);
    const live: number[] = [];
    if (words.below(2)) for (let row = records.alloc(pool); row; row = records.alloc(pool)) live.push(row);
    while (!words.isEmpty) {
      const word = words.next();
      if (word & 1 && live.length) records.dealloc(pool, live.splice((word >>> 8) % live.length, 1)[0]);
      else {
        const row = records.alloc(pool);
        if (row) live.push(row);
      }
    }
    return { live };
  },
  attach: ({ library, heap }) => library.records.attach(heap, FIRST),
  probes(place, pool, { live }) {
    const { records } = place.library;
    return [
      { call: 'alloc', what: '', run: () => records.alloc(pool), isUsual: true },
      ...some(live, 4).flatMap((row): Probe[] => [
        { call: 'dealloc', what: '', run: () => records.dealloc(pool, row), isUsual: true },
        { call: 'next', what: '', run: () => records.next(pool, row), isUsual: true },
        ...accessProbes(records, pool, row),
      ]),
      { call: 'next', what: 'none', run: () => records.next(pool, 0) },
      { call: 'dealloc', what: 'no row', run: () => records.dealloc(pool, 9999) },
      { call: 'clear', what: '', run: () => records.clear(pool), isLong: true, isUsual: true },
      ...poolProbes(
        records,
        place,
        pool,
        () => records.create(place.heap, FIELDS, ROWS),
        () => cutRecords(place),
      ),
      ...['declaration', 'layout'].map((call): Probe => ({
        call,
        what: '',
        run: () => records[call](pool),
        isUsual: true,
      })),
    ];
  },
  places: ({ library: { records } }, pool, { live }) => placesOf(records.column(pool, 't'), live),
};

export const QUEUE: World = {
  name: 'queue',
  module: 'queue',
  needs: 'create attach push shift peek',
  pool: `a ring of ${ROWS} rows of "${FIELDS}"`,
  heapBytes: 4096,
  go({ library: { queue }, heap }, words) {
    const pool = queue.create(heap, FIELDS, ROWS, true);
    const pushed = words.below(2 * ROWS);
    for (let i = 0; i < pushed; i++) queue.push(pool);
    while (!words.isEmpty) queue[words.next() & 1 ? 'shift' : 'push'](pool);
    const row = queue.peek(pool) as number;
    return { live: row ? [row] : [] };
  },
  attach: ({ library, heap }) => library.queue.attach(heap, FIRST),
  probes(place, pool, { live }) {
    const { queue } = place.library;
    return [
      { call: 'push', what: '', run: () => queue.push(pool), isUsual: true },
      { call: 'shift', what: '', run: () => queue.shift(pool), isUsual: true },
      { call: 'peek', what: '', run: () => queue.peek(pool), isUsual: true },
      ...accessProbes(queue, pool, live[0] ?? 1),
      { call: 'clear', what: '', run: () => queue.clear(pool), isLong: true, isUsual: true },
      ...poolProbes(
        queue,
        place,
        pool,
        () => queue.create(place.heap, FIELDS, ROWS, true),
        // Out of the queue, and live.
        () => place.cut(1, () => queue.shift(pool)),
      ),
      ...['declaration', 'layout'].map((call): Probe => ({
        call,
        what: '',
        run: () => queue[call](pool),
        isUsual: true,
      })),
    ];
  },
  places: ({ library: { records } }, pool, { live }) => placesOf(records.column(pool, 't'), live),
};

const RING_BYTES = 4096;
const TEXT = 'a text of a log, neither long nor short, with the name of something and a figure';

/** Lengths of messages: mostly as in a log, now and then much longer. */
const lengthFrom = (word: number): number => (word & 15 ? (word >>> 4) % 80 : (word >>> 4) % 700);

export const MESSAGES: World = {
  name: 'messages',
  module: 'messages',
  needs: 'create attach push shift',
  pool: 'messages of up to 700 bytes in a ring of 4 KB that overwrites',
  heapBytes: RING_BYTES + 64,
  go({ library: { messages }, heap }, words: Words) {
    const pool = messages.create(heap, RING_BYTES, true);
    const bytes = new Uint8Array(700);
    while (!words.isEmpty) {
      const word = words.next();
      if (word & 3) messages.push(pool, bytes.subarray(0, lengthFrom(word >>> 2)));
      else messages.shift(pool);
    }
    return { live: [] };
  },
  attach: ({ library, heap }) => library.messages.attach(heap, FIRST),
  probes(place, pool) {
    const { messages } = place.library;
    const bytes = place.run('new Uint8Array(2000)') as Uint8Array;
    return [
      ...[1, 20, 40, 80, 300, 700, 2000].map((count): Probe => ({
        call: 'push',
        what: `${count} bytes`,
        run: () => messages.push(pool, bytes.subarray(0, count)),
        isUsual: count >= 20 && count <= 80,
      })),
      { call: 'push', what: 'a text of 27 letters', run: () => messages.push(pool, TEXT.slice(0, 27)), isUsual: true },
      { call: 'push', what: 'a text of 80 letters', run: () => messages.push(pool, TEXT), isUsual: true },
      ...['peek', 'text', 'shift', 'count', 'clear'].map((call): Probe => ({
        call,
        what: '',
        run: () => messages[call](pool),
        isUsual: true,
      })),
      ...poolProbes(messages, place, pool, () => messages.create(place.heap, RING_BYTES, true)),
    ];
  },
  // A push that takes the place of the oldest ends their lives: nothing that is live moves.
  places: () => [],
};
