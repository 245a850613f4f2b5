/** Each comparison and each store of records and queues, left out in turn: images that are damaged on purpose, or calls, have to show it. */
import { TELLING } from '../support/damages.ts';
import { type Load, loadWith } from '../support/library.ts';
import {
  comparisonMutants,
  requireFair,
  type Judge,
  noticed,
  type SourceMutant,
  statementMutants,
} from '../support/mutants.ts';
import { randomFrom } from '../support/random.ts';
import { isSoak, lengthOf } from '../support/soak.ts';
import { judgeDestroyed, judgeOverwritten, judgeWalks } from './judges.ts';
import { judgeCut, judgeLayout } from './judges-layout.ts';
import { judge as verdictOf, type Verdict } from './oracle.ts';

/** Damaged images tell of what attach compares, calls of the rest. */
const files: [file: string, judge: Judge][] = [
  ['records/verify.ts', (load) => judgeAttach(load) || judgeCreate(load) || judgeUse(load)],
  ['records/fields.ts', (load) => judgeCreate(load) || judgeUse(load) || judgeAttach(load)],
  ['records/pool.ts', judgeCalls],
  ['records/repair.ts', judgeCalls],
  ['records/index.ts', judgeCalls],
  ['queue/index.ts', judgeCalls],
];

const RARE = 'the rare path, which is taken then, finds the same';
const SLOWER = 'the pool is found again at each call, and is the same';
const CUT = 'of use only to a call that is cut off: campaigns.test.ts cuts them';
const NO_BIT = 'row 0 and rows beyond the last have no bit in a sound pool, and what is beyond the bits is none';

/** Those that change nothing, by the function they are in, and why. */
const equal: Record<string, string> = {
  'verifyRecords: head[Head.Next] > pool.end -> false':
    'told as a list that leads to no free row; records.test.ts has the words',
  'countOf: text.charCodeAt(0) > Code.Zero -> true': 'the comparison with the number as text refuses them as well',
  'countOf: text.charCodeAt(0) <= Code.Nine -> true': 'only where NaN is no NaN, on an RP2040',
  "isBytes: typeof array === 'object' -> true": 'what is no object has no buffer',
  'isBytes: array.length >>> 0 === array.length -> true':
    "arrays have whole lengths; what else has a buffer is nobody's",
  'textOf: head[Head.TextBytes] <= Limit.Bits -> true': 'such a text does not end in the region either',
  'textOf: at + head[Head.TextBytes] <= end -> true': 'its columns do not fit into the region then',
  'isRounding: end - at < 0 -> false': 'the end is not met then',
  'isOwned: row > 0 -> true': NO_BIT,
  'isOwned: row <= pool.end -> true': NO_BIT,
  'declared: [] -> true': 'what has no length has no field of that name',
  'declared: [] -> false': 'what has no length has no field of that name',
  'count: pool.epoch[0] === pool.seen -> false': SLOWER,
  'next: pool.epoch[0] !== pool.seen -> true': SLOWER,
  'reset: head[Head.Rows] = row | Limit.Cut;': CUT,
  'reset: head[Head.Next] = 0;': CUT,
  'relink: head[Head.Rows] = row | Limit.Cut;': CUT,
  'relink: head[Head.Next] = 0;': CUT,
  'renew: pool.head = fresh.head;': 'the head is at the same address',
  'wideOf: i -> true': 'asked only for fields that are in the list, and the first is found before the end',
};

/** Functions of one expression, whose comparisons, but for the one that asks whether a queue goes round, choose between it and the rare path. */
const FAST = ['alloc', 'dealloc', 'at', 'get', 'set', 'push', 'peek'];

const reasonFor = ({ within, key }: SourceMutant): string | undefined =>
  equal[`${within}: ${key}`] ??
  (FAST.includes(within) && key.endsWith(' -> false') && key !== 'row < queue.end -> false' ? RARE : undefined);

/** One in so many. */
const SHARE = lengthOf(11, 1);

interface Opened {
  image: Uint8Array;
  address: number;
  isQueue: boolean;
}

