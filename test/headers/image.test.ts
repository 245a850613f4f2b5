/** The image is the pool: what is damaged is refused or harmless, and what is copied goes on as if nothing was. */
import { createContext, runInContext } from 'node:vm';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder, boot } from '../../host/emulator/index.ts';
import { checksum, randomFrom, type Random, withoutFault } from '../support/random.ts';
import { Fault } from '../../src/core/faults.ts';
import { Kind } from '../../src/heap/layout.ts';
import { nameRegion, takeRegion } from '../../src/heap/regions.ts';
import { fault, headers, heap } from './support.ts';

/** Some hundred calls of every kind; what they return is not the point. */
function load(library: any, pool: any, random: Random, calls: number, live: number[] = []): number[] {
  const pick = () => live[random.below(live.length || 1)];
  for (let call = 0; call < calls; call++) {
    const kind = random.below(12);
    const index = random.below(live.length || 1);
    if (kind < 5) live.push(library.alloc(pool, 1 + random.below(random.oneIn(6) ? 300 : 40)));
    else if (kind < 8) library.dealloc(pool, live.splice(index, 1)[0]);
    else if (kind < 9 && live.length)
      live[index] = library.resize(pool, live[index], 1 + random.below(100)) || live[index];
    else if (kind < 10) live.push(library.allocAligned(pool, 1 + random.below(60), 4 << random.below(5)));
    else if (kind < 11) library.clean(pool, pick());
    else library.dealloc(pool, random.below(1024) * 4);
    if (call % 97 === 96) {
      const moved = new Map<number, number>();
      library.reorder(pool, (from: number, to: number) => void moved.set(from, to));
      live.forEach((address, i) => (live[i] = moved.get(address) ?? address));
    }
  }
  return live;
}

/** A region of a kind, with nothing in it. */
function regionOf(image: Uint8Array, kind: Kind, bytes: number): number {
  const address = takeRegion(image, bytes);
  nameRegion(image, address, kind);
  return address;
}

/** A 4 KB image in the middle of its work, and which of its bytes are metadata. */
function busyImage(): { image: Uint8Array; metadata: number[] } {
  const image = heap.format(new Uint8Array(4096))!;
  const pool = headers.create(image, heap.freeBytes(image))!;
  load(headers, pool, randomFrom(7), 250);
  const isPayload = new Uint8Array(4096);
  headers.walk(pool, (address, bytes, state) => {
    // The first and last words of a free block are metadata, and of a deferred one nothing is.
    if (state === 'free') isPayload.fill(1, address + 8, Math.max(address + 8, address + bytes - 4));
    else isPayload.fill(1, address, address + bytes);
  });
  return { image, metadata: [...image.keys()].filter((at) => !isPayload[at]) };
}

