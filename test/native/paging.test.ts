/** Paging: bytes of pages in frames are machine code's, the rest ES5's. Beside ES5 alone, image by image and cell by cell. */
import { dirname } from 'node:path';
import { nor, type Nor } from '../../host/flash/nor.ts';
import { buildBundles } from '../records/bundle.ts';
import { randomFrom, seedOf, type Random } from '../support/random.ts';
import { lengthOf, note } from '../support/soak.ts';
import { Board, type Files, filesIn } from './board.ts';
import { forge, play, relay } from './campaigns.ts';
import { addressFrom, drawn, GEOMETRY, PAGE_BYTES, PAGES, pagingScene } from './scenes/paging.ts';

test('random calls with misuse', () => {
  for (const heapBytes of [2048, 4096, 65536]) play(pagingScene, heapBytes, seedOf(heapBytes), lengthOf(1500, 60000));
});

test('a heap goes from one to the other after any call', () => {
  relay(pagingScene, 3072, seedOf(5), lengthOf(600, 20000));
});

test('damaged images: nothing outside is touched', () => {
  for (let round = 0; round < lengthOf(60, 4000); round++) play.damaged(pagingScene, 3072, seedOf(1) + round, 40);
});

test('a forged pool is refused', () => {
  expect(forge(pagingScene, 'write8', 4, 4)).toEqual([]);
  expect(forge(pagingScene, 'arrive', 4, 1)).toEqual([]);
});

/** A store that fails now and then, and tells what it is asked to read. */
interface Flaky extends Nor {
  isOut: boolean;
  onRead(): void;
}

function flaky(seed: number): Flaky {
  const flash = nor({ ...GEOMETRY, seed });
  const store: Flaky = Object.assign(Object.create(flash) as Flaky, {
    isOut: false,
    onRead: () => undefined,
    read(...args: Parameters<Nor['read']>) {
      store.onRead();
      if (store.isOut && args[0] & 512) throw new Error('the store is out of order');
      return !store.isOut && flash.read(...args);
    },
    program: (...args: Parameters<Nor['program']>) => flash.program(...args),
    erase: (address: number) => flash.erase(address),
  });
  return store;
}

let files: Files;
beforeAll(async () => {
  const bundles = await buildBundles(['puckjs'], 'headers,paging', ['ckremm.storage.js']);
  files = filesIn(dirname(bundles.file('puckjs', true)));
});

/** One side: the library of a board, its heap, its flash and its pager. */
class Side {
  readonly board = new Board(['headers', 'paging'], files);
  readonly ckremm: any;
  readonly heap: Uint8Array;
  readonly store: Flaky;
  pager: any;

  constructor(module: string, seed: number, isVolatile: boolean) {
    this.ckremm = this.board.require(module);
    this.heap = this.ckremm.devices.heap(0, 4096);
    this.store = flaky(seed);
    const bytes = 1400 + (seed & 3) * 300;
    this.pager = drawn(() => this.ckremm.paging.create(this.heap, bytes, this.store, PAGES, { pageBytes: PAGE_BYTES, isVolatile }));
  }

  call(name: string, ...args: unknown[]): unknown {
    return this.ckremm.paging[name](this.pager, ...args);
  }
}

/** Both sides do the same; what they give, their faults, heaps and flash must be alike. */
class Sides {
  readonly native: Side;
  readonly plain: Side;

  constructor(
    private readonly seed: number,
    isVolatile: boolean,
  ) {
    this.native = new Side('ckremm', seed, isVolatile);
    this.plain = new Side('ckremm.es5', seed, isVolatile);
  }

  each(run: (side: Side) => unknown): unknown {
    const answers = [this.native, this.plain].map((side) => drawn(() => [run(side), side.ckremm.fault(side.heap)]));
    if (JSON.stringify(answers[0]) !== JSON.stringify(answers[1]))
      throw new Error(`seed ${this.seed}: ${run}: ${JSON.stringify(answers[0])}, in ES5 ${JSON.stringify(answers[1])}`);
    return answers[0]![0];
  }

  compare(): void {
    const [a, b] = [this.native.heap, this.plain.heap];
    const at = a.findIndex((byte, i) => byte !== b[i]);
    if (at >= 0) throw new Error(`seed ${this.seed}: heaps differ at ${at}`);
    expect([this.native.board.machine.strays, this.native.board.machine.firstStray]).toEqual([0, '']);
  }
}

