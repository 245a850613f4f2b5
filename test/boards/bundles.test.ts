/** Every board's bundles: they boot with what the engine has, hold their budget, and say what they are. */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { boardNames, boot, projectFolder, readBoard } from '../../host/emulator/index.ts';

const cases = boardNames().flatMap(
  (board) =>
    [
      [board, 'lean'],
      [board, 'checked'],
    ] as const,
);
const fileOf = (board: string, kind: string): string =>
  join(projectFolder, 'dist', board, kind === 'lean' ? 'ckremm.min.js' : 'ckremm.js');
const modulesOf = (board: string): string[] => readBoard(board).modules.map((name) => name.replace('.inspect', ''));

test('there are the boards the README names, and the host', () => {
  expect(boardNames()).toEqual([
    'banglejs2',
    'esp32',
    'esp32c3',
    'esp8266',
    'espruino-pico',
    'host',
    'kaluma-pico',
    'kaluma-pico2',
    'microbit2',
    'pico',
    'pico2',
    'puckjs',
  ]);
});

describe.each(cases)('%s, %s', (board, kind) => {
  const lean = kind === 'lean';

  test.each([
    ['as a script', false],
    ['by require', true],
  ])('boots %s', (_how, asModule) => {
    const { ckremm } = boot(board, { lean, asModule });
    expect(typeof ckremm.fault).toBe('function');
    expect(ckremm.fault()).toBe(0);
    for (const name of ['heap', 'devices', ...modulesOf(board)]) expect(typeof ckremm[name]).toBe('object');
    expect(typeof ckremm.faultText).toBe(lean ? 'undefined' : 'function');
  });

  test('loads in Node by require', () => {
    const script = `console.log(typeof require(${JSON.stringify(fileOf(board, kind))}).fault)`;
    const { stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    expect(stdout.trim()).toBe('function');
  });

  test('formats and opens a heap of the board', () => {
    const { ckremm, newHeap } = boot(board, { lean, strictStores: true });
    const heap = newHeap(readBoard(board).heapBytes);
    expect(ckremm.heap.open(heap)).toBe(null);
    expect(ckremm.heap.format(heap)).toBe(heap);
    expect(ckremm.heap.open(heap)).toBe(heap);
  });

  test('takes the heap of the board', () => {
    const heap = boot(board, { lean }).ckremm.devices.heap();
    expect(heap).toHaveLength(readBoard(board).heapBytes);
  });

  test('has the inspect part of its modules only where wanted', () => {
    const { ckremm } = boot(board, { lean });
    for (const name of modulesOf(board)) {
      if (!existsSync(join(projectFolder, 'src', name, 'inspect.ts'))) continue;
      const isWanted = !lean || readBoard(board).modules.includes(`${name}.inspect`);
      expect('check' in ckremm[name]).toBe(isWanted);
    }
  });
});

describe('the bundle for Espruino Storage', () => {
  const storage = (board: string): string => join(projectFolder, 'dist', board, 'ckremm.storage.js');

  test.each(boardNames())('is there for %s if that is an Espruino board', (board) => {
    expect(existsSync(storage(board))).toBe(readBoard(board).engine.name === 'espruino');
  });

  test('has what the lean one has, by require', () => {
    const { ckremm } = boot('puckjs', { bundleFile: storage('puckjs'), asModule: true });
    const lean = boot('puckjs').ckremm;
    const names = (library: any): string[] =>
      Object.keys(library)
        .flatMap((name) => [name, ...Object.keys(library[name]).map((inner) => `${name}.${inner}`)])
        .sort();
    expect(names(ckremm)).toEqual(names(lean));
    const heap = ckremm.devices.heap();
    const pool = ckremm.headers.create(heap, ckremm.heap.freeBytes(heap));
    expect(ckremm.headers.dealloc(pool, ckremm.headers.alloc(pool, 20))).toBe(true);
  });
});

test.each(boardNames())('the lean bundle of %s holds its budget', (board) => {
  expect(statSync(fileOf(board, 'lean')).size).toBeLessThanOrEqual(readBoard(board).bundleBytes);
});