/** Small pools in different states. */
function pools(load: Load): Opened[] {
  const heap = load('heap/index.ts');
  const records = load('records/index.ts');
  const queue = load('queue/index.ts');
  const made: Opened[] = [];
  for (const [fields, rows] of [
    ['v:u16', 3],
    ['ab:i32 c:bytes:3', 2],
    ['v:i16', 31],
    ['f:f32 v:u8', 33],
    ['v:u16', 64],
  ] as const) {
    const image = heap.format(new Uint8Array(512));
    const pool = records.create(image, fields, rows);
    for (const full of [0, 1, rows]) {
      while (records.count(pool) < full) records.alloc(pool);
      if (full === rows) records.dealloc(pool, 2);
      made.push({ image: image.slice(), address: pool.base, isQueue: false });
    }
  }
  for (const [rows, isRing] of [
    [3, false],
    [33, true],
    [1, true],
    [64, false],
  ] as const) {
    const image = heap.format(new Uint8Array(512));
    const pool = queue.create(image, 'b:bytes:1', rows, isRing);
    for (const shifts of [0, 1, 2]) {
      made.push({ image: image.slice(), address: pool.base, isQueue: true });
      while (queue.count(pool) < rows) queue.push(pool);
      for (let i = 0; i < shifts; i++) queue.shift(pool);
    }
    made.push({ image: image.slice(), address: pool.base, isQueue: true });
  }
  return made;
}

/** Each way to damage the bytes at `at`; called between the changes. */
function damage(image: Uint8Array, at: number, visit: () => void): void {
  const kept = image.slice(at, at + 4);
  for (let bit = 0; bit < 8; bit++) {
    image[at] = kept[0]! ^ (1 << bit);
    visit();
  }
  if (!(at & 1)) {
    for (const value of TELLING) {
      image[at] = value;
      image[at + 1] = value >> 8;
      visit();
    }
  }
  image.set(kept, at);
}

interface Case extends Opened {
  due: Verdict;
}

/** Damaged images, and what attach is to say of them: made once, by the library as it is. */
function casesOf(load: Load): Case[] {
  const cases: Case[] = [];
  const random = randomFrom(3);
  for (const { image, address, isQueue } of pools(load)) {
    const end = address - 8 + (new Uint32Array(image.buffer)[(address - 8) >> 2]! >>> 4);
    const keep = (): void =>
      void cases.push({ image: image.slice(), address, isQueue, due: verdictOf(image, address, isQueue) });
    keep();
    for (let at = address; at < end; at++)
      damage(image, at, () => (at < address + 32 || at > end - 8 || random.oneIn(9)) && keep());
    // Two words of the head at once, and the head with the bits.
    for (const [a, b] of [
      [0, 4],
      [4, 6],
      [0, 16],
      [4, 16],
    ]) {
      for (let value = 0; value < 4; value++)
        damageTwo(image, address + a!, address + b!, value, () => random.oneIn(3) && keep());
    }
  }
  return cases;
}

const cases = casesOf(loadWith());

/** What attach and repairAt say of every damage must be what the oracle does. */
function judgeAttach(load: Load): string {
  const fault = load('core/faults.ts').fault;
  const modules = [load('records/index.ts'), load('queue/index.ts')];
  for (const { image, address, isQueue, due } of cases) {
    const rows = modules[Number(isQueue)];
    const copy = image.slice();
    const found = rows.attach(copy, address) ? 'sound' : fault() === 13 ? 'cut' : 'corrupt';
    if (found !== due) return `attach says ${found}, not ${due}`;
    const isMended = rows.repairAt(copy, address);
    if (isMended !== (due !== 'corrupt')) return `repairAt says ${isMended} of what is ${due}`;
    if (due === 'cut' && verdictOf(copy, address, isQueue) !== 'sound') return 'repairAt does not mend';
  }
  return '';
}

function damageTwo(image: Uint8Array, a: number, b: number, value: number, look: () => void): void {
  const kept = image[a]!;
  image[a] = value;
  damage(image, b, look);
  image[a] = kept;
}

const right = [
  'a:u8 b:u16',
  'x:bytes:1 y:f32',
  '$:u16',
  '_9:i16',
  ',:u16',
  '/a:u16',
  'NaN:u16',
  'a-1:u16',
  'x:bytes:65535 y:u16',
  'u16:u16',
  '!:u16',
  '~:i8 }:i16',
  '*:u16',
  ';:u16',
];
const wrong = [
  '',
  ' ',
  'a',
  'a:',
  ':u16',
  'a:u64',
  'a:u16:2',
  'a:u16 ',
  ' a:u16',
  'a:u16  b:u8',
  'a:u16 a:i16',
  '1:u16',
  '+a:u16',
  '-a:u16',
  '.5:u16',
  '9z:u16',
  '0:u16',
  'Infinity:u16',
  'x:bytes y:u16',
  'x:bytes: y:u16',
  'x:bytes:0 y:u16',
  'x:bytes:01 y:u16',
  'x:bytes:1e1 y:u16',
  'x:bytes:65536 y:u16',
  'x:bytes:-1 y:u16',
  'x:bytes:2.5 y:u16',
  'x:bytes:2:2 y:u16',
  'x:bytes:NaN y:u16',
  'a\u007f:u16',
  'a\u001f:u16',
  'a\u0100:u16',
  '\u0161:u16',
  'x:u8',
  'x:bytes:4 y:i8',
  `${'n'.repeat(65536)}:u16`,
];

