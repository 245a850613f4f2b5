/** What the calls promise one by one: misuse, raw writes, callbacks, damaged images. */
import * as checked from '../../src/gc/checked.ts';
import { Control, Limit } from '../../src/gc/layout.ts';
import { fault } from '../../src/core/faults.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { newGc } from './graphs.ts';
import { type Library, loadLibrary } from './library.ts';

const library = loadLibrary();
const { gc, tables } = library;

/** Root 1 is an array that names a list of three, whose references are words 0 and 2; and some garbage. */
function lively(lib: Library = library) {
  const all = newGc(lib, 3000, 40);
  const pair = lib.gc.defineType(all, [0, 2]);
  const array = lib.gc.alloc(all, lib.gc.defineType(all, 1), 24);
  lib.gc.setRoot(all, 1, array);
  const list = [1, 2, 3].map((word) => {
    const handle = lib.gc.alloc(all, pair, 12);
    lib.gc.setRef(all, array, word, handle);
    return handle;
  });
  lib.gc.setRef(all, list[0], 0, list[1]);
  lib.gc.setRef(all, list[1], 2, list[2]);
  lib.gc.alloc(all, pair, 12);
  return {
    all,
    array,
    list,
    pair,
    word: (handle: number, word: number) => (lib.tables.addrOf(all.tables, handle) >> 2) + word,
  };
}

test('two bytes an object beyond the pool, 481 or less beside', () => {
  for (const objects of [1, 100, 4000])
    expect(gc.stats(newGc(library, 20000 + 8 * objects, objects)).ownBytes).toBe((481 + 2 * objects) & -4);
});

describe('the checked bundle notices a raw write into a reference word', () => {
  const said = /written without setRef/;
  test.each([
    ['a handle', 0],
    ['a stale handle', 65536],
    ['anything', -1],
  ])('%s', (_name, by) => {
    const { all, array, list, word } = lively();
    all.wide[word(list[0], 2)] = by < 0 ? 0xdeadbeef : list[2] + by;
    expect(() => checked.getRef(all, list[0], 0)).toThrow(said);
    expect(() => checked.setRef(all, list[0], 0, array)).toThrow(said);
    expect(() => checked.step(all, 1)).toThrow(said);
    expect(() => checked.collect(all)).toThrow(said);
    expect(() => checked.alloc(all, 0, 4)).toThrow(said);
    expect(checked.check(all)).toMatch(/^invariant 6 at object \d+: a reference word holds no reference/);
    expect(checked.attach(all.u8, all.base)).toBeNull();
  });

  test('data beside the references is nobody’s business', () => {
    const { all, list, word } = lively();
    all.wide[word(list[0], 1)] = 0xdeadbeef;
    expect(checked.collect(all)).toBe(true);
    expect(checked.check(all)).toBe('');
  });

  test('misuse throws in words', () => {
    const { all, list, array } = lively();
    expect(() => checked.setRef(all, list[0], 1, array)).toThrow(
      'gc.setRef(' + list[0] + ', 1, ' + array + '): bad argument: the type of the object has no reference there',
    );
    expect(() => checked.hold(all, array)).toThrow('open a scope first');
    expect(() => checked.deref(all, 17)).toThrow('whole number from 1 to 16');
    expect(() => checked.alloc(all, 9, 4)).toThrow('type is one that defineType returned');
    expect(checked.getRef(all, list[2], 0)).toBe(0);
  });
});

test('whatever reference words hold, the lean calls neither throw nor damage the pool', () => {
  const random = randomFrom(seedOf(77));
  for (let run = 0; run < 300; run++) {
    const { all, array, list, pair, word } = lively();
    for (let i = 0; i < 30; i++) {
      const handle = [array, ...list][random.below(4)];
      if (tables.addrOf(all.tables, handle))
        all.wide[word(handle, handle === array ? 1 + random.below(5) : 2 * random.below(2))] = [
          random.below(2 ** 27),
          list[random.below(3)],
          0xffffffff,
          random.below(100),
          0x80000000 + random.below(2 ** 27),
        ][random.below(5)];
      gc.step(all, 1 + random.below(3));
      gc.alloc(all, pair, 12);
      gc.getRef(all, handle, 2 * random.below(2));
      gc.setRef(all, handle, 0, gc.getRef(all, handle, 2));
    }
    expect(tables.check(all.tables)).toBe('');
    expect(gc.check(all).replace(/^invariant [46].*/, '')).toBe('');
  }
});

