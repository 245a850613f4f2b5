/** Devices at their limits: no space for an erase now, words programmed one by one where it takes whole pages, more than a sector at once. */
import { boot, readBoard } from '../../host/emulator/index.ts';
import { type EspruinoFlash, espruinoFlash } from '../../host/flash/espruino.ts';
import { type KalumaFlash, kalumaFlash } from '../../host/flash/kaluma.ts';
import { boardFlash } from '../../host/flash/stores.ts';
import type { Store } from '../../src/core/store.ts';
import { type Bundles, buildBundles } from '../records/bundle.ts';

let bundles: Bundles;
beforeAll(async () => {
  bundles = await buildBundles(
    ['puckjs', 'kaluma-pico'],
    'paging.create,paging.commit,paging.write32,paging.read32,paging.hibernate,paging.resume,paging.inspect,stores',
  );
}, 300000);

const load = (board: string, flash: EspruinoFlash | KalumaFlash): any =>
  boot(board, { flash, bundleFile: bundles.file(board, true) }).ckremm;
const flashOf = (board: string, sectors: number) => boardFlash(readBoard(board), { size: sectors * 4096 });
const NoSpace = 1;

test('Espruino Storage, full below a pager: no space, nothing is retired or lost; when Storage was compacted, the commit is done', () => {
  const {
    flash,
    ckremm: { paging, stores, devices, fault },
  } = (() => {
    const modules = espruinoFlash(flashOf('puckjs', 16));
    return { flash: modules, ckremm: load('puckjs', modules) };
  })();
  const store: Store = stores.storage(12, 'pages');
  const pager = paging.create(devices.heap(), 4096, store, 20);
  let committed = 0;
  let value = 0;
  const write = (): boolean => {
    value++;
    for (let page = 0; page < 20; page++) if (!paging.write32(pager, 256 * page, value)) return false;
    return paging.commit(pager);
  };
  for (; value < 200 && write(); committed = value);
  expect([fault(), value < 200, committed > 1, flash.storage.compactions]).toEqual([NoSpace, true, true, 0]);
  // The same again, and what could not be written is still there to read.
  expect([paging.commit(pager), fault(), paging.stats(pager).retiredSectors, paging.check(pager)]).toEqual([
    false,
    NoSpace,
    0,
    '',
  ]);
  const reopen = (): any => {
    const again = load('puckjs', flash);
    return { ...again, pager: again.paging.create(again.devices.heap(), 4096, again.stores.storage(12, 'pages'), 20) };
  };
  const before = reopen();
  for (let page = 0; page < 20; page++) expect(before.paging.read32(before.pager, 256 * page)).toBe(committed);
  (flash.require('Storage') as { compact(): void }).compact();
  for (let page = 0; page < 20; page++) expect(paging.write32(pager, 256 * page, value)).toBe(true);
  expect([paging.commit(pager), paging.stats(pager).retiredSectors, paging.check(pager)]).toEqual([true, 0, '']);
  const after = reopen();
  for (let page = 0; page < 20; page++) expect(after.paging.read32(after.pager, 256 * page)).toBe(value);
  expect(flash.nor.violations).toBe(0);
});

test.each([
  ['files', (ckremm: any): Store => ckremm.stores.files(2, '/pages')],
  ['flash', (ckremm: any): Store => ckremm.stores.flash(132, 2)],
])(
  'Kaluma %s: words are programmed one by one, though the device takes whole pages; the bytes beside them stay',
  (_name, open) => {
    const flash = kalumaFlash(flashOf('kaluma-pico', 8), { firstBlock: 132 });
    const store = open(load('kaluma-pico', flash));
    const data = Uint8Array.from({ length: 300 }, (_, i) => i % 251);
    const expected = new Uint8Array(1024).fill(255);
    for (const [address, bytes] of [
      [8, 4],
      [0, 4],
      [12, 24],
      [240, 32],
      [300, 212],
      [512, 256],
      [772, 252],
    ] as const) {
      expect(store.program(address, data, 3, bytes)).toBe(true);
      expected.set(data.subarray(3, 3 + bytes), address);
    }
    const found = new Uint8Array(1024);
    expect(store.read(0, found, 0, 1024)).toBe(true);
    expect(found).toEqual(expected);
    expect([flash.ignoredWrites, flash.nor.violations]).toEqual([0, 0]);
  },
);

test('Kaluma files: a sector that the file system refuses to empty is not given up', () => {
  const flash = kalumaFlash(flashOf('kaluma-pico', 3));
  const store: Store = load('kaluma-pico', flash).stores.files(3, '/pages');
  expect(store.program(0, new Uint8Array(4), 0, 4)).toBe(false);
  expect([store.erase(0), store.isFull!()]).toEqual([false, true]);
});

test.each([
  [
    'Espruino Storage',
    'puckjs',
    (): EspruinoFlash => espruinoFlash(flashOf('puckjs', 24)),
    (ckremm: any): Store => ckremm.stores.storage(9, 'heap'),
  ],
  [
    'Kaluma files',
    'kaluma-pico',
    (): KalumaFlash => kalumaFlash(flashOf('kaluma-pico', 24)),
    (ckremm: any): Store => ckremm.stores.files(9, '/heap'),
  ],
])('%s: a heap larger than a sector is hibernated, and resumed after a reset', (_name, board, modules, open) => {
  const flash = modules();
  const first = load(board, flash);
  const heap = first.heap.format(new Uint8Array(8192)) as Uint8Array;
  expect(first.paging.hibernate(heap, open(first))).toBe(true);
  const second = load(board, flash);
  const woken = new Uint8Array(8192);
  expect(second.paging.resume(woken, open(second))).toBe(woken);
  expect(woken).toEqual(heap);
});