function act(random: Random, sides: Sides): void {
  const kind = random.below(40);
  const va = addressFrom(random);
  const width = [8, 16, 32][random.below(3)]!;
  const page = random.below(PAGES);
  const value = random.oneIn(4) ? 0x80000000 : random.below(0x7fffffff);
  const isWritten = random.oneIn(2);
  if (kind < 18) sides.each((side) => side.call(`read${width}`, va));
  else if (kind < 28) sides.each((side) => side.call(`write${width}`, va, value));
  else if (kind < 30) sides.each((side) => side.call('prefetch', page));
  else if (kind < 32) sides.each((side) => side.call('pin', page, isWritten));
  else if (kind < 35) sides.each((side) => side.call('unpin', page));
  else if (kind < 36) sides.each((side) => side.call('flush'));
  else if (kind < 38) sides.each((side) => side.call('commit'));
  else if (kind < 39) sides.each((side) => side.call('rollback'));
  else {
    const isOut = random.oneIn(3);
    sides.each((side) => void (side.store.isOut = isOut));
  }
}

test.each([false, true])('random programs on a board leave what ES5 leaves, in the heap and in the store; volatile: %s', (isVolatile) => {
  const answers = new Set<unknown>();
  for (let round = 0; round < lengthOf(4, 60); round++) {
    const seed = seedOf(50) + round;
    const random = randomFrom(seed);
    const sides = new Sides(seed, isVolatile);
    for (let i = 0; i < lengthOf(400, 2000); i++) {
      act(random, sides);
      answers.add(sides.native.ckremm.fault(sides.native.heap));
      if (i % 10 === 0) sides.compare();
      if (random.oneIn(150))
        sides.each((side) => {
          side.store.isOut = false;
          const { paging, heap: images } = side.ckremm;
          const address = images.find(side.heap, 6, 0);
          side.pager = paging.attach(side.heap, address, side.store) ?? side.pager;
          return address;
        });
    }
    sides.compare();
    const cells = [sides.native, sides.plain].map(({ store }) => {
      const all = new Uint8Array(GEOMETRY.size);
      store.isOut = false;
      store.read(0, all, 0, all.length);
      return Buffer.from(all).toString('base64');
    });
    expect(cells[0] === cells[1]).toBe(true);
  }
  note(`paging: faults met ${[...answers].join(' ')}`);
  expect(answers.size).toBeGreaterThan(3);
});

test('most accesses of pages in frames and of clean ones that are out never reach ES5', () => {
  const side = new Side('ckremm', 1, false);
  const library = side.board.require('ckremm.es5').paging;
  let asked = 0;
  for (const name of ['read8', 'write8']) {
    const call = library[name];
    library[name] = (...args: unknown[]) => (asked++, call(...args));
  }
  for (let i = 0; i < 500; i++) side.call('read8', ((i * 37) % PAGES) * PAGE_BYTES + (i & 63));
  for (let i = 0; i < 50; i++) side.call('write8', i, i);
  expect(asked).toBe(0);
});

test('cut off while a page is read, repair finds all that was written', () => {
  const side = new Side('ckremm', 2, false);
  const { paging, heap: images, fault } = side.ckremm;
  for (let page = 0; page < PAGES; page++) side.call('write8', page * PAGE_BYTES + 1, page + 5);
  side.call('commit');
  side.call('write8', 2, 77);
  let cuts = 0;
  for (let page = 0; page < PAGES; page++) {
    let image: Uint8Array | undefined;
    side.store.onRead = () => void (image ??= side.heap.slice());
    side.call('read8', page * PAGE_BYTES + 1);
    side.store.onRead = () => undefined;
    if (!image) continue;
    cuts++;
    side.heap.set(image);
    const address = images.find(side.heap, 6, 0);
    expect([side.call('read8', 2), fault(side.heap), paging.attach(side.heap, address, side.store), fault(side.heap)]).toEqual([0, 13, null, 13]);
    expect([paging.repairAt(side.heap, address, side.store), paging.check?.(side.pager) ?? '']).toEqual([true, '']);
    side.pager = paging.attach(side.heap, address, side.store);
    expect(side.call('read8', 2)).toBe(77);
    for (let other = 0; other < PAGES; other++) expect([other, side.call('read8', other * PAGE_BYTES + 1)]).toEqual([other, other + 5]);
    side.call('write8', 2, 77);
  }
  expect(cuts).toBeGreaterThan(3);
});
