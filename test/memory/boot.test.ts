/** Boards that users' tests boot: what they say of their memory, and what they do where there is none. */
import { boot } from '../../host/public/index.ts';

const freeOf = (board: ReturnType<typeof boot>): number => board.run('process.memory().free') as number;

test('what a program makes is in use until nothing refers to it', () => {
  const board = boot('puckjs');
  const before = freeOf(board);
  board.run('var list = []; function add(x) { list.push({ t: x, v: x / 2 }); } for (var i = 0; i < 100; i++) add(i);');
  const used = before - freeOf(board);
  // Each: a name, an object, two names, a float.
  expect(used).toBeGreaterThanOrEqual(500);
  expect(used).toBeLessThan(530);
  board.run('list = null;');
  expect(before - freeOf(board)).toBeLessThan(30);
});

test('a program is told the value of its last statement, and a script of functions none', () => {
  const board = boot('pico');
  expect(board.run('var a = 1; a += 2; a * 2')).toBe(6);
  expect(board.run('function f() { return a; } class C {}')).toBeUndefined();
  expect(board.run('f() + new C().constructor.name.length')).toBe(4);
});

test('out of memory ends the turn in which it is, and no catch sees it', () => {
  const board = boot('puckjs');
  expect(() => board.run('var a = []; try { for (;;) a.push({ x: 1.5 }); } catch (e) { a = 0; }')).toThrow(
    /out of memory/,
  );
  expect(board.run('a.length')).toBeGreaterThan(300);
  const other = boot('puckjs');
  other.run('var a = []; setTimeout(function () { for (;;) a.push([1]); }, 5);');
  other.advance(10);
  expect(String(other.uncaught[0])).toMatch(/out of memory/);
});

test('a text or number that is passed on is one variable, and one that is made anew another', () => {
  const board = boot('puckjs');
  const taken = (text: string): number => {
    const before = freeOf(board);
    board.run(text);
    return before - freeOf(board);
  };
  board.run('var a = [], s = "twelve chars", i; a.push(0); a.pop();');
  expect(taken('for (i = 0; i < 20; i++) a.push(s);')).toBe(20);
  expect(taken('for (i = 0; i < 20; i++) a.push("twelve chars");')).toBe(60);
  expect(taken('for (i = 0; i < 20; i++) a.push(i * 5000);')).toBe(39);
});

test('a heap is taken in one piece, and the library lives in it as on the board', () => {
  const board = boot('puckjs');
  const before = freeOf(board);
  board.run(
    'var heap = ckremm.devices.heap(), pool = ckremm.headers.create(heap, 2048), at = ckremm.headers.alloc(pool, 20);',
  );
  expect(board.run('[heap.length, at > 0, ckremm.fault()].join()')).toBe('12288,true,0');
  const used = before - freeOf(board);
  expect(used).toBeGreaterThan(946);
  expect(used).toBeLessThan(1100);
  // More than there is in one piece.
  expect(board.run('ckremm.devices.heap(1, 30000)')).toBeNull();
});

describe('Kaluma', () => {
  const usedOf = (board: ReturnType<typeof boot>): number => board.run('process.memoryUsage().heapUsed') as number;

  test('what a program makes is in use until nothing refers to it', () => {
    const board = boot('kaluma-pico');
    expect(board.run('process.memoryUsage().heapTotal')).toBe(184312);
    board.run('var list = []; function add(x) { list.push({ t: x, v: x / 3 }); } add(1);');
    const before = usedOf(board);
    board.run('for (var i = 0; i < 100; i++) add(i);');
    const used = usedOf(board) - before;
    // Each: an object of two properties, a float in two cases of three, its place in the list.
    expect(used).toBeGreaterThanOrEqual(100 * 40 + 66 * 8 + 96 * 4);
    expect(used).toBeLessThan(100 * 40 + 66 * 8 + 600);
    board.run('list = null;');
    expect(usedOf(board)).toBeLessThan(before + 100);
  });

  test('a script that has run leaves no code but that of its functions', () => {
    const board = boot('kaluma-pico2');
    board.run('var a = 1, b = 2, c = 0;');
    const before = usedOf(board);
    board.run(`c = ${Array(200).fill('a + b').join(' + ')};`);
    expect(usedOf(board)).toBe(before);
    board.run(`function sum() { return ${Array(200).fill('a + b').join(' + ')}; }`);
    // Three bytes for each pair, and one for the sum.
    expect(usedOf(board) - before).toBeGreaterThan(800);
  });

  test('out of memory cannot be caught, be it by many objects or by one array', () => {
    const board = boot('kaluma-pico');
    expect(() => board.run('var a = []; try { for (;;) a.push({ x: 1.5 }); } catch (e) { a = 0; }')).toThrow(
      /out of memory/,
    );
    expect(board.run('a.length')).toBeGreaterThan(1500);
    const other = boot('kaluma-pico');
    expect(() => other.run('try { new Uint8Array(200000); } catch (e) {}')).toThrow(
      /no room for an array of 200000 bytes/,
    );
    expect(other.run('ckremm.devices.heap(0, 200000)')).toBeNull();
  });
});
