/** Messages: each call, its refusals, what each invariant is for, and the words of the checked library. */
import { Fault, fault } from '../../src/core/faults.ts';
import * as heap from '../../src/heap/index.ts';
import * as checked from '../../src/index.ts';
import { Kind } from '../../src/heap/layout.ts';
import * as lean from '../../src/messages/index.ts';
import * as inspect from '../../src/messages/inspect.ts';

const heapOf = (bytes = 1024): Uint8Array => heap.format(new Uint8Array(bytes))!;
const latin = (bytes: Uint8Array | null): string => Buffer.from(bytes!).toString('latin1');

test('first in, first out, of any length, also none', () => {
  const pool = lean.create(heapOf(), 200)!;
  const texts = ['', 'a', 'two', 'a message of 20 bytes', '\0\xff'];
  for (const text of texts) expect(lean.push(pool, text)).toBe(true);
  expect(lean.count(pool)).toBe(5);
  for (const text of texts) {
    expect([latin(lean.peek(pool)), lean.text(pool)]).toEqual([text, text]);
    expect(latin(lean.shift(pool))).toBe(text);
  }
  expect([lean.peek(pool), lean.text(pool), lean.shift(pool), lean.count(pool)]).toEqual([null, null, null, 0]);
});

test('that it is empty is no fault', () => {
  const pool = lean.create(heapOf(), 200)!;
  lean.push(pool, 7 as any);
  const before = fault();
  expect([lean.shift(pool), fault()]).toEqual([null, before]);
});

test("what shift gives is the program's own; what peek gives lies in the heap", () => {
  const u8 = heapOf();
  const pool = lean.create(u8, 40)!;
  lean.push(pool, 'first');
  expect(lean.peek(pool)!.buffer).toBe(u8.buffer);
  const own = lean.shift(pool)!;
  lean.push(pool, 'other');
  expect(latin(own)).toBe('first');
});

test('an empty ring takes a message as long as itself, wherever it was', () => {
  const pool = lean.create(heapOf(), 100)!;
  const { longestBytes } = inspect.stats(pool);
  expect(longestBytes).toBe(100 - 8 - 12 - 2);
  for (let bytes = 0; bytes <= longestBytes; bytes++) {
    expect(lean.push(pool, 'x'.repeat(bytes))).toBe(true);
    lean.shift(pool);
    expect(lean.push(pool, 'y'.repeat(longestBytes))).toBe(true);
    expect([inspect.stats(pool).longestBytes, lean.push(pool, '')]).toEqual([-1, false]);
    expect(lean.shift(pool)!.length).toBe(longestBytes);
  }
});

test('a message takes its bytes, made even, and two more: the density that is promised', () => {
  for (const bytes of [0, 1, 5, 20]) {
    const pool = lean.create(heapOf(8192), 4000)!;
    let pushed = 0;
    while (lean.push(pool, 'm'.repeat(bytes))) pushed++;
    expect(pushed).toBe(Math.floor((4000 - 20) / (2 + bytes + (bytes & 1))));
    expect([fault(), lean.count(pool)]).toEqual([Fault.NoSpace, pushed]);
  }
});

test('a ring that overwrites gives up its oldest ones, and no more than it must', () => {
  const pool = lean.create(heapOf(), 20 + 4 * 10, true)!;
  for (const text of ['aaaaaaaa', 'bbbbbbbb', 'cccccccc', 'dddddddd']) lean.push(pool, text);
  lean.push(pool, 'eeeeeeee');
  expect([lean.count(pool), lean.text(pool)]).toEqual([4, 'bbbbbbbb']);
  // The end of the ring is too short for it, so the next one goes, too.
  lean.push(pool, 'f'.repeat(18));
  expect([lean.count(pool), lean.text(pool)]).toEqual([3, 'dddddddd']);
});

test('bytes of the ring itself can be pushed again, though they are overwritten by that', () => {
  for (let bytes = 1; bytes < 60; bytes++) {
    const pool = lean.create(heapOf(), 100, true)!;
    const text = Array.from({ length: bytes }, (_, i) => String.fromCharCode(33 + i)).join('');
    lean.push(pool, 'before');
    lean.push(pool, text);
    lean.shift(pool);
    for (let i = 0; i < 5; i++) {
      expect(lean.push(pool, lean.peek(pool)!)).toBe(true);
      const found: string[] = [];
      inspect.walk(pool, (address, length) => void found.push(latin(pool.u8.subarray(address, address + length))));
      expect(found.at(-1)).toBe(text);
      expect(inspect.check(pool)).toBe('');
    }
  }
});

test.each<[string, unknown]>([
  ['a number', 7],
  ['null', null],
  ['nothing', undefined],
  ['an object', {}],
  ['a function', () => 0],
  ['text with a character above 255', 'price: 5 €'],
  ['numbers that are no bytes', [1, 256]],
  ['parts of bytes', [0.5]],
  ['words', new Uint16Array([500])],
  ['more than the ring has', 'x'.repeat(500)],
])('%s is refused, and nothing changes', (_what, content) => {
  const u8 = heapOf();
  const pool = lean.create(u8, 200, true)!;
  lean.push(pool, 'here');
  const before = u8.slice(9);
  expect([lean.push(pool, content as any), fault()]).toEqual([false, Fault.BadArgument]);
  expect(u8.slice(9)).toEqual(before);
});

test('sizes that no ring fits in', () => {
  for (const bytes of [0, 8, 19, 23, -1, 0.5, NaN, '100', undefined])
    expect([lean.create(heapOf(), bytes as any), fault()]).toEqual([null, Fault.BadArgument]);
  expect([lean.create(heapOf(), 2000), fault()]).toEqual([null, Fault.NoSpace]);
  expect(lean.create(heapOf(), 24)).not.toBe(null);
});

