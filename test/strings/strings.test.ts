/** What strings promise: any bytes come back, compare as they are ordered, and what is refused changes nothing. */
import * as checked from '../../src/strings/checked.ts';
import { fault } from '../../src/core/faults.ts';
import * as heap from '../../src/heap/index.ts';
import * as strings from '../../src/strings/index.ts';
import * as tables from '../../src/tables/index.ts';
import { check } from '../../src/tables/inspect.ts';
import { drive } from '../support/model.ts';
import { checksum, randomFrom, type Random, seedOf, withoutFault } from '../support/random.ts';

const poolOf = (bytes: number): strings.Pool => {
  const image = heap.format(new Uint8Array(bytes))!;
  return strings.create(image, heap.freeBytes(image))!;
};

/** Lengths around the chunk of 64 and the sizes of blocks; characters 0 and 255 among the others. */
function anyText(random: Random): string {
  const length = [0, 1, 2, 3, 4, 5, 63, 64, 65, 128, random.below(20), random.below(300)][random.below(12)]!;
  const alphabet = random.oneIn(2) ? [97, 98] : [0, 1, 127, 128, 255, 97];
  return Array.from({ length }, () => String.fromCharCode(alphabet[random.below(alphabet.length)]!)).join('');
}

const bytesOf = (text: string): number[] => [...text].map((character) => character.charCodeAt(0));
const order = (one: string, two: string): number => (one < two ? -1 : one > two ? 1 : 0);

/** Strings of JavaScript under the same handles. */
class Model {
  readonly live = new Map<number, string>();
  readonly dead: number[] = [];
  readonly counts: Record<string, number> = {};

  constructor(
    readonly pool: strings.Pool,
    private readonly random: Random,
  ) {}

  private requireThat(isSo: boolean, what: string): void {
    if (!isSo) throw new Error(`${what}, fault ${fault()}`);
  }

  private pick(): number {
    const handles = [...this.live.keys()];
    return handles[this.random.below(handles.length || 1)] ?? 0;
  }

  /** The same contents in one of the three forms, with the text that it is. */
  private content(): [strings.Content, string] {
    const other = this.pick();
    const text = anyText(this.random);
    const forms: [strings.Content, string][] = [
      [text, text],
      [Uint8Array.from(bytesOf(text)), text],
      [bytesOf(text), text],
    ];
    if (other) forms.push([other, this.live.get(other)!]);
    return forms[this.random.below(forms.length)]!;
  }

  step(): void {
    const { pool, random } = this;
    const handle = this.pick();
    const kind = random.below(100);
    const [content, text] = this.content();
    if (kind < 35 || !handle) this.keep('alloc', strings.alloc(pool, content), text);
    else if (kind < 60) {
      this.requireThat(strings.dealloc(pool, handle), 'dealloc refused');
      this.live.delete(handle);
      this.dead.push(handle);
    } else if (kind < 70) this.keep('set', strings.set(pool, handle, content), text, handle);
    else if (kind < 82)
      this.keep('append', strings.append(pool, handle, content), this.live.get(handle)! + text, handle);
    else if (kind < 85) tables.reorder(pool);
    else this.look(handle, text);
  }

  /** What came of storing; out of space, nothing may have changed. */
  private keep(call: string, handle: number, text: string, old?: number): void {
    this.counts[handle ? call : `${call} without space`] = 1;
    this.requireThat(handle > 0 ? old === undefined || handle === old : fault() === 1, `${call} gave ${handle}`);
    if (handle) this.live.set(handle, text);
  }

  private look(handle: number, text: string): void {
    const { pool, live } = this;
    const own = live.get(handle)!;
    const other = this.pick();
    const near = this.random.oneIn(2) ? own.slice(0, -1) + String.fromCharCode(this.random.below(256)) : text;
    this.requireThat(Math.sign(strings.compare(pool, handle, near)!) === order(own, near), 'compare with a text');
    this.requireThat(
      Math.sign(strings.compare(pool, handle, other)!) === order(own, live.get(other)!),
      'compare with a string',
    );
    this.requireThat(strings.equals(pool, handle, near) === (own === near), 'equals a text');
    this.requireThat(strings.equals(pool, handle, own) && strings.equals(pool, handle, handle), 'equals itself');
    this.counts.look = 1;
  }

