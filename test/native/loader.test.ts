/** What an Espruino board with native code loads: the three files of dist/puckjs/native, and those of bundles of other modules. */
import { dirname, join } from 'node:path';
import { blobsFor } from '../../build/native/sets.js';
import { LOADED } from '../../build/native/loaded.js';
import { variablesFor } from '../../build/native/loader.js';
import { ACCESS_VARIABLES, ASKING_VARIABLES, MADE_VARIABLES } from '../../build/native/rest.js';
import * as told from '../../host/metrics/native-page.ts';
import { nativeFigures } from '../../host/cost/native.ts';
import { buildBundles } from '../records/bundle.ts';
import { root } from '../support/project.ts';
import { Board, type BoardOptions, type Files, filesIn } from './board.ts';
import { PROGRAMS } from './programs.ts';

const FLASH = 0x10000020;
const FILES = filesIn(join(root, 'dist/puckjs'));

/** The files of a bundle of other modules. */
async function filesOf(modules: string): Promise<Files> {
  const bundles = await buildBundles(['puckjs'], modules, ['ckremm.storage.js']);
  return filesIn(dirname(bundles.file('puckjs', true)));
}

const newBoard = (options: BoardOptions & { files?: Files } = {}): Board =>
  new Board(['headers'], options.files ?? FILES, options);

describe.each(['tables', 'queue,messages', 'records,queue', 'tables,strings', 'headers,paging', 'headers,tables,records,queue,messages,strings,gc'])('%s', (modules) => {
  test('the code runs, and a program gets what ES5 gives', async () => {
    const files = await filesOf(modules);
    const names = modules.split(',');
    for (const name of names) {
      const board = new Board(names, files);
      const ckremm = board.require('ckremm');
      expect([ckremm.devices.native(), board.loaded]).toEqual(['', 0]);
      expect([name, PROGRAMS[name]!(ckremm)]).toEqual([name, PROGRAMS[name]!(new Board(names, files).require('ckremm.es5'))]);
      expect([board.machine.strays, board.machine.firstStray]).toEqual([0, '']);
    }
  });

  test('the names are those of ES5', async () => {
    const names = modules.split(',');
    const board = new Board(names, await filesOf(modules));
    const ckremm = board.require('ckremm');
    const es5 = board.require('ckremm.es5');
    const callsOf = (space: any): string[] => {
      const found = [];
      for (const name in space) found.push(name);
      return found.sort();
    };
    for (const name of names) expect([name, callsOf(ckremm[name])]).toEqual([name, callsOf(es5[name])]);
    expect(callsOf(ckremm)).toEqual(callsOf(es5));
    expect(callsOf(ckremm.devices)).toEqual(callsOf(es5.devices));
  });
});

test('no property is given to a module after it is made: an Espruino looks it up first, and makes all cold calls for it', async () => {
  const files = await filesOf('records,queue');
  expect(files.ckremm).toContain('exports=module.exports={');
  expect(files.ckremm.match(/exports\.(?!devices\.native)\w+\.\w+=/g)).toBeNull();
});

test('a heap that the loader made is the one that ES5 makes; what is no size or number is refused alike', async () => {
  const both = [newBoard().require('ckremm'), newBoard().require('ckremm.es5')];
  const asked: [number?, number?][] = [[5], [-1], [0, 23], [0, 4098], [0, 65540], [0, 24.5], [0, -4], [0, 65536], [0, 48000], [0, 4096], [0]];
  const answers = both.map((ckremm) =>
    asked.map(([nth, bytes]) => {
      const heap = ckremm.devices.heap(nth, bytes);
      return [heap && Buffer.from(heap).toString('base64'), heap ? 0 : ckremm.fault()];
    }),
  );
  expect(answers[0]).toEqual(answers[1]);
  const [native, es5] = both.map(({ devices }) => devices);
  expect([native.board, native.heapBytes, native.freeBytes()]).toEqual([es5.board, es5.heapBytes, 5000 * 13]);
});

test('an array that is no heap, or a part of one, is refused as in ES5', async () => {
  const files = await filesOf('headers,records');
  const answers = ['ckremm', 'ckremm.es5'].map((name) => {
    const { devices, heap: onHeap, fault, headers, records } = new Board(['headers', 'records'], files).require(name);
    const heap: Uint8Array = devices.heap(0, 4096);
    const pool = headers.create(heap, 2000);
    const block = headers.alloc(pool, 1200);
    const none = new Uint8Array(1024);
    const calls: (() => unknown)[] = [none, heap.subarray(0, 1024)].flatMap((other) => [
      () => headers.create(other, 500),
      () => records.create(other, 'a:u16', 3),
      () => onHeap.open(other),
      () => onHeap.find(other, 1, 0),
    ]);
    calls.push(
      () => records.attach(none, 24),
      () => headers.repairAt(none, 24),
    );
    const seen = calls.map((call) => [call(), fault()]);
    // Views of the pool's blocks are still those of the whole heap.
    return [...seen, headers.view(pool, block).length];
  });
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]!.slice(0, 2)).toEqual([
    [null, 9],
    [null, 9],
  ]);
});