/** What create says of declarations and numbers of rows. */
function judgeCreate(load: Load): string {
  const heap = load('heap/index.ts');
  const records = load('records/index.ts');
  const newHeap = (): Uint8Array => heap.format(new Uint8Array(150000));
  const isMade = (fields: unknown, rows: unknown): boolean => !!records.create(newHeap(), fields, rows);
  for (const fields of right) if (!isMade(fields, 1)) return `${fields} is refused`;
  for (const fields of wrong) if (isMade(fields, 1)) return `${fields} is accepted`;
  for (const rows of [0, -1, 1.5, 65536, NaN, '3', null]) if (isMade('a:u16', rows)) return `${rows} rows are accepted`;
  for (const rows of [1, 31, 32, 33, 65535]) if (!isMade('a:u16', rows)) return `${rows} rows are refused`;
  const pool = records.create(newHeap(), 'a:u16 b:bytes:5 c:i32', 9);
  return records.attach(pool.u8, pool.base, 'a:u16') || !records.attach(pool.u8, pool.base, 'a:u16 b:bytes:5 c:i32')
    ? 'the declaration is not compared'
    : '';
}

/** What is there in a column, by number and by name, and after destroy. */
function judgeUse(load: Load): string {
  const heap = load('heap/index.ts');
  const records = load('records/index.ts');
  const queue = load('queue/index.ts');
  const image = heap.format(new Uint8Array(2048));
  const pool = records.create(image, 'a:u16 b:bytes:3 c:i32 d:f32 e:i8', 40);
  const values: [string, number | number[]][] = [
    ['a', 65535],
    ['b', [1, 2, 3]],
    ['c', -5],
    ['d', 0.5],
    ['e', -7],
  ];
  const rows = Array.from({ length: 40 }, () => records.alloc(pool));
  for (const [name, value] of values)
    for (const row of rows) if (!records.set(pool, row, name, value)) return `${name} cannot be set`;
  for (const [i, [name, value]] of values.entries()) {
    for (const row of rows)
      if ([...[records.get(pool, row, i + 1)].flat()].join() !== [value].flat().join())
        return `${name} is ${records.get(pool, row, name)}`;
  }
  for (const value of [[1, 2, 3, 4], 'abc', 5, null, { length: 2 }, {}])
    if (records.set(pool, 1, 'b', value)) return `bytes are ${value}`;
  if (!records.set(pool, 1, 'b', new Uint8Array([9, 8]))) return 'bytes of a typed array are refused';
  const second = records.attach(image, pool.base);
  if (!records.clear(second) || records.count(pool) || !records.destroy(second)) return 'clear and destroy';
  if (
    records.alloc(pool) ||
    records.repair(pool) ||
    records.clear(pool) ||
    records.destroy(pool) ||
    records.destroy(second)
  )
    return 'a destroyed pool goes on';
  for (const fields of [undefined, 'a:u16'])
    if (queue.attach(image, pool.base, fields) || records.attach(image, 999, fields)) return 'no pool is opened';
  const blocks = load('headers/index.ts').create(image, 200);
  if (records.destroy(blocks) || queue.destroy(blocks) || !load('headers/index.ts').destroy(blocks))
    return 'a pool of another module is destroyed';
  const ring = queue.create(image, 'a:u16', 5, true);
  return ring && !records.alloc(ring) && queue.push(pool) === 0 ? '' : 'kinds are mixed up';
}

function judgeCalls(load: Load): string {
  judgeWalks(load);
  judgeOverwritten(load);
  judgeDestroyed(load);
  judgeCut(load);
  judgeLayout(load);
  return judgeCreate(load) || judgeUse(load);
}

describe.each(files)('%s: a comparison, or a store, that is left out is noticed', (file, judge) => {
  test('the library as it is passes', () => {
    requireFair(judge);
  });

  const mutants = [...comparisonMutants(file), ...(judge === judgeCalls ? statementMutants(file) : [])];

  test('each of them, but for those that change nothing', () => {
    const chosen = mutants.filter((_, i) => i % SHARE === 0);
    const unseen = chosen
      .filter((mutant) => !reasonFor(mutant) && !noticed(judge, [mutant.patch]))
      .map(({ within, name }) => `${within}: ${name}`);
    expect(unseen).toEqual([]);
    expect(mutants.length).toBeGreaterThan(25);
  });

  // Who says that one changes nothing may be wrong.
  if (isSoak) {
    test('those that change nothing are not noticed', () => {
      expect(
        mutants
          .filter((mutant) => reasonFor(mutant) && noticed(judge, [mutant.patch]))
          .map(({ within, name }) => `${within}: ${name}`),
      ).toEqual([]);
    });
  }
});
