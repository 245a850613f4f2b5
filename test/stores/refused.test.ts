/** Stores that cannot be made: names that a device would cut, boards with too few sectors, no room. Nothing is left of them. */
import { boardNames, boot, readBoard } from '../../host/emulator/index.ts';
import { type EspruinoFlash, espruinoFlash } from '../../host/flash/espruino.ts';
import { type KalumaFlash, kalumaFlash } from '../../host/flash/kaluma.ts';
import { boardFlash } from '../../host/flash/stores.ts';
import { Least, type Store } from '../../src/core/store.ts';
import { sectorsFor } from '../../src/paging/index.ts';
import { type Bundles, buildBundles } from '../records/bundle.ts';

let bundles: Bundles;
beforeAll(async () => {
  bundles = await buildBundles(['puckjs', 'kaluma-pico'], 'paging.create,paging.commit,stores');
}, 300000);

const load = (board: string, flash: EspruinoFlash | KalumaFlash): any =>
  boot(board, { flash, bundleFile: bundles.file(board, true) }).ckremm;
const flashOf = (board: string, sectors: number) => boardFlash(readBoard(board), { size: sectors * 4096 });
const opened = (sectors: number, room: number) => {
  const flash = espruinoFlash(flashOf('puckjs', room));
  const ckremm = load('puckjs', flash);
  return { flash, ckremm, store: ckremm.stores.storage(sectors, 'pages') as Store };
};
const NoSpace = 1;
const BadArgument = 2;
const StoreFailed = 12;

test('names that Storage would cut, that are not ASCII or not text are refused before a file is made; the longest that it keeps is a store', () => {
  const { flash, ckremm } = opened(1, 40);
  const files = flash.storage.files.size;
  for (const [sectors, name] of [
    [2, 'a-name-of-twenty-seven-chars'.slice(0, 27)],
    [12, 'my-temperature-logger-v2.pages'],
    [12, 'a-name-of-twenty-six-chars'],
    [2, ''],
    [2, 'größe'],
    [2, undefined],
    [2, 7],
    [Infinity, 'x'],
    [70000, 'x'],
    ['2', 'x'],
  ] as any[])
    expect([name, ckremm.stores.storage(sectors, name), ckremm.fault(), flash.storage.files.size]).toEqual([
      name,
      null,
      BadArgument,
      files,
    ]);
  const store: Store = ckremm.stores.storage(12, 'a-name-of-twenty-five-cha');
  expect(flash.storage.files.size).toBe(files + 12);
  for (let sector = 0; sector < 12; sector++)
    expect(store.program(4096 * sector, new Uint8Array(4).fill(sector), 0, 4)).toBe(true);
  const byte = new Uint8Array(1);
  for (let sector = 0; sector < 12; sector++)
    expect([store.read(4096 * sector, byte, 0, 1), byte[0]]).toEqual([true, sector]);
});

test('what a refused call made is removed: for lack of room, or of power, or where a name is another file', () => {
  const { flash, ckremm } = opened(1, 8);
  const names = [...flash.storage.files.keys()];
  expect([ckremm.stores.storage(30, 'more'), ckremm.fault(), [...flash.storage.files.keys()]]).toEqual([
    null,
    NoSpace,
    names,
  ]);
  const storage = flash.require('Storage') as { write(...values: unknown[]): boolean };
  storage.write('mine.3', [1, 2, 3]);
  expect([ckremm.stores.storage(5, 'mine'), ckremm.fault(), [...flash.storage.files.keys()]]).toEqual([
    null,
    BadArgument,
    [...names, 'mine.3'],
  ]);
  flash.nor.failAfter(3);
  expect([ckremm.stores.storage(4, 'torn'), ckremm.fault(), [...flash.storage.files.keys()]]).toEqual([
    null,
    StoreFailed,
    [...names, 'mine.3'],
  ]);
});

test('a sector that is blank is not made anew, whoever made it; one with any other byte is', () => {
  const { flash, store } = opened(2, 12);
  const { operations } = flash.nor;
  expect([store.erase(0), store.erase(4096), flash.nor.operations]).toEqual([true, true, operations]);
  const again: Store = load('puckjs', flash).stores.storage(2, 'pages');
  expect([again.erase(0), again.erase(4096), flash.nor.operations]).toEqual([true, true, operations]);
  for (const at of [0, 255, 256, 4095]) {
    const other: Store = load('puckjs', flash).stores.storage(2, 'pages');
    expect([
      other.program(at & -4, new Uint8Array([255, 255, 255, 255]).fill(0, at & 3, (at & 3) + 1), 0, 4),
      other.erase(0),
    ]).toEqual([true, true]);
    const byte = new Uint8Array(1);
    expect([other.read(at, byte, 0, 1), byte[0]]).toEqual([true, 255]);
  }
});

test('the usual store of boards that leave too few sectors to a pager: refused with a fault of its own, and no file is made', () => {
  const flash = espruinoFlash(flashOf('puckjs', 40));
  const { stores, fault } = load('puckjs', flash);
  expect([stores.usual(), fault(), flash.storage.files.size]).toEqual([null, 14, 0]);
  expect(stores.usual(12).size).toBe(12 * 4096);
  const checked = boot('puckjs', { flash, bundleFile: bundles.file('puckjs', false) }).ckremm;
  expect(() => checked.stores.usual()).toThrow(
    /^stores\.usual\(\): the board leaves 4 sectors to pages, and 5 are needed/,
  );
  expect(() => checked.stores.storage(2, 'a-name-of-twenty-seven-chars')).toThrow(
    /^stores\.storage\(2, a-name-of-twenty-seven-chars\): bad argument: .*28 bytes/,
  );
});

test.each(boardNames().filter((name) => readBoard(name).flash.pages > 0))(
  '%s: a pager of one page needs as many sectors as stores say',
  (name) => {
    const { eraseBytes, programBytes } = readBoard(name).flash;
    expect(sectorsFor({ eraseBytes, programBytes }, 1)).toBe(Least.PagerSectors);
    expect(sectorsFor({ eraseBytes, programBytes }, 1, { isVolatile: true })).toBe(Least.SwapSectors);
  },
);

test('files: names that are too long or no text are refused; what a refused call made is removed', () => {
  const flash = kalumaFlash(flashOf('kaluma-pico', 4));
  const { stores, fault } = load('kaluma-pico', flash);
  const fs = flash.require('fs') as { exists(name: string): boolean };
  for (const name of ['/' + 'x'.repeat(253), '', undefined, 'größe'] as any[])
    expect([stores.files(2, name), fault(), fs.exists(`${name}.0`)]).toEqual([null, BadArgument, false]);
  expect([stores.files(6, '/pages'), fault(), [0, 1, 2, 3, 4, 5].map((n) => fs.exists(`/pages.${n}`))]).toEqual([
    null,
    StoreFailed,
    Array(6).fill(false),
  ]);
  expect(stores.files(2, '/pages')).not.toBeNull();
});