test('a module without native code is ES5, and so is one whose pools it works on', async () => {
  expect(blobsFor(['headers', 'processes', 'gc']).modules).toEqual(['headers', 'gc']);
  const stranger = { ...LOADED.gc };
  expect(stranger.on).toBe('tables');
  const files = await filesOf('headers,processes');
  const ckremm = new Board(['headers'], files).require('ckremm');
  expect([ckremm.devices.native(), typeof ckremm.processes.spawn]).toEqual(['', 'function']);
});

test('of a bundle of functions only those are there', async () => {
  const files = await filesOf('headers.create,headers.alloc,headers.dealloc');
  const { headers, devices } = new Board(['headers'], files).require('ckremm');
  const pool = headers.create(devices.heap(0, 1024), 500);
  expect([headers.dealloc(pool, headers.alloc(pool, 20)), headers.sizeOf, headers.view]).toEqual([true, undefined, undefined]);
});

const other = 'an app of the user';
const changed = FILES['ckremm.bin']!.slice(0, 99) + 'x' + FILES['ckremm.bin']!.slice(100);
const without = { ckremm: FILES.ckremm!, 'ckremm.es5': FILES['ckremm.es5']! };

test.each<[string, BoardOptions & { files?: Files }, string]>([
  ['there is no code', { files: without }, 'there is no ckremm.bin in Storage'],
  ['it is torn', { files: { ...FILES, 'ckremm.bin': FILES['ckremm.bin']!.slice(0, 5000) } }, 'torn, or of another version'],
  ['a new loader beside old code', { files: { ...FILES, 'ckremm.bin': changed } }, 'torn, or of another version'],
  ['another file is before it', { files: { app: other, ...FILES } }, 'not the first file of Storage, and may move'],
  ['a file was before it that is gone', { start: FLASH - 32 - 64 }, 'not the first file of Storage, and may move'],
  ['the same, and RAM is short', { start: 64, blocksize: 14, free: 1800 }, 'may move; for RAM it is too large'],
  ['Storage is not mapped', { isMapped: false }, 'Storage is not mapped into memory here; in RAM it would, too'],
  ['the firmware cannot', { hasNative: false }, 'this firmware cannot call native code'],
])('ES5 takes over and says why: %s', (_what, options, reason) => {
  const board = newBoard(options);
  const ckremm = board.require('ckremm');
  expect(ckremm.devices.native()).toContain(reason);
  expect(typeof ckremm.headers.create(ckremm.devices.heap(0, 4096), 500)).toBe('object');
  expect(PROGRAMS.headers!(newBoard(options).require('ckremm'))).toEqual(PROGRAMS.headers!(newBoard().require('ckremm.es5')));
});

test.each<[string, BoardOptions & { files?: Files }]>([
  ['Storage is not mapped', { isMapped: false }],
  ['another file is before the code', { files: { app: other, ...FILES } }],
])('where variables have an even number of bytes, and there are enough, the code runs in RAM: %s', (_what, options) => {
  const board = newBoard({ ...options, blocksize: 14, free: 9000 });
  const ckremm = board.require('ckremm');
  expect(ckremm.devices.native()).toBe('');
  expect(PROGRAMS.headers!(ckremm)).toEqual(PROGRAMS.headers!(newBoard().require('ckremm.es5')));
});

test('where Storage begins is believed when the board says it', () => {
  expect(newBoard({ start: FLASH - 32 }).require('ckremm').devices.native()).toBe('');
});

test('a cold call needs room: without it, it is refused, and what is native goes on', () => {
  const board = newBoard();
  const ckremm = board.require('ckremm');
  const heap = ckremm.devices.heap(0, 4096);
  const pool = ckremm.headers.create(heap, 2048);
  const moved = (): void => {
    throw new Error('nothing moves');
  };
  board.free = 100;
  expect([ckremm.headers.reorder(pool, moved), ckremm.fault(), ckremm.fault(heap)]).toEqual([false, 15, 0]);
  expect([ckremm.heap.find(heap, 1, 0), ckremm.fault()]).toEqual([0, 15]);
  expect(ckremm.devices.heap(0)).toBe(heap);
  expect(ckremm.headers.alloc(pool, 16)).toBeGreaterThan(0);
  expect([ckremm.headers.alloc(pool, 9000), ckremm.fault()]).toEqual([0, 1]);
  expect(board.loaded).toBe(0);
});

