/** The NOR simulator: every way in which it may behave badly is a sentence here. */
import { type Nor, nor } from '../../host/flash/nor.ts';
import { tornErases, tornPrograms } from '../../host/flash/torn.ts';

const small = { size: 4096, eraseBytes: 1024, programBytes: 4, seed: 7 };
const image = (value: number, bytes = 256): Uint8Array => new Uint8Array(bytes).fill(value);
const readAll = (flash: Nor): Uint8Array => {
  const bytes = new Uint8Array(flash.size);
  expect(flash.read(0, bytes, 0, flash.size)).toBe(true);
  return bytes;
};

test('bits go from 1 to 0; only an erase of the whole sector sets them', () => {
  const flash = nor(small);
  expect(flash.program(1024, image(0xf0), 0, 256)).toBe(true);
  expect(flash.violations).toBe(0);
  expect(flash.program(1024, image(0x3c), 0, 4)).toBe(true);
  expect(flash.bytes[1024]).toBe(0x30);
  expect(flash.violations).toBe(4 + 1);
  expect(flash.erase(1024)).toBe(true);
  expect(flash.bytes.every((byte) => byte === 255)).toBe(true);
  expect([...flash.eraseCounts]).toEqual([0, 1, 0, 0]);
  expect(flash.program(1024, image(0), 0, 4)).toBe(true);
  expect(flash.violations).toBe(5);
});

test('a word left at 0xFF may be programmed later', () => {
  const flash = nor(small);
  flash.program(0, new Uint8Array([1, 2, 3, 4, 255, 255, 255, 255]), 0, 8);
  flash.program(4, new Uint8Array([5, 6, 7, 8]), 0, 4);
  expect(flash.violations).toBe(0);
});

test('misaligned, outside and beyond the array: refused, nothing changes', () => {
  const flash = nor(small);
  const data = image(0, 8);
  expect(flash.program(2, data, 0, 4)).toBe(false);
  expect(flash.program(0, data, 0, 6)).toBe(false);
  expect(flash.program(4096, data, 0, 4)).toBe(false);
  expect(flash.program(0, data, 4, 8)).toBe(false);
  expect(flash.erase(512)).toBe(false);
  expect(flash.erase(-1024)).toBe(false);
  expect(flash.read(4095, data, 0, 2)).toBe(false);
  expect([flash.operations, flash.programmedBytes, flash.microseconds]).toEqual([0, 0, 0]);
});

test('time and wear are counted', () => {
  const flash = nor({ ...small, maxProgramBytes: 4, programMicroseconds: 41, eraseMilliseconds: 85 });
  flash.program(0, image(0), 0, 256);
  flash.erase(0);
  expect(flash.microseconds).toBe(64 * 41 + 85000);
  expect([flash.operations, flash.programmedBytes]).toEqual([2, 256]);
});

test.each(tornPrograms.map((name, variant) => ({ name, variant })))('torn program: $name', ({ name, variant }) => {
  const flash = nor(small);
  flash.cutAfter(2, variant);
  expect(flash.program(0, image(0x55), 0, 256)).toBe(true);
  expect(flash.program(256, image(0x55), 0, 256)).toBe(false);
  expect(flash.isCut).toBe(true);
  expect([flash.read(0, image(0), 0, 4), flash.program(512, image(0), 0, 4), flash.erase(0)]).toEqual([
    false,
    false,
    false,
  ]);
  flash.restart();
  const written = flash.bytes.subarray(256, 512).filter((byte) => byte === 0x55).length;
  const expected: Record<string, [number, number]> = {
    none: [0, 0],
    few: [40, 55],
    half: [124, 135],
    most: [212, 223],
    'all but the last word': [252, 255],
    weak: [256, 256],
    all: [256, 256],
  };
  expect(written).toBeGreaterThanOrEqual(expected[name]![0]);
  expect(written).toBeLessThanOrEqual(expected[name]![1]);
  expect(flash.bytes.subarray(512).every((byte) => byte === 255)).toBe(true);
  const reads = new Set(Array.from({ length: 40 }, () => readAll(flash).join()));
  expect(reads.size > 1).toBe(!['none', 'all'].includes(name));
  expect(flash.erase(0)).toBe(true);
  expect(new Set(Array.from({ length: 40 }, () => readAll(flash).join())).size).toBe(1);
});

test.each(tornErases.map((name, variant) => ({ name, variant })))('torn erase: $name', ({ name, variant }) => {
  const flash = nor(small);
  flash.program(1024, image(0x55, 1024), 0, 1024);
  flash.cutAfter(1, variant);
  expect(flash.erase(1024)).toBe(false);
  flash.restart();
  const sector = flash.bytes.subarray(1024, 2048);
  const blank = sector.filter((byte) => byte === 255).length;
  expect(blank).toBe({ none: 0, half: 512, 'weak bits': 1024, 'all weak': 1024, all: 1024 }[name] ?? blank);
  if (name === 'garbage' || name === 'partly') expect(blank).toBeLessThan(600);
  expect(flash.bytes.subarray(0, 1024).every((byte) => byte === 255)).toBe(true);
  flash.program(1024, image(0, 4), 0, 4);
  expect(flash.violations > 0).toBe(name !== 'all');
});

test('a worn-out sector says that it was erased, and has a bit that stays 0', () => {
  const flash = nor({ ...small, wearsOutAfter: 3 });
  for (let i = 0; i < 2; i++) flash.erase(0);
  expect(readAll(flash).every((byte) => byte === 255)).toBe(true);
  expect(flash.erase(0)).toBe(true);
  expect(readAll(flash).filter((byte) => byte !== 255)).toHaveLength(1);
  flash.wearOut(3);
  expect(flash.erase(3072)).toBe(true);
  expect(
    readAll(flash)
      .subarray(3072)
      .filter((byte) => byte !== 255),
  ).toHaveLength(1);
});

test('a device may lie, or fail and say so', () => {
  const flash = nor(small);
  flash.lieAfter(1);
  expect([flash.program(0, image(0), 0, 4), flash.bytes[0]]).toEqual([true, 255]);
  flash.failAfter(2);
  expect([flash.program(0, image(0), 0, 4), flash.program(4, image(0), 0, 4), flash.bytes[4]]).toEqual([
    true,
    false,
    255,
  ]);
  expect(flash.isCut).toBe(false);
});

test('a fork shares no byte, and repeats with its seed', () => {
  const flash = nor({ ...small, isDirty: true });
  flash.weaken(5, 255);
  const twins = [flash.fork(3), flash.fork(3), flash.fork(4)];
  const texts = twins.map((twin) => Array.from({ length: 9 }, () => readAll(twin).join()).join());
  expect(texts[0]).toBe(texts[1]);
  expect(texts[0]).not.toBe(texts[2]);
  twins[0]!.erase(0);
  expect(flash.eraseCounts[0]).toBe(0);
  expect(flash.bytes[5]).toBe(twins[1]!.bytes[5]);
});