describe('callbacks', () => {
  test('what moves blocks may not be called back into: nothing changes', () => {
    const { all, list, array, pair } = lively();
    gc.collect(all);
    tables.alloc(all.tables, 4);
    const hole = gc.alloc(all, pair, 40);
    const above = gc.alloc(all, pair, 40);
    gc.setRoot(all, 2, above);
    expect(hole && above).toBeTruthy();
    gc.collect(all);
    let calls = 0;
    tables.reorder(all.tables, undefined, () => {
      calls++;
      const before = all.u8.slice(all.base, all.base + 2 * Control.Words);
      expect([
        gc.step(all, 1),
        gc.collect(all),
        gc.alloc(all, 0, 4),
        gc.setRef(all, array, 1, 0),
        gc.getRef(all, array, 1),
        gc.setRoot(all, 1, list[0]),
        gc.destroy(all),
      ]).toEqual([false, false, 0, false, 0, false, false]);
      expect(library.fault()).toBe(7);
      expect(all.u8.slice(all.base, all.base + 2 * Control.Words)).toEqual(before);
    });
    expect(calls).toBeGreaterThan(0);
    expect(gc.check(all) + tables.check(all.tables)).toBe('');
  });

  test('a finaliser may call anything, and one that throws was run all the same', () => {
    const all = newGc(library, 2000, 20);
    const final = gc.defineType(all, [], true);
    for (let i = 0; i < 3; i++) all.u8[tables.addrOf(all.tables, gc.alloc(all, final, 8))] = i + 1;
    gc.collect(all);
    const seen: number[] = [];
    expect(() =>
      gc.runFinalizers(all, 3, (_type, bytes) => {
        seen.push(bytes[0]);
        gc.collect(all);
        throw new Error('mine');
      }),
    ).toThrow('mine');
    expect(gc.runFinalizers(all, 9, (_type, bytes) => seen.push(bytes[0]))).toBe(2);
    expect(seen.sort()).toEqual([1, 2, 3]);
    expect(gc.stats(all).objects).toBe(0);
  });
});

test('limits are refused: held handles, weak references, pins, types', () => {
  const { all, array } = lively();
  const fill = (call: () => number): number => {
    let count = 0;
    while (count < 1000 && call()) count++;
    expect(library.fault()).toBe(1);
    return count;
  };
  gc.open(all);
  expect(fill(() => gc.hold(all, array))).toBe(Limit.Held - 1);
  expect(gc.alloc(all, 0, 4)).toBe(0);
  expect(gc.close(all, 1)).toBe(true);
  expect(fill(() => gc.weak(all, array))).toBe(Limit.Weak);
  expect(fill(() => gc.defineType(all, []))).toBe(Limit.Types - 3);
});

test('a scope is closed with the 0 of an alloc that had no space, and not with a handle that is none', () => {
  const { all } = lively();
  const scope = gc.open(all);
  expect(gc.alloc(all, 0, 60000)).toBe(0);
  expect(gc.close(all, scope, 131071)).toBe(false);
  expect(gc.close(all, scope, 0)).toBe(true);
  expect(gc.close(all, scope, 0)).toBe(false);
});

test('a damaged region is refused by attach, or every call stays safe', () => {
  const random = randomFrom(seedOf(78));
  let refused = 0;
  for (let run = 0; run < 4000; run++) {
    const { all, array, pair } = lively();
    gc.step(all, 1 + random.below(6));
    const bytes = 2 * Control.Words + 2 * 40 + 4;
    const at = all.base + random.below(bytes);
    all.u8[at] = random.below(256);
    const opened = gc.attach(all.u8, all.base);
    if (!opened) refused++;
    else {
      for (let i = 0; i < 20; i++) {
        gc.alloc(opened, pair, 12);
        gc.setRef(opened, array, 1, gc.getRef(opened, array, 2));
        gc.step(opened, 3);
      }
      expect(tables.check(opened.tables)).toBe('');
    }
  }
  expect(refused).toBeGreaterThan(500);
});

test('a destroyed collector gives everything back, and refuses', () => {
  const { all, array } = lively();
  expect(gc.destroy(all)).toBe(true);
  expect(library.heap.freeBytes(all.u8)).toBe(all.u8.length - 16);
  expect([
    gc.destroy(all),
    gc.alloc(all, 0, 4),
    gc.step(all, 1),
    gc.collect(all),
    gc.getRef(all, array, 1),
    gc.setRef(all, array, 1, 0),
    gc.open(all),
    gc.defineType(all, []),
  ]).toEqual([false, 0, false, false, 0, false, 0, 0]);
  expect(fault()).toBeDefined();
});
