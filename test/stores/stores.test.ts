/**
 * Stores of boards, as they are flashed: the lean bundle in an emulated board whose modules for flash behave
 * as badly as the engines' do. One test a quirk; and the same promises for every store.
 */
import { boot, readBoard } from '../../host/emulator/index.ts';
import { type EspruinoFlash, espruinoFlash } from '../../host/flash/espruino.ts';
import { type KalumaFlash, kalumaFlash } from '../../host/flash/kaluma.ts';
import { nor } from '../../host/flash/nor.ts';
import { boardFlash } from '../../host/flash/stores.ts';
import type { Store } from '../../src/core/store.ts';
import { type Bundles, buildBundles } from '../records/bundle.ts';

let bundles: Bundles;
beforeAll(async () => {
  bundles = await buildBundles(
    ['puckjs', 'esp32', 'kaluma-pico'],
    'paging.create,paging.commit,paging.write32,paging.read32,paging.attach,paging.inspect,stores',
  );
}, 300000);

const load = (board: string, flash: EspruinoFlash | KalumaFlash): any =>
  boot(board, { flash, bundleFile: bundles.file(board, true) }).ckremm;
const flashOf = (board: string, sectors: number) => boardFlash(readBoard(board), { size: sectors * 4096 });
const NoSpace = 1;
const BadArgument = 2;
const StoreFailed = 12;

interface Kind {
  name: string;
  board: string;
  /** Sectors of flash below it, and of the store. */
  room: number;
  sectors: number;
  modules(sectors: number): EspruinoFlash | KalumaFlash;
  open(ckremm: any): Store | null;
}
const kinds: Kind[] = [
  {
    name: 'Espruino Storage',
    board: 'puckjs',
    room: 12,
    sectors: 3,
    modules: (room) => espruinoFlash(flashOf('puckjs', room)),
    open: ({ stores }) => stores.storage(3, 'pages'),
  },
  {
    name: 'Espruino Flash',
    board: 'puckjs',
    room: 3,
    sectors: 3,
    modules: (room) => espruinoFlash(flashOf('puckjs', room)),
    open: ({ stores }) => stores.flash(0x60000, 3),
  },
  {
    name: 'Kaluma files',
    board: 'kaluma-pico',
    room: 12,
    sectors: 3,
    modules: (room) => kalumaFlash(flashOf('kaluma-pico', room)),
    open: ({ stores }) => stores.files(3, '/pages'),
  },
  {
    name: 'Kaluma flash',
    board: 'kaluma-pico',
    room: 3,
    sectors: 3,
    modules: (room) => kalumaFlash(flashOf('kaluma-pico', room), { firstBlock: 132 }),
    open: ({ stores }) => stores.flash(132, 3),
  },
];