/** Calls that return 0 where the checked build throws for misuse; anything else that is thrown gets through. */
function quiet(library: any): any {
  const muffled =
    (call: any) =>
    (...values: any[]) => {
      try {
        return call(...values);
      } catch (error) {
        if (!/^headers\.\w+\(/.test((error as Error).message)) throw error;
        return 0;
      }
    };
  return Object.fromEntries(Object.entries(library).map(([name, call]) => [name, muffled(call)]));
}

/** Damage images, open each on an emulated board, and load those that are let in; says how many were refused. */
function survive(
  board: string,
  lean: boolean,
  damages: Iterable<(image: Uint8Array) => void>,
): { refused: number; harmless: number } {
  const { image } = busyImage();
  const { ckremm, newHeap, meter } = boot(board, { lean, strictStores: true, countSteps: true });
  const headersOf = quiet(ckremm.headers);
  const seen = { refused: 0, harmless: 0 };
  let round = 0;
  for (const damage of damages) {
    const damaged = newHeap(4096);
    const copy = image.slice();
    damage(copy);
    damaged.set(copy);
    meter.reset();
    // Throws at any access outside the image, later outside the region of the pool.
    const opened = ckremm.heap.open(damaged);
    const pool = opened && headersOf.attach(damaged, ckremm.heap.find(damaged, 1, 0));
    if (pool) {
      seen.harmless++;
      // A checked call looks at the directory first, and nobody writes there.
      meter.setWindow(damaged, lean ? 16 : 0, 4096);
      load(headersOf, pool, randomFrom(round++), 300);
      meter.setWindow(null);
      expect(withoutFault(damaged.subarray(0, 16))).toEqual(withoutFault(copy.slice(0, 16)));
    } else {
      seen.refused++;
      expect(ckremm.fault()).toBeGreaterThan(0);
    }
    // Loops end: a call has a few dozen steps, a walk over the pool some hundred.
    expect(meter.steps).toBeLessThan(lean ? 20000 : 200000);
  }
  return seen;
}

describe.each([
  ['puckjs', true],
  ['kaluma-pico', true],
  ['host', false],
])('on %s, lean: %p', (board, lean) => {
  test('an image with any byte of metadata flipped is refused, or every later call stays inside the pool', () => {
    const { metadata } = busyImage();
    const flips = metadata.flatMap((at) =>
      [0x01, 0x80, 0xff].map((flip) => (image: Uint8Array) => void (image[at] ^= flip)),
    );
    const { refused, harmless } = survive(board, lean, flips);
    expect(metadata.length).toBeGreaterThan(250);
    // Nearly all are refused; a few bytes, such as the low-space threshold, mean nothing to the structure.
    expect(refused).toBeGreaterThan(harmless * 3);
  });

  test('every header overwritten by a whole word is refused, or harmless', () => {
    const { image } = busyImage();
    const pool = headers.attach(image, heap.find(image, 1, 0))!;
    const at: number[] = [2 * pool.end - 1];
    headers.walk(pool, (address) => void at.push((address >> 1) - 1));
    const words = [0, 1, 2, 3, 4, 5, 7, 8, 11, 0x40, 0xff, 0x8000, 0xfffe, 0xffff];
    const pokes = at.flatMap((index) =>
      words.map((word) => (copy: Uint8Array) => copy.set([word & 255, word >> 8], 2 * index)),
    );
    const { refused } = survive(board, lean, pokes);
    expect(refused).toBeGreaterThan(0.9 * pokes.length);
  });
});

test.each(['puckjs', 'kaluma-pico', 'host'])(
  'the size of a last block of least size is not looked for beyond the pool, on %s',
  (board) => {
    const { ckremm, newHeap } = boot(board, { strictStores: true });
    const image = ckremm.heap.format(newHeap(1024));
    const pool = ckremm.headers.create(image, ckremm.heap.freeBytes(image));
    const address = ckremm.headers.alloc(pool, 6);
    expect(address + 6).toBe(1022);
    for (const word of [0, 1, 2, 3]) {
      image[address - 2] = word;
      image[address - 1] = 0;
      expect(ckremm.headers.attach(image, 24)).toBe(null);
      expect(ckremm.fault()).toBe(Fault.Corrupt);
    }
  },
);

test('a truncated image is refused at every length', () => {
  const { image } = busyImage();
  for (let bytes = 0; bytes < 4096; bytes++) {
    expect(heap.open(image.slice(0, bytes))).toBe(null);
    expect(fault()).toBe(bytes < 24 || bytes & 3 ? 2 : 8);
  }
});

test('100,000 random words in the metadata never make open and attach throw or loop', () => {
  const { image, metadata } = busyImage();
  const random = randomFrom(99);
  for (let round = 0; round < 20000; round++) {
    const damaged = image.slice();
    for (let i = 0; i < 5; i++) damaged[metadata[random.below(metadata.length)]] = random.below(256);
    if (heap.open(damaged)) headers.attach(damaged, heap.find(damaged, 1, 0));
  }
});

describe('an image copied in mid-work goes on identically', () => {
  test.each([
    ['puckjs', 'ckremm.min.js'],
    ['puckjs', 'ckremm.js'],
    ['kaluma-pico2', 'ckremm.min.js'],
    ['kaluma-pico2', 'ckremm.js'],
    ['host', 'ckremm.min.js'],
    ['host', 'ckremm.js'],
  ])('on %s, %s', (board, file) => {
    const source = readFileSync(join(projectFolder, 'dist', board, file), 'utf8');
    const other = runInContext(`${source};ckremm`, createContext({}));
    const image = heap.format(new Uint8Array(4096))!;
    const pool = headers.create(image, heap.freeBytes(image))!;
    const live = load(headers, pool, randomFrom(5), 200);
    const copy = image.slice();
    const copied = other.headers.attach(other.heap.open(copy), other.heap.find(copy, 1, 0));
    load(headers, pool, randomFrom(6), 600, live.slice());
    load(quiet(other.headers), copied, randomFrom(6), 600, live.slice());
    expect(checksum(copy)).toBe(checksum(image));
    expect(headers.check(pool)).toBe('');
  });
});

test('two pool objects of one region are interchangeable', () => {
  const image = heap.format(new Uint8Array(2048))!;
  const pools = [headers.create(image, heap.freeBytes(image))!];
  pools.push(headers.attach(image, heap.find(image, 1, 0))!);
  const addresses = Array.from({ length: 40 }, (_, i) => headers.alloc(pools[i & 1], 20));
  expect(new Set(addresses).size).toBe(40);
  addresses.forEach((address, i) => expect(headers.dealloc(pools[(i >> 1) & 1], address)).toBe(true));
  expect(headers.check(pools[0])).toBe('');
});

describe('pools side by side', () => {
  /** Three pools in one heap, each with a few blocks. */
  function three() {
    const image = heap.format(new Uint8Array(8192))!;
    const pools = [2000, 3000, heap.freeBytes(image) - 5000].map((bytes) => headers.create(image, bytes)!);
    return { image, pools, blocks: pools.map((pool) => load(headers, pool, randomFrom(3), 150)) };
  }

  test('do not touch each other', () => {
    const { image, pools } = three();
    const [below, middle, above] = pools as [(typeof pools)[0], (typeof pools)[0], (typeof pools)[0]];
    const before = checksum(Uint8Array.from([...image.slice(0, middle.base), ...image.slice(above.base - 8)]));
    load(headers, middle, randomFrom(8), 2000);
    expect(checksum(Uint8Array.from([...image.slice(0, middle.base), ...image.slice(above.base - 8)]))).toBe(before);
    for (const pool of [below, middle, above]) expect(headers.check(pool)).toBe('');
  });

  test('a pool that is destroyed leaves a hole that the next one takes; its old address is no pool until then', () => {
    const { image, pools } = three();
    const { base } = pools[1]!;
    expect(headers.destroy(pools[1]!)).toBe(true);
    expect(heap.open(image)).toBe(image);
    expect(headers.attach(image, base)).toBe(null);
    expect(fault()).toBe(Fault.BadAddress);
    expect(heap.find(image, 1, 1)).toBe(pools[2]!.base);
    expect(headers.check(pools[0]!) + headers.check(pools[2]!)).toBe('');
    const again = headers.create(image, 3000)!;
    expect(again.base).toBe(base);
    expect(headers.stats(again)).toMatchObject({ usedBlocks: 0, freeBlocks: 1 });
    expect(headers.attach(image, base)).not.toBe(null);
  });

  test('an address that is no region, or one of another kind, is refused', () => {
    const { image, pools } = three();
    for (const address of [0, 8, 12, pools[0]!.base + 4, pools[1]!.base - 8, 8192, 2 ** 31, NaN, -16]) {
      expect(headers.attach(image, address)).toBe(null);
      expect(fault()).toBe(Fault.BadAddress);
    }
    expect(headers.attach(image, regionOf(heap.format(image)!, Kind.Tables, 500))).toBe(null);
    expect(fault()).toBe(Fault.BadAddress);
  });
});
