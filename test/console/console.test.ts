/** The simulated console and its Storage, and the prompt with its commands. */
import { BoardConsole, BoardStorage, SimulatedBoard, openBrackets } from '../../host/sim/index.ts';
import { Session } from '../../host/console/session.ts';
import { readBoard } from '../../host/emulator/index.ts';
import { ckremm } from '../host/command-line.ts';

describe('the console of a simulated board', () => {
  let board: SimulatedBoard;
  let said: string;
  let type: (text: string) => string;
  beforeEach(() => {
    board = new SimulatedBoard('puckjs', new BoardStorage(40960));
    const console = new BoardConsole(board, (text) => void (said += text));
    type = (text) => {
      said = '';
      console.receive(text);
      return said;
    };
  });
  afterEach(() => board.close());

  test('echoes, answers and prompts', () => {
    expect(type('1+1\n')).toBe('1+1\r\n=2\r\n>');
    expect(type('"a"\n')).toBe('"a"\r\n="a"\r\n>');
    expect(type('\n')).toBe('\r\n>');
  });

  test('says nothing of a line with echo off but what it prints', () => {
    expect(type('\n')).toBe('\r\n>');
    expect(type('\x10var x = 5\n')).toBe('');
    expect(type('\x10print("<","<<",JSON.stringify(x),">>",">")\n')).toBe('\b \b< << 5 >> >\r\n>');
  });

  test('waits for open brackets, and takes escaped newlines', () => {
    expect(type('(function () {\n')).toBe('(function () {\r\n:');
    expect(type('return 7\n})()\n')).toMatch(/=7\r\n>$/);
    expect(type('\x10var y = 1 +\x1b\n2; print(y)\n')).toContain('3\r\n');
    expect(type('\x10\x1b[12dprint(4)\n')).toContain('4\r\n');
  });

  test('Ctrl-C and backspace take back what was typed', () => {
    type('this is no');
    expect(type('\x03')).toBe('\r\n>');
    expect(type('12\b3\n')).toMatch(/=13\r\n>$/);
  });

  test('tells errors and goes on', () => {
    expect(type('nothing\n')).toBe('nothing\r\nUncaught ReferenceError: nothing is not defined\r\n>');
    expect(type('1\n')).toMatch(/=1\r\n>$/);
  });

  test('reset forgets, load runs the boot files in order, and timers end with the program', async () => {
    type('\x10var kept = 1; setInterval(function () { print("tick"); }, 5)\n');
    type('\x10reset();\n');
    expect(type('typeof kept\n')).toContain('="undefined"');
    said = '';
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(said).toBe('');
    type(
      '\x10require("Storage").write(".bootcde","print(1 + boot0)");require("Storage").write(".boot0","var boot0 = 41")\n',
    );
    expect(type('\x10load()\n')).toBe('\b \b42\r\n>');
  });

  test('has nothing that boards have not', () => {
    expect(type('typeof Map+typeof Symbol+typeof Math.clz32\n')).toContain('="undefinedundefinedundefined"');
  });
});

describe('Storage of a simulated board', () => {
  const bytes = (text: string): Buffer => Buffer.from(text);

  test('is written in pieces, each byte once', () => {
    const storage = new BoardStorage(1000);
    storage.write('a', bytes('abcd'), 0, 8);
    storage.write('a', bytes('efgh'), 4);
    expect(Buffer.from(storage.read('a')!).toString()).toBe('abcdefgh');
    expect(() => storage.write('a', bytes('X'), 4)).toThrow('File already written with different data');
    expect(() => storage.write('a', bytes('i'), 8)).toThrow('Too much data for file size');
    expect(() => storage.write('b', bytes('i'), 4)).toThrow('Unable to find or create file');
    expect(() => storage.write('b', bytes(''))).toThrow("Can't create zero length file");
  });

  test('the same piece once more is refused, the same file is not, and a piece at the start makes a new file', () => {
    const storage = new BoardStorage(1000);
    storage.write('a', bytes('abcdefgh'));
    expect(() => storage.write('a', bytes('efgh'), 4)).toThrow('File already written with different data');
    const { freeBytes } = storage;
    expect([storage.write('a', bytes('abcdefgh')), storage.freeBytes]).toEqual([true, freeBytes]);
    storage.write('a', bytes('abcd'), 0, 8);
    expect([...storage.read('a')!.subarray(3, 6)]).toEqual([100, 255, 255]);
  });

  test('makes trash of what is replaced, compacts when it must, and is full in the end', () => {
    const storage = new BoardStorage(200);
    storage.write('a', bytes('x'.repeat(50)));
    expect([storage.freeBytes, storage.trashBytes]).toEqual([116, 0]);
    storage.write('a', bytes('y'.repeat(50)));
    expect([storage.freeBytes, storage.trashBytes]).toEqual([32, 84]);
    storage.write('b', bytes('z'.repeat(60)));
    expect([storage.freeBytes, storage.trashBytes]).toEqual([24, 0]);
    expect(() => storage.write('c', bytes('z'))).toThrow('Unable to find or create file');
    storage.erase('b');
    expect(storage.list()).toEqual(['a']);
  });
});