describe.each(kinds)('$name', ({ name, board, room, sectors, modules, open }) => {
  const fresh = (): { flash: EspruinoFlash | KalumaFlash; store: Store } => {
    const flash = modules(room);
    return { flash, store: open(load(board, flash))! };
  };
  const readAll = (store: Store): Uint8Array => {
    const all = new Uint8Array(store.size);
    expect(store.read(0, all, 0, store.size)).toBe(true);
    return all;
  };
  const pattern = Uint8Array.from({ length: 1000 }, (_, i) => (i * 7) & 255);

  test('has the geometry of the profile, and is blank', () => {
    const { flash, programBytes } = {
      flash: readBoard(board).flash,
      programBytes: readBoard(board).flash.programBytes,
    };
    const { store } = fresh();
    expect([store.size, store.eraseBytes, store.programBytes]).toEqual([
      sectors * 4096,
      flash.eraseBytes,
      programBytes,
    ]);
    expect(readAll(store).every((byte) => byte === 255)).toBe(true);
  });

  test('programs out of the middle of an array, reads into the middle of another, across sectors', () => {
    const { store } = fresh();
    expect(store.program(4096 - 256, pattern, 100, 256)).toBe(true);
    expect(store.program(4096, pattern, 356, 512)).toBe(true);
    const into = new Uint8Array(2000).fill(1);
    expect(store.read(4096 - 251, into, 300, 700)).toBe(true);
    expect(into.subarray(300, 1000)).toEqual(pattern.subarray(105, 805));
    expect([into[299], into[1000]]).toEqual([1, 1]);
  });

  test('one program that crosses the end of a sector arrives whole', () => {
    const { store } = fresh();
    expect(store.program(4096 - 256, pattern, 0, 512)).toBe(true);
    expect(readAll(store).subarray(4096 - 256, 4096 + 256)).toEqual(pattern.subarray(0, 512));
  });

  test("takes views that do not start at their array's first byte", () => {
    const { store } = fresh();
    const whole = new Uint8Array(1024).fill(1);
    whole.set(pattern.subarray(0, 256), 512);
    expect(store.program(0, whole.subarray(512, 768), 0, 256)).toBe(true);
    expect(store.read(0, whole.subarray(768), 0, 256)).toBe(true);
    expect(whole.subarray(768)).toEqual(pattern.subarray(0, 256));
    expect(whole.subarray(0, 512).every((byte) => byte === 1)).toBe(true);
  });

  test('an erase clears its sector and no other', () => {
    const { store } = fresh();
    for (let at = 0; at < store.size; at += 256) expect(store.program(at, pattern, 0, 256)).toBe(true);
    expect(store.erase(4096)).toBe(true);
    const all = readAll(store);
    for (let at = 0; at < store.size; at++)
      if (all[at] !== (at >> 12 === 1 ? 255 : pattern[at & 255])) throw new Error(`byte ${at} is ${all[at]}`);
    expect(store.program(4096, pattern, 0, 256)).toBe(true);
  });

  test('refuses what is outside or misaligned, and throws nothing', () => {
    const { store, flash } = fresh();
    const before = flash.nor.operations;
    const data = new Uint8Array(512);
    expect([
      store.read(-1, data, 0, 4),
      store.read(store.size - 2, data, 0, 4),
      store.program(store.size, data, 0, 256),
      store.program(-256, data, 0, 256),
      store.erase(store.size),
      store.erase(2048),
      store.erase(-4096),
    ]).toEqual(Array(7).fill(false));
    expect([flash.nor.operations, flash.trespasses]).toEqual([before, 0]);
  });

  test('without power every call fails, none throws; what was there is there after a reboot', () => {
    const { flash, store } = fresh();
    expect(store.program(256, pattern, 0, 256)).toBe(true);
    flash.nor.cutAfter(1, 0);
    // Raw flash on Kaluma has no words for a failure; every other device says so.
    const tells = name !== 'Kaluma flash';
    expect(store.program(8192, pattern, 0, 256)).toBe(!tells);
    expect(flash.nor.isCut).toBe(true);
    expect(store.program(0, pattern, 0, 256)).toBe(!tells);
    expect(store.erase(0)).toBe(!tells);
    expect(() => [store.read(0, new Uint8Array(256), 0, 256), open(load(board, flash))]).not.toThrow();
    flash.nor.restart();
    const again = readAll(open(load(board, flash))!);
    expect(again.subarray(256, 512)).toEqual(pattern.subarray(0, 256));
    expect(again.subarray(8192).every((byte) => byte === 255)).toBe(true);
  });

  test('opening a store that is there writes nothing', () => {
    const { flash, store } = fresh();
    store.program(0, pattern, 0, 256);
    const { operations } = flash.nor;
    expect(open(load(board, flash))).not.toBeNull();
    expect(flash.nor.operations).toBe(operations);
  });
});

