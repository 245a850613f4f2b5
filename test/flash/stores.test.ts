/** Stores of a PC. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boardNames, readBoard } from '../../host/emulator/index.ts';
import { boardFlash, fileStore, memoryStore, usualSectors } from '../../host/flash/stores.ts';

const geometry = { size: 8192, eraseBytes: 4096, programBytes: 4 };
const folder = mkdtempSync(join(tmpdir(), 'ckremm-store-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['memory', () => memoryStore(geometry)],
  ['file', () => fileStore(join(folder, 'flash.bin'), geometry)],
])('%s: programs, erases, refuses what is outside', (_name, open) => {
  const store = open();
  const bytes = new Uint8Array(16);
  expect(store.program(4096, new Uint8Array([0, 1, 2, 3, 4]), 1, 4)).toBe(true);
  expect(store.read(4095, bytes, 1, 6)).toBe(true);
  expect([...bytes.subarray(0, 8)]).toEqual([0, 255, 1, 2, 3, 4, 255, 0]);
  expect(store.erase(4096)).toBe(true);
  expect(store.read(4096, bytes, 0, 4)).toBe(true);
  expect(bytes[3]).toBe(255);
  expect([store.erase(8192), store.program(8190, bytes, 0, 4), store.read(-1, bytes, 0, 4)]).toEqual([
    false,
    false,
    false,
  ]);
});

test('a file outlives the store; after close every call fails and none throws', () => {
  const path = join(folder, 'kept.bin');
  const first = fileStore(path, geometry);
  first.program(8188, new Uint8Array([9, 8, 7, 6]), 0, 4);
  first.close();
  expect([first.erase(0), first.read(0, new Uint8Array(4), 0, 4), first.program(0, new Uint8Array(4), 0, 4)]).toEqual([
    false,
    false,
    false,
  ]);
  expect(statSync(path).size).toBe(8192);
  expect([...readFileSync(path).subarray(8187)]).toEqual([255, 9, 8, 7, 6]);
  const again = fileStore(path, geometry);
  const bytes = new Uint8Array(4);
  expect(again.read(8188, bytes, 0, 4)).toBe(true);
  expect([...bytes]).toEqual([9, 8, 7, 6]);
  again.close();
});

test.each(boardNames().filter((name) => readBoard(name).flash.pages > 0))(
  "the flash of %s has its profile's geometry",
  (name) => {
    const { flash } = readBoard(name);
    const store = boardFlash(readBoard(name));
    expect([store.size, store.eraseBytes, store.programBytes]).toEqual([
      usualSectors(readBoard(name)) * flash.eraseBytes,
      flash.eraseBytes,
      flash.programBytes,
    ]);
    store.erase(0);
    expect(store.microseconds).toBe(1000 * flash.eraseMilliseconds);
  },
);

test('an ESP32 has 16 sectors for pages, whatever Storage would hold: the rest is not safe to write', () => {
  expect(readBoard('esp32').flash.pages).toBeGreaterThan(16);
  expect([usualSectors(readBoard('esp32')), boardFlash(readBoard('esp32')).size]).toEqual([16, 16 * 4096]);
});
