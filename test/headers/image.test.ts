/** The image is the pool: what is damaged is refused or harmless, and what is copied goes on as if nothing was. */
import { createContext, runInContext } from 'node:vm';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder, boot } from '../../host/emulator/index.ts';
import { checksum, randomFrom, type Random } from '../support/random.ts';
import { fault, headers, heap } from './support.ts';

/** Some hundred calls of every kind; what they return is not the point. */
function load(library: any, pool: any, random: Random, calls: number, live: number[] = []): number[] {
  const pick = () => live[random.below(live.length || 1)];
  for (let call = 0; call < calls; call++) {
    const kind = random.below(12);
    const index = random.below(live.length || 1);
    if (kind < 5) live.push(library.alloc(pool, 1 + random.below(random.oneIn(6) ? 300 : 40)));
    else if (kind < 8) library.dealloc(pool, live.splice(index, 1)[0]);
    else if (kind < 9 && live.length) live[index] = library.resize(pool, live[index], 1 + random.below(100)) || live[index];
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

test('an image with any byte of metadata flipped is refused, or every later call stays inside the pool', () => {
  const { image, metadata } = busyImage();
  const { ckremm, newHeap, meter } = boot('kaluma-pico', { strictStores: true });
  let refused = 0;
  let harmless = 0;
  for (const at of metadata) {
    for (const flip of [0x01, 0x80, 0xff]) {
      const damaged = newHeap(4096);
      damaged.set(image);
      damaged[at] ^= flip;
      const opened = ckremm.heap.open(damaged);
      const pool = opened && ckremm.headers.attach(damaged, ckremm.heap.find(damaged, 1, 0));
      if (!pool) {
        expect(ckremm.fault()).toBeGreaterThan(0);
        refused++;
        continue;
      }
      harmless++;
      // Throws at any access outside the region of the pool.
      meter.setWindow(damaged, 16, 4096);
      load(ckremm.headers, pool, randomFrom(at), 300);
      meter.setWindow(null);
    }
  }
  expect(metadata.length).toBeGreaterThan(250);
  expect(refused + harmless).toBe(metadata.length * 3);
  // Nearly all are refused; a few bytes, such as the low-space threshold, mean nothing to the structure.
  expect(refused).toBeGreaterThan(harmless * 3);
});

test('a truncated image is refused at every length', () => {
  const { image } = busyImage();
  for (let bytes = 0; bytes < 4096; bytes++) {
    expect(heap.open(image.slice(0, bytes))).toBe(null);
    expect(fault()).toBe(bytes < 16 || bytes & 3 ? 2 : 8);
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
    ['host', 'ckremm.min.js'],
  ])('on %s, %s', (board, file) => {
    const source = readFileSync(join(projectFolder, 'dist', board, file), 'utf8');
    const other = runInContext(`${source};ckremm`, createContext({}));
    const image = heap.format(new Uint8Array(4096))!;
    const pool = headers.create(image, heap.freeBytes(image))!;
    const live = load(headers, pool, randomFrom(5), 200);
    const copy = image.slice();
    const copied = other.headers.attach(other.heap.open(copy), other.heap.find(copy, 1, 0));
    const quiet = Object.fromEntries(Object.entries(other.headers).map(([name, call]: any) =>
      [name, (...args: any[]) => { try { return call(...args); } catch { return 0; } }]));
    load(headers, pool, randomFrom(6), 600, live.slice());
    load(quiet, copied, randomFrom(6), 600, live.slice());
    expect(checksum(copy)).toBe(checksum(image));
    expect(headers.check(pool)).toBe('');
  });
});

test('two pool objects of one region are interchangeable', () => {
  const image = heap.format(new Uint8Array(2048))!;
  const pools = [headers.create(image, 2040)!];
  pools.push(headers.attach(image, heap.find(image, 1, 0))!);
  const addresses = Array.from({ length: 40 }, (_, i) => headers.alloc(pools[i & 1], 20));
  expect(new Set(addresses).size).toBe(40);
  addresses.forEach((address, i) => expect(headers.dealloc(pools[(i >> 1) & 1], address)).toBe(true));
  expect(headers.check(pools[0])).toBe('');
});
