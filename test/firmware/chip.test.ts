/** The emulated chip: what rp2040js lacks, put right, each on a few instructions. */
import { addCache } from '../../host/firmware/cache.ts';
import { type Chip, FirmwareCrash, PROBE } from '../../host/firmware/chip.ts';
import { PowerCut } from '../../host/firmware/flash.ts';
import { ERASE_AT, FLASH, PROGRAM_AT, STAY, type Step, call, load, madeChip, read, store } from './made.ts';

const SECTOR = 0x100000;
/** Where the bytes to program lie in flash. */
const SOURCE = 0x8000;

const erase = (bytes: number): Step[] => [load(0, SECTOR), load(1, bytes), load(3, ERASE_AT | 1), call(3)];
const program = (bytes: number): Step[] => [
  load(0, SECTOR),
  load(1, FLASH + SOURCE),
  load(2, bytes),
  load(3, PROGRAM_AT | 1),
  call(3),
];
const mark = (value: number): Step[] => [load(0, value), load(4, PROBE), store(0, 4)];

/** Runs until its mark: true; sectors hold 0x5a, the source 0xf0 and up. */
function chipOf(steps: Step[]): { chip: Chip; isDone: () => boolean } {
  const chip = madeChip([...steps, ...mark(1), STAY], (image) => {
    image.fill(0x5a, SECTOR, SECTOR + 16384);
    for (let i = 0; i < 1024; i++) image[SOURCE + i] = 0xf0 | (i & 15);
  });
  return { chip, isDone: () => chip.marks.length > 0 };
}

const at = ({ flash }: Chip, offset: number): number => flash.image[SECTOR + offset]!;

describe('flash', () => {
  test('is erased by the sector, and takes its time', () => {
    const { chip, isDone } = chipOf(erase(8192));
    expect(chip.run(1000, isDone)).toBe(true);
    expect([at(chip, 0), at(chip, 8191), at(chip, 8192)]).toEqual([255, 255, 0x5a]);
    expect(chip.flash.counts).toEqual({ erases: 2, programs: 0 });
    expect(chip.now).toBeGreaterThan(90);
    expect(chip.now).toBeLessThan(91);
  });

  test('is programmed by clearing bits, a page at a time', () => {
    const { chip, isDone } = chipOf(program(512));
    expect(chip.run(1000, isDone)).toBe(true);
    expect([at(chip, 0), at(chip, 10), at(chip, 511), at(chip, 512)]).toEqual([0x50, 0x5a & 0xfa, 0x5a & 0xff, 0x5a]);
    expect(chip.flash.counts).toEqual({ erases: 0, programs: 2 });
    expect(chip.now).toBeGreaterThan(0.8);
    expect(chip.now).toBeLessThan(0.9);
  });

  test('power that goes in an erase leaves part of a sector; what comes after is not done', () => {
    const { chip, isDone } = chipOf([...erase(8192), ...program(256)]);
    chip.cutAfter(60);
    expect(() => chip.run(1000, isDone)).toThrow(PowerCut);
    const second = Array.from({ length: 4096 }, (_, i) => at(chip, 4096 + i));
    expect([at(chip, 0), new Set(second).size, at(chip, 8192)]).toEqual([255, 2, 0x5a]);
    expect(chip.flash.counts).toEqual({ erases: 2, programs: 0 });
  });

  test('power that goes in a program leaves the first bytes of a page', () => {
    const { chip, isDone } = chipOf(program(256));
    chip.cutAfter(0.2);
    expect(() => chip.run(1000, isDone)).toThrow(PowerCut);
    expect([at(chip, 0), at(chip, 100), at(chip, 200)]).toEqual([0x50, 0x50 | (100 & 10), 0x5a]);
    expect(at(chip, 255)).toBe(0x5a);
  });

  test('power that goes while nothing is written leaves flash as it was', () => {
    const { chip } = chipOf([STAY]);
    chip.cutAfter(1);
    expect(() => chip.run(10)).toThrow(PowerCut);
    expect(at(chip, 0)).toBe(0x5a);
    expect(chip.now).toBeGreaterThanOrEqual(1);
    expect(chip.now).toBeLessThan(1.1);
  });
});

test('a word that is read at an odd address stops the processor', () => {
  const { chip, isDone } = chipOf([load(1, 0x20000001), read(0, 1)]);
  expect(() => chip.run(10, isDone)).toThrow(FirmwareCrash);
});

test('a breakpoint that is none of ours stops the firmware, and says where', () => {
  const { chip } = chipOf([0xbe07]);
  expect(() => chip.run(10)).toThrow(/the firmware stopped at 0x1000000\d, .*a breakpoint 7/);
});

test('the watchdog resets the chip: it starts anew, time goes on, and the scratch words are kept', () => {
  const WATCHDOG = 0x40058000;
  const SCRATCH = WATCHDOG + 0x0c;
  const COMPARE_R0_WITH_0 = 0x2800,
    IF_NOT_GO_TO_THE_MARK = 0xd105;
  const steps: Step[] = [
    ...[load(1, SCRATCH), read(0, 1), load(4, PROBE), COMPARE_R0_WITH_0, IF_NOT_GO_TO_THE_MARK],
    ...[load(0, 5), store(0, 1), load(0, 0x80000000), load(2, WATCHDOG), store(0, 2), STAY],
    ...[store(0, 4), STAY],
  ];
  const chip = madeChip(steps);
  expect(chip.run(10, () => chip.marks.length > 0)).toBe(true);
  expect([chip.resets, chip.marks[0]!.value]).toEqual([1, 5]);
  expect(chip.now).toBeGreaterThan(0);
});

test('the flash cache: 1,024 sets of two lines of 8 bytes, the one not used last goes', () => {
  const none = (): number => 0;
  const chip = { readUint8: none, readUint16: none, readUint32: none };
  const cache = addCache(chip as never, 50);
  const A = FLASH,
    B = FLASH + 8192,
    C = FLASH + 16384;
  const misses = (address: number, read: keyof typeof chip = 'readUint16'): number => {
    const before = cache.misses;
    (chip[read] as (address: number) => number)(address);
    return cache.misses - before;
  };
  expect([misses(A), misses(A + 6), misses(A + 4, 'readUint32'), misses(A + 7, 'readUint8'), misses(A + 8)]).toEqual([
    1, 0, 0, 0, 1,
  ]);
  expect([misses(B), misses(A), misses(C), misses(A), misses(B)]).toEqual([1, 0, 1, 0, 1]);
  expect(misses(0x20000000)).toBe(0);
  expect(cache.cycles).toBe(50 * cache.misses);
});

test('misses take time', () => {
  const steps = [...Array.from({ length: 40 }, () => 0xbf00), ...mark(1), STAY];
  const [fast, slow] = [madeChip(steps), madeChip(steps)];
  slow.countMisses(50);
  for (const chip of [fast, slow]) chip.run(10, () => chip.marks.length > 0);
  const [{ cycles }, mark50] = [fast.marks[0]!, slow.marks[0]!];
  expect(mark50.misses).toBeGreaterThan(9);
  expect(Math.abs(mark50.cycles - cycles - 50 * mark50.misses)).toBeLessThanOrEqual(50);
});