  verifyAll(): void {
    const { pool } = this;
    const found = check(pool);
    if (found) throw new Error(found);
    for (const [handle, text] of this.live) {
      this.requireThat(strings.length(pool, handle) === text.length, `length of ${handle}`);
      this.requireThat(strings.text(pool, handle) === text, `text of ${handle}`);
      this.requireThat(strings.bytes(pool, handle)!.join() === bytesOf(text).join(), `bytes of ${handle}`);
    }
    const stale = this.dead[this.random.below(this.dead.length || 1)];
    if (stale !== undefined && !this.live.has(stale))
      this.requireThat(strings.text(pool, stale) === null && fault() === 5, `stale ${stale}`);
  }
}

test.each([
  [512, 4000, 1],
  [4096, 20000, 17],
  [40000, 20000, 211],
])('any sequence of calls keeps every string, in a heap of %i bytes', (bytes, operations, every) => {
  const seed = seedOf(bytes);
  const model = new Model(poolOf(bytes), randomFrom(seed));
  drive(model, operations, every, seed);
  for (const what of ['alloc', 'alloc without space', 'set', 'append', 'append without space', 'look'])
    expect(model.counts[what]).toBe(1);
});

test('all 256 bytes are characters, and come back in order', () => {
  const pool = poolOf(2048);
  const all = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join('');
  const handle = strings.alloc(pool, all);
  expect(strings.text(pool, handle)).toBe(all);
  expect([...strings.bytes(pool, handle)!]).toEqual(Array.from({ length: 256 }, (_, byte) => byte));
});

test('text in UTF-8 is stored as its bytes, and keeps its order', () => {
  const pool = poolOf(1024);
  const [first, second] = ['grün', 'grün €'].map((text) => strings.alloc(pool, Buffer.from(text)));
  expect(Buffer.from(strings.bytes(pool, second!)!).toString()).toBe('grün €');
  expect(strings.compare(pool, first!, second!)).toBeLessThan(0);
});

test('the text starts where the block does, for whoever reads the heap', () => {
  const pool = poolOf(1024);
  const handle = strings.alloc(pool, 'hello');
  const address = tables.addrOf(pool, handle);
  expect(Buffer.from(pool.u8.subarray(address, address + 5)).toString()).toBe('hello');
});

test.each([
  ['a character above 255', '\u0100'],
  ['one behind others', 'abc€'],
  ['undefined', undefined],
  ['null', null],
  ['true', true],
  ['an object without length', {}],
  ['no handle', 77],
  ['a stale handle', 'stale'],
  ['NaN', NaN],
])('%s is not stored, and nothing changes', (_what, value) => {
  const pool = poolOf(1024);
  const stale = strings.alloc(pool, 'gone');
  const handle = strings.alloc(pool, 'here');
  strings.dealloc(pool, stale);
  const content = (value === 'stale' ? stale : value) as strings.Content;
  const before = checksum(pool.u8);
  expect([
    strings.alloc(pool, content),
    strings.set(pool, handle, content),
    strings.append(pool, handle, content),
  ]).toEqual([0, 0, 0]);
  expect([2, 5]).toContain(fault());
  expect(checksum(pool.u8)).toBe(before);
});

test('what is no handle has no length, text, bytes or order, and is equal to nothing', () => {
  const pool = poolOf(1024);
  const handle = strings.alloc(pool, '');
  for (const bad of [0, handle + 1, handle + 65536, -1, 1.5, NaN, 2 ** 32 + handle]) {
    expect([
      strings.length(pool, bad),
      strings.text(pool, bad),
      strings.bytes(pool, bad),
      strings.compare(pool, bad, ''),
      strings.compare(pool, handle, bad),
      strings.equals(pool, bad, ''),
      strings.equals(pool, bad, bad),
      strings.append(pool, bad, ''),
    ]).toEqual([-1, null, null, null, null, false, false, 0]);
    expect(fault()).toBe(5);
  }
});