describe('Espruino Storage', () => {
  const opened = (sectors: number, room: number) => {
    const flash = espruinoFlash(flashOf('puckjs', room));
    const ckremm = load('puckjs', flash);
    return { flash, ckremm, store: ckremm.stores.storage(sectors, 'pages') as Store };
  };

  test('never compacts: an erase that would need it fails, and the old data stay', () => {
    const { flash, store } = opened(2, 5);
    let erases = 0;
    while (store.program(0, new Uint8Array(4), 0, 4) && store.erase(0)) erases++;
    expect(erases).toBe(2);
    expect(flash.storage.compactions).toBe(0);
    const bytes = new Uint8Array(4);
    expect(store.read(0, bytes, 0, 4)).toBe(true);
    expect([...bytes]).toEqual([0, 0, 0, 0]);
  });

  test('the first bytes of a sector may be programmed last, where Storage would make a new file and lose the rest', () => {
    const { store, flash } = opened(1, 4);
    const places = [...flash.storage.files.values()].map(({ address }) => address);
    expect(store.program(100, new Uint8Array([1, 2, 3, 4]), 0, 4)).toBe(true);
    expect(store.program(0, new Uint8Array([9, 9, 9, 9]), 0, 4)).toBe(true);
    expect(store.program(0, new Uint8Array([8, 8, 8, 8]), 0, 4)).toBe(false);
    const bytes = new Uint8Array(104);
    expect(store.read(0, bytes, 0, 104)).toBe(true);
    expect([...bytes.subarray(0, 5), ...bytes.subarray(100)]).toEqual([9, 9, 9, 9, 255, 1, 2, 3, 4]);
    expect([...flash.storage.files.values()].map(({ address }) => address)).toEqual(places);
  });

  test('the emulated Storage does lose it, as the engine does', () => {
    const flash = espruinoFlash(flashOf('puckjs', 3));
    const storage = flash.require('Storage') as {
      write(...values: unknown[]): boolean;
      readArrayBuffer(name: string): ArrayBuffer;
    };
    storage.write('f', [255], 0, 64);
    storage.write('f', [1, 2, 3, 4], 32);
    expect(storage.write('f', [5, 6, 7, 8], 0, 64)).toBe(true);
    expect([...new Uint8Array(storage.readArrayBuffer('f'))].filter((byte) => byte !== 255)).toEqual([5, 6, 7, 8]);
  });

  test('a sector whose file is gone, its erase having been cut, is blank', () => {
    const { store, flash } = opened(2, 6);
    store.program(0, new Uint8Array(4), 0, 4);
    flash.nor.cutAfter(1, 0);
    expect(store.erase(0)).toBe(false);
    flash.nor.restart();
    const again: Store = load('puckjs', flash).stores.storage(2, 'pages');
    const bytes = new Uint8Array(4);
    expect(again.read(0, bytes, 0, 4)).toBe(true);
    expect([...bytes]).toEqual([255, 255, 255, 255]);
  });

  test('no room for the files: null and a fault', () => {
    const { store, ckremm, flash } = opened(4, 4);
    expect([store, ckremm.fault(), flash.storage.compactions]).toEqual([null, NoSpace, 0]);
  });
});

describe('Espruino Flash', () => {
  test('on ESP32 only the 16 pages at 0x310000, whatever getFree() lists', () => {
    const flash = espruinoFlash(flashOf('esp32', 16), {
      base: 0x310000,
      alsoListed: [
        { addr: 0xe000, length: 0x2000 },
        { addr: 0x360000, length: 0xa0000 },
      ],
    });
    const { stores, fault } = load('esp32', flash);
    expect([
      stores.flash(0x360000, 4),
      stores.flash(0xe000, 2),
      stores.flash(0x310000, 17),
      stores.flash(0x30f000, 4),
    ]).toEqual([null, null, null, null]);
    expect(fault()).toBe(BadArgument);
    expect(stores.flash(0x310000, 16).size).toBe(65536);
    expect(stores.usual().size).toBe(65536);
    expect(flash.trespasses).toBe(0);
  });

  test('an area that getFree() does not list, or a start inside a page, is refused', () => {
    const { stores } = load('puckjs', espruinoFlash(flashOf('puckjs', 4)));
    expect([
      stores.flash(0x60000, 5),
      stores.flash(0x50000, 1),
      stores.flash(0x60100, 1),
      stores.flash(0x60000, 0),
      stores.flash(0x60000, 1.5),
    ]).toEqual([null, null, null, null, null]);
  });

  test('where erases silently do nothing, paging finds out and says that the store failed', () => {
    const flash = espruinoFlash(flashOf('puckjs', 16), { erasesNothing: true });
    flash.nor.bytes.fill(0x11);
    const ckremm = load('puckjs', flash);
    const heap = ckremm.devices.heap();
    const store = ckremm.stores.flash(0x60000, 16);
    const pager = ckremm.paging.create(heap, 4096, store, 16, { isForced: true });
    const isWritten = ckremm.paging.write32(pager, 0, 1) && ckremm.paging.commit(pager);
    expect([isWritten, ckremm.fault()]).toEqual([false, StoreFailed]);
  });
});