test('brackets in texts and comments are none', () => {
  expect([openBrackets('f("(", \'{\' /* [ */) // ('), openBrackets('f({'), openBrackets('"\\"("')]).toEqual([0, 2, 0]);
});

describe('ckremm repl', () => {
  test('runs the lean bundle of the board, counts what a line cost and says why a call was refused', () => {
    const session = new Session('pico', undefined, true);
    expect(session.greeting().join()).toContain('Raspberry Pi Pico');
    expect(session.take('.cost')).toEqual(['nothing has been called yet']);
    session.take('var H = ckremm.headers, pool = H.create(heap, 2048)');
    expect(session.take('var a = H.alloc(pool, 20)')).toEqual(['=undefined']);
    expect(session.take('.cost')![0]).toMatch(
      /^about \d+\.\d U, \d+ to \d+ us \+-\d+ % on the board; [1-9]\d* 32-bit words touched, [1-9]\d* loads/,
    );
    expect(session.take('H.dealloc(pool, a)')).toEqual(['=true']);
    expect(session.take('H.dealloc(pool, a)')).toEqual(['=false']);
    expect(session.take('.fault')![0]).toMatch(/^4: .*free/);
    expect(session.take('.heap x')).toEqual(['no command .heap x; .help lists them']);
    expect(session.take('Map')).toEqual(['Uncaught ReferenceError: Map is not defined']);
    expect(session.take('heap[70000] = 1')).toEqual(['Uncaught Error: store to index 70000 of an array of 65536']);
    expect(session.take('.exit')).toBe(null);
  });

  test('draws the heap: blocks and rows where they are', () => {
    const session = new Session('pico', undefined, true);
    session.take('var H = ckremm.headers, pool = H.create(heap, 32768), t = ckremm.tables.create(heap, 8192);');
    session.take('ckremm.tables.alloc(t, 4000); for (var i = 0; i < 100; i++) H.alloc(pool, 100);');
    const lines = session.take('.heap')!;
    const map = lines
      .slice(0, 16)
      .map((line) => line.slice(8))
      .join('');
    expect(map).toHaveLength(1024);
    const used = (from: number, to: number): number =>
      [...map.slice(from / 64, to / 64)].filter((cell) => cell === '█').length * 64;
    expect(used(0, 32768)).toBeGreaterThan(9800);
    expect(used(32768, 40960)).toBeGreaterThan(3800);
    expect(map.slice(-383)).toBe('·'.repeat(383));
    expect(lines.slice(-2)).toEqual([
      'headers at 24, 32760 bytes: 100 blocks, 22278 bytes free',
      'tables at 32792, 8184 bytes: 1 block, 4114 bytes free',
    ]);
  });

  test('from the command line, over several lines', async () => {
    expect((await ckremm('repl', '--board', 'toaster')).complaint).toMatch(/toaster/);
    const session = new Session('puckjs', undefined, true);
    expect(session.take('(function () {')).toEqual([]);
    expect(session.isOpen).toBe(true);
    expect(session.take('return [1, "a", heap]; })()')).toEqual([
      `=[1, "a", Uint8Array(${readBoard('puckjs').heapBytes})]`,
    ]);
    expect(session.take('heap')![0]).toMatch(/^=Uint8Array\(\d+\) \[99, 107, 77, /);
  });
});

describe('a call that keeps the board busy', () => {
  const FRAGMENTED =
    'var T = ckremm.tables, t = T.create(heap, 20000), h = [], i; while ((i = T.alloc(t, 40))) h.push(i); for (i = 0; i < h.length; i += 2) T.dealloc(t, h[i]);';

  test('for more than 100 ms is told after its line, once, with what to do; shorter ones are not', () => {
    const session = new Session('banglejs2', undefined, true);
    session.take(FRAGMENTED);
    const [result, warning, ...more] = session.take('i = 0; while (i < 2000) i += 500; T.alloc(t, i)')!;
    expect(result).toMatch(/^=[1-9]/);
    expect(warning).toMatch(
      /^! tables\.alloc took about [\d,]+ ms of Bangle\.js 2.*setPause\(pool, 8\).*reorder\(pool, budget\).*idle.*native/,
    );
    expect(more).toEqual([]);
    expect(session.take('T.alloc(t, 8)')).toHaveLength(1);
    expect(session.take('for (i = 0; i < 500; i++) T.dealloc(t, T.alloc(t, 8)); 1')).toEqual(['=1']);
  });

  test('is not told of a call that setPause bounds, and by no word of machine code where there is none', () => {
    const session = new Session('kaluma-pico');
    session.take(FRAGMENTED);
    session.take('T.setPause(t, 8)');
    expect(session.take('T.alloc(t, 2000)')).toHaveLength(1);
    const [, warning] = session.take('T.setPause(t, 0); T.alloc(t, 2000)')!;
    expect(warning).toMatch(/^! tables\.alloc took about/);
    expect(warning).not.toMatch(/machine code/);
  });

  test('is told where flash misses alone make it so long, and where it throws', () => {
    const session = new Session('pico', undefined, true);
    session.take(`${FRAGMENTED} var n = 0;`);
    const [, warning] = session.take('T.reorder(t, 1000, function () { if (++n > 5) throw 1; })')!;
    expect(warning).toMatch(/^! tables\.reorder took about [\d,]+ to [\d,]+ ms/);
  });
});