test('invariant 1: a string whose last byte is too large is refused as corrupt, and can be given back', () => {
  const pool = poolOf(1024);
  const handle = strings.alloc(pool, 'hello');
  const bytes = tables.sizeOf(pool, handle);
  pool.u8[tables.addrOf(pool, handle) + bytes - 1] = bytes;
  expect([
    strings.length(pool, handle),
    strings.text(pool, handle),
    strings.compare(pool, handle, 'hello'),
    strings.append(pool, handle, 'x'),
  ]).toEqual([-1, null, null, 0]);
  expect(fault()).toBe(8);
  expect(strings.set(pool, handle, 'new')).toBe(handle);
  expect(strings.text(pool, handle)).toBe('new');
  expect(strings.dealloc(pool, handle)).toBe(true);
});

test('any flipped byte is refused by attach, or every call stays inside the pool', () => {
  const pool = poolOf(256);
  const handles = ['one', 'a string of thirty-one characters', '', 'three'].map((text) => strings.alloc(pool, text));
  const sound = pool.u8.slice();
  let opened = 0;
  for (let at = pool.base; at < 256; at++) {
    for (const flip of [1, 0x80, 0xff]) {
      const image = sound.slice();
      image[at]! ^= flip;
      const again = strings.attach(image, pool.base);
      if (!again) continue;
      opened++;
      for (const handle of handles) {
        const text = strings.text(again, handle);
        if (text !== null && text.length >= tables.sizeOf(again, handle))
          throw new Error(`byte ${at}: ${text.length} characters`);
        strings.append(again, handle, 'more');
        strings.set(again, handle, handles[0]!);
        strings.compare(again, handle, handles[1]!);
      }
      expect(check(again)).toBe('');
      expect([...withoutFault(image).subarray(0, pool.base)]).toEqual([...withoutFault(sound).subarray(0, pool.base)]);
    }
  }
  expect(opened).toBeGreaterThan(50);
});

/** 60-letter strings until the pool is full, then holes low in it: the next block that needs room makes blocks move. */
function holed(holes: number): { pool: strings.Pool; from: number; to: number } {
  const pool = poolOf(900);
  const handles: number[] = [];
  for (let handle; (handle = strings.alloc(pool, String.fromCharCode(65 + (handles.length % 26)).repeat(60)));)
    handles.push(handle);
  for (let i = 0; i < holes; i++) strings.dealloc(pool, handles[2 * i]!);
  return { pool, from: handles.at(-2)!, to: handles.at(-1)! };
}

test.each([1, 2, 3, 4])('a source in the same pool is read before anything moves, with %d holes', (holes) => {
  const ways: [string, (pool: strings.Pool, from: number, to: number, view: Uint8Array) => number][] = [
    ['alloc of a view', (pool, _from, _to, view) => strings.alloc(pool, view)],
    ['append a view', (pool, _from, to, view) => strings.append(pool, to, view)],
    ['set to a view', (pool, _from, to, view) => strings.set(pool, to, view)],
    [
      'append a view of itself',
      (pool, _from, to) =>
        strings.append(pool, to, pool.u8.subarray(tables.addrOf(pool, to), tables.addrOf(pool, to) + 60)),
    ],
    ['alloc of a handle', (pool, from) => strings.alloc(pool, from)],
    ['append a handle', (pool, from, to) => strings.append(pool, to, from)],
    ['append itself', (pool, _from, to) => strings.append(pool, to, to)],
  ];
  let moved = 0;
  for (const [what, way] of ways) {
    const { pool, from, to } = holed(holes);
    const [source, target] = [strings.text(pool, from)!, strings.text(pool, to)!];
    const at = tables.addrOf(pool, from);
    const handle = way(pool, from, to, pool.u8.subarray(at, at + 60));
    moved += tables.addrOf(pool, from) === at ? 0 : 1;
    const due = what.includes('itself') ? target + target : what.startsWith('append') ? target + source : source;
    if (handle) expect([what, strings.text(pool, handle)]).toEqual([what, due]);
    else expect([what, strings.text(pool, to)]).toEqual([what, target]);
    expect([strings.text(pool, from), check(pool)]).toEqual([source, '']);
  }
  if (holes > 1) expect(moved).toBeGreaterThan(1);
});