describe('Kaluma', () => {
  test('files: errors that are returned, as 1.3 does, are failures', () => {
    const flash = kalumaFlash(flashOf('kaluma-pico', 8), { returnsErrors: true });
    const store: Store = load('kaluma-pico', flash).stores.files(2, '/pages');
    expect(store.program(0, new Uint8Array(256), 0, 256)).toBe(true);
    flash.nor.isCut = true;
    expect([
      store.program(0, new Uint8Array(256), 0, 256),
      store.read(0, new Uint8Array(4), 0, 4),
      store.erase(0),
    ]).toEqual([false, false, false]);
  });

  test('files: one that was cut short while it was made is made again', () => {
    const flash = kalumaFlash(flashOf('kaluma-pico', 8));
    flash.nor.cutAfter(3, 0);
    const ckremm = load('kaluma-pico', flash);
    expect([ckremm.stores.files(3, '/pages'), ckremm.fault()]).toEqual([null, StoreFailed]);
    flash.nor.restart();
    const store: Store = load('kaluma-pico', flash).stores.files(3, '/pages');
    expect(store.read(4096, new Uint8Array(4096), 0, 4096)).toBe(true);
  });

  test('flash: what is not whole words never reaches the device', () => {
    const flash = kalumaFlash(flashOf('kaluma-pico', 3), { firstBlock: 132 });
    const store: Store = load('kaluma-pico', flash).stores.flash(132, 3);
    const data = new Uint8Array(512);
    expect([store.program(2, data, 0, 256), store.program(0, data, 0, 127), store.program(255, data, 0, 4)]).toEqual([
      false,
      false,
      false,
    ]);
    expect([flash.ignoredWrites, flash.nor.operations]).toEqual([0, 0]);
  });

  test('flash: a write that was lost is found by paging', () => {
    const flash = kalumaFlash(flashOf('kaluma-pico', 16), { firstBlock: 132 });
    const { stores, paging, devices } = load('kaluma-pico', flash);
    const heap = devices.heap();
    const pager = paging.create(heap, 8192, stores.flash(132, 16), 32);
    expect(paging.write32(pager, 1000, 123456789)).toBe(true);
    expect(paging.commit(pager)).toBe(true);
    expect(paging.write32(pager, 1000, 5)).toBe(true);
    flash.nor.lieAfter(1);
    paging.commit(pager);
    const again = load('kaluma-pico', flash);
    const reopened = again.paging.create(again.devices.heap(), 8192, again.stores.flash(132, 16), 32);
    expect([5, 123456789]).toContain(again.paging.read32(reopened, 1000));
  });
});

test('on the wrong engine: null and a fault', () => {
  const puck = load('puckjs', espruinoFlash(nor({ size: 16384, eraseBytes: 4096, programBytes: 4 })));
  expect([puck.stores.files(2, 'x'), puck.fault()]).toEqual([null, BadArgument]);
  const kaluma = load('kaluma-pico', kalumaFlash(flashOf('kaluma-pico', 4)));
  expect([kaluma.stores.storage(2, 'x'), kaluma.fault()]).toEqual([null, BadArgument]);
});

test.each(['puckjs', 'kaluma-pico'])('%s: a commit is there after a reboot, on the usual store', (board) => {
  const modules = board === 'kaluma-pico' ? kalumaFlash(flashOf(board, 40)) : espruinoFlash(flashOf(board, 40));
  const run = (): any => {
    const ckremm = load(board, modules);
    const pager = ckremm.paging.create(ckremm.devices.heap(), 8192, ckremm.stores.usual(12), 24);
    expect(ckremm.fault()).toBe(0);
    return { ...ckremm.paging, pager };
  };
  const first = run();
  for (let i = 0; i < 1000; i++) first.write32(first.pager, 4 * i, i * 99);
  expect(first.commit(first.pager)).toBe(true);
  first.write32(first.pager, 0, 1);
  const second = run();
  for (let i = 0; i < 1000; i++) if (second.read32(second.pager, 4 * i) !== i * 99) throw new Error(`word ${i}`);
});