/** On this computer they are made by `require`, on a board whenever they are looked up. */
test('calls that are made when they are looked up are refused where there is no room for them, in the way each fails; those that stay go on', async () => {
  const names = ['headers', 'tables', 'records', 'queue', 'messages', 'strings', 'gc'];
  const files = await filesOf(names.join(','));
  const low = new Board(names, files, { free: MADE_VARIABLES - 1 });
  const { devices, headers, tables, records, queue, messages, strings, gc } = low.require('ckremm');
  const heap = devices.heap(0, 1600);
  const refused: [expected: unknown, call: () => unknown][] = [
    [null, () => headers.create(heap, 500)],
    [0, () => headers.allocAligned(1, 8, 16)],
    [null, () => tables.view(1, 1)],
    [0, () => tables.renew(1)],
    [0, () => records.field(1, 'a')],
    [0, () => records.next(1, 0)],
    [null, () => queue.column(1, 1)],
    [false, () => queue.set(1, 1, 1, 1)],
    [null, () => messages.create(heap, 100)],
    [false, () => messages.push(1, [1])],
    [0, () => strings.append(1, 1, 'a')],
    [null, () => strings.bytes(1, 1)],
    [0, () => gc.defineType(1, [])],
    [0, () => gc.weak(1, 1)],
  ];
  for (const [expected, call] of refused) expect([String(call), call()]).toEqual([String(call), expected]);
  const enough = new Board(names, files, { free: MADE_VARIABLES }).require('ckremm');
  const pool = enough.headers.create(enough.devices.heap(0, 1600), 500);
  expect(enough.headers.alloc(pool, 20)).toBeGreaterThan(0);
  // As docs/native.md tells it.
  expect([told.MADE_VARIABLES, told.ACCESS_VARIABLES]).toEqual([MADE_VARIABLES + ASKING_VARIABLES, ACCESS_VARIABLES + ASKING_VARIABLES]);
});

test('a field by its name, or an f32, needs room: without it, it is refused; whole numbers by number go on', async () => {
  const board = new Board(['records'], await filesOf('records'));
  const { devices, fault, records } = board.require('ckremm');
  const pool = records.create(devices.heap(0, 4096), 'a:u16 f:f32', 5);
  const row = records.alloc(pool);
  records.set(pool, row, 1, 4);
  records.set(pool, row, 2, 1.5);
  const answers = (): unknown[] => [records.get(pool, row, 'a'), records.get(pool, row, 2), records.set(pool, row, 'a', 7), records.get(pool, row, 1)];
  board.free = ACCESS_VARIABLES - 1;
  expect(answers()).toEqual([null, null, false, 4]);
  expect(fault()).toBe(15);
  board.free = ACCESS_VARIABLES;
  expect(answers()).toEqual([4, 1.5, true, 7]);
});

test('what a cold call asks for is more than the most that one needed on a real engine', () => {
  for (const { modules, es5Bytes, loading } of nativeFigures().sets) {
    expect([modules, variablesFor(es5Bytes) >= loading]).toEqual([modules, true]);
    // By the bytes of the library alone: of records and queues `heap` only is cold, which needs less.
    expect([modules, variablesFor(es5Bytes) - loading < 600]).toEqual([modules, true]);
  }
});

test('ES5 that a program keeps is not loaded a second time', async () => {
  const board = new Board(['headers'], await filesOf('headers,processes'));
  const ckremm = board.require('ckremm');
  const { spawn } = ckremm.processes;
  const pool = ckremm.headers.create(ckremm.devices.heap(0, 4096), 2048);
  ckremm.headers.reorder(pool, () => undefined);
  expect([ckremm.processes.spawn === spawn, board.loaded]).toEqual([true, 1]);
});

test('a heap that E.defrag moved is refused, and so are its pools; at a place that is no multiple of 4 in every call', () => {
  const board = newBoard();
  const ckremm = board.require('ckremm');
  const heap = ckremm.devices.heap(0, 4096);
  const pool = ckremm.headers.create(heap, 2048);
  const a = ckremm.headers.alloc(pool, 16);
  board.move(heap, 0x9000);
  expect([ckremm.headers.alloc(pool, 16), ckremm.headers.sizeOf(pool, a), ckremm.headers.view(pool, a)]).toEqual([0, 0, null]);
  const again = ckremm.headers.attach(heap, 24);
  expect([again === pool, ckremm.headers.sizeOf(again, a)]).toEqual([false, 18]);
  board.move(heap, 0xa001);
  expect([ckremm.headers.attach(heap, 24), ckremm.fault(), ckremm.headers.alloc(again, 16)]).toEqual([null, 10, 0]);
});

test('what is no pool is refused', async () => {
  const files = await filesOf('headers,tables,records,queue,gc');
  const ckremm = new Board(['headers', 'tables', 'records', 'queue', 'gc'], files).require('ckremm');
  const heap = ckremm.devices.heap(0, 4096);
  const wrong = ckremm.headers.create(heap, 500);
  for (const pool of [null, undefined, -1, 0, 1, 'pool', {}, [1, 2], new Uint8Array(8), NaN, 1e9, true, wrong]) {
    if (pool !== wrong) expect([String(pool), ckremm.headers.alloc(pool, 16)]).toEqual([String(pool), 0]);
    const { tables, records, queue, gc } = ckremm;
    const answers = [tables.write(pool, 1, [1]), tables.view(pool, 1), tables.reorder(pool, 0), records.get(pool, 1, 1), records.get(pool, 1, 'a')];
    answers.push(records.set(pool, 1, 1, 1), queue.column(pool, 1), queue.push(pool), gc.collect(pool), gc.defineType(pool, [0]));
    expect([String(pool), ...answers]).toEqual([String(pool), false, null, false, null, null, false, null, 0, false, 0]);
  }
});