test('text, bytes and numbers leave the same image, whatever way each takes', () => {
  const images = [
    (text: string) => text,
    (text: string) => Buffer.from(text, 'latin1'),
    (text: string) => [...Buffer.from(text, 'latin1')],
  ].map((form) => {
    const u8 = heapOf();
    const pools = [lean.create(u8, 200)!, lean.create(u8, 150, true)!];
    for (let i = 0, seed = 1; i < 2000; i++) {
      seed = (seed * 1103 + 12345) % 1048573;
      const content = form('m'.repeat(seed % 37)) as any;
      lean.push(pools[i % 2]!, content instanceof Uint8Array ? Uint8Array.from(content) : content);
      // Now and then it is drained: an empty ring goes on anywhere.
      if (seed % 3) lean.shift(pools[seed % 2]!);
      if (seed % 50 === 0) while (lean.shift(pools[0]!));
    }
    u8[8] = 0;
    return Buffer.from(u8).toString('hex');
  });
  expect(images[1]).toBe(images[0]);
  expect(images[2]).toBe(images[0]);
});

test('an image is opened by find and attach; what is none there is refused', () => {
  const u8 = heapOf();
  const pool = lean.create(u8, 200)!;
  lean.push(pool, 'kept');
  const image = heap.open(Uint8Array.from(u8))!;
  const at = heap.find(image, Kind.Messages, 0);
  expect(lean.text(lean.attach(image, at)!)).toBe('kept');
  for (const address of [0, at + 4, at - 8, 4096, -1, NaN])
    expect([lean.attach(image, address), fault()]).toEqual([null, Fault.BadAddress]);
});

/** Region of the pool: flags, tail, head, ring. */
describe('each invariant, broken on purpose', () => {
  const breaks: [number, string, (words: Int32Array, ring: Uint16Array) => void][] = [
    [1, 'flags', (words) => void (words[0] = 2)],
    [2, 'tail', (words) => void (words[1] = (words[1]! & ~65535) | 90)],
    [2, 'head', (words) => void (words[2] = (words[2]! & ~65535) | 90)],
    [3, 'a length', (_words, ring) => void (ring[0] = 6)],
    [3, 'a length beyond the end', (_words, ring) => void (ring[0] = 65534)],
    [3, 'the count', (words) => void (words[1]! += 65536)],
    [3, 'a rest that is skipped at 0', (_words, ring) => void (ring[0] = 65535)],
  ];
  test.each(breaks)('%i: %s', (invariant, _what, damage) => {
    const u8 = heapOf();
    const pool = lean.create(u8, 200)!;
    const at = heap.find(u8, Kind.Messages, 0);
    for (const text of ['one', 'two', 'three']) lean.push(pool, text);
    damage(new Int32Array(u8.buffer, at, 3), new Uint16Array(u8.buffer, at + 12, 90));
    expect(inspect.check(pool)).toMatch(new RegExp(`^invariant ${invariant} at address \\d+: `));
    expect([lean.attach(u8, at), fault()]).toEqual([null, Fault.Corrupt]);
  });
});

test('large heaps: granules grow, and the longest message is 65,534 bytes', () => {
  const u8 = heapOf(600000);
  const pool = lean.create(u8, 500000)!;
  const long = new Uint8Array(65534).map((_, i) => i * 7);
  expect([lean.push(pool, new Uint8Array(65535)), fault()]).toEqual([false, Fault.BadArgument]);
  // 61,000 granules of 8 bytes, 8,192 for each.
  let pushed = 0;
  while (lean.push(pool, long)) pushed++;
  expect([pushed, fault()]).toEqual([7, Fault.NoSpace]);
  expect(Buffer.from(lean.shift(pool)!).equals(long)).toBe(true);
  expect(lean.push(pool, long)).toBe(true);
  const again = lean.attach(u8, heap.find(u8, Kind.Messages, 0))!;
  expect([lean.count(again), inspect.check(again)]).toEqual([7, '']);
});

test('the count goes on where it overflows', () => {
  const pool = lean.create(heapOf(), 100)!;
  for (let i = 0; i < 70000; i++) {
    lean.push(pool, 'ab');
    if (i > 2) lean.shift(pool);
  }
  expect([lean.count(pool), inspect.check(pool)]).toEqual([3, '']);
});

describe('the checked library says what is wrong', () => {
  const ring = (): checked.messages.Pool => checked.messages.create(heapOf(), 200)!;

  test.each<[string, (pool: checked.messages.Pool) => unknown, RegExp]>([
    [
      'a number',
      (pool) => checked.messages.push(pool, 7 as any),
      /^messages\.push\(7\): bad argument: a message is text/,
    ],
    ['wide text', (pool) => checked.messages.push(pool, '€'), /characters 0 to 255.*UTF-8/],
    ['too long', (pool) => checked.messages.push(pool, 'x'.repeat(300)), /not be longer than the ring/],
    ['no visitor', (pool) => checked.messages.walk(pool, 1 as any), /visit must be a function/],
  ])('%s', (_what, call, words) => expect(() => call(ring())).toThrow(words));

  test('no room is a return value', () => {
    const pool = ring();
    while (checked.messages.push(pool, 'filling'));
    expect([checked.messages.push(pool, 'more and more'), checked.fault()]).toEqual([false, Fault.NoSpace]);
  });

  test('too small', () =>
    expect(() => checked.messages.create(heapOf(), 20)).toThrow(
      /messages\.create\(20\): bad argument: .* at least 24 bytes/,
    ));
});