test('what holds other things than bytes is refused', () => {
  const pool = poolOf(300);
  const handle = strings.alloc(pool, 'kept');
  for (const bad of [
    [300],
    [-1],
    [1.5],
    ['a'],
    [NaN],
    new Uint16Array([256]),
    new Float32Array([0.5]),
    { length: 2 },
    { length: -1 },
    true,
    null,
  ] as unknown as Uint8Array[]) {
    expect([
      strings.alloc(pool, bad),
      strings.set(pool, handle, bad),
      strings.append(pool, handle, bad),
      fault(),
    ]).toEqual([0, 0, 0, 2]);
  }
  expect([strings.compare(pool, handle, undefined as unknown as string), fault(), strings.text(pool, handle)]).toEqual([
    null,
    2,
    'kept',
  ]);
  expect([strings.length(pool, handle + 1), fault()]).toEqual([-1, 5]);
  expect([...strings.bytes(pool, strings.alloc(pool, new Uint16Array([1, 255]) as unknown as number[]))!]).toEqual([
    1, 255,
  ]);
});

test('an image opened elsewhere has the same strings under the same handles', () => {
  const pool = poolOf(1024);
  const handle = strings.alloc(pool, 'kept');
  const image = heap.open(pool.u8.slice())!;
  const again = strings.attach(image, heap.find(image, 2, 0))!;
  expect(strings.text(again, handle)).toBe('kept');
  expect([strings.destroy(again), strings.alloc(again, 'x')]).toEqual([true, 0]);
});

test('a pool whose rounding would not fit a byte stores nothing', () => {
  const image = heap.format(new Uint8Array(9 << 20))!;
  const fits = strings.create(image, (4 << 20) - 65536)!;
  const handle = strings.alloc(fits, 'x'.repeat((1 << 20) + 3));
  expect(strings.length(fits, handle)).toBe((1 << 20) + 3);
  const large = strings.create(image, heap.freeBytes(image))!;
  expect([strings.alloc(large, 'x'), fault()]).toEqual([0, 2]);
});

test('besides its bytes a string costs less than 7 on average, control area and all', () => {
  const pool = poolOf(8192);
  let [bytes, count] = [0, 0];
  for (let length = 1; strings.alloc(pool, 'x'.repeat(length)); length = (length % 40) + 1) {
    bytes += length;
    count++;
  }
  expect((8192 - bytes) / count).toBeLessThan(7);
});

describe('the checked build says what is wrong', () => {
  const pool = poolOf(1024);
  const handle = strings.alloc(pool, 'x');
  test.each<[string, () => unknown, RegExp]>([
    [
      'alloc',
      () => checked.alloc(pool, '€'),
      /strings\.alloc\(€\): bad argument: a string is text of characters 0 to 255/,
    ],
    ['set', () => checked.set(pool, 99, 'x'), /strings\.set\(99, x\): stale handle/],
    [
      'append',
      () => checked.append(pool, handle, null as unknown as string),
      /strings\.append\(\d+, null\): bad argument/,
    ],
    ['length', () => checked.length(pool, 0), /strings\.length\(0\): stale handle/],
    ['text', () => checked.text(pool, 0), /strings\.text\(0\): stale handle/],
    ['bytes', () => checked.bytes(pool, 0), /strings\.bytes\(0\): stale handle/],
    ['compare', () => checked.compare(pool, handle, 0), /strings\.compare\(\d+, 0\): stale handle/],
    ['equals', () => checked.equals(pool, 0, 'x'), /strings\.equals\(0, x\): stale handle/],
  ])('%s', (_name, call, message) => expect(call).toThrow(message));

  test('what is right passes, the empty string too', () => {
    const empty = checked.alloc(pool, '');
    expect([
      checked.length(pool, empty),
      checked.text(pool, empty),
      checked.equals(pool, empty, ''),
      checked.compare(pool, empty, handle)! < 0,
    ]).toEqual([0, '', true, true]);
    expect([
      checked.set(pool, empty, 'ab'),
      checked.append(pool, empty, [99]),
      checked.text(pool, empty),
      checked.bytes(pool, empty)!.length,
    ]).toEqual([empty, empty, 'abc', 3]);
  });
});
