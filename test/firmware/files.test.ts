/** The files that a user names: what they are taken for, and in which words they are refused. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFirmware } from '../../host/firmware/board.ts';
import { romOf } from '../../host/firmware/rom.ts';
import { FLASH_BYTES, boardIn, imageOf } from '../../host/firmware/uf2.ts';
import { ckremm } from '../host/command-line.ts';
import { ERASE_AT, FLASH, PROGRAM_AT, madeRom, madeUf2 } from './made.ts';

describe('UF2', () => {
  test('each piece goes where it says; the rest is erased, or what was kept', () => {
    const file = madeUf2([
      [FLASH, 1],
      [FLASH + FLASH_BYTES - 256, 2],
    ]);
    const image = imageOf('f', file);
    expect([image[0], image[255], image[256], image[FLASH_BYTES - 257], image.at(-1)]).toEqual([1, 1, 255, 255, 2]);
    const kept = imageOf('f', file, new Uint8Array(FLASH_BYTES).fill(7));
    expect([kept[0], kept[256], kept.at(-1)]).toEqual([1, 7, 2]);
  });

  test('blocks that are not for flash are passed over', () => {
    const image = imageOf('f', Buffer.concat([madeUf2([[FLASH, 1]]), madeUf2([[FLASH, 9]], 0, 1)]));
    expect(image[0]).toBe(1);
  });

  test.each([
    ['text', Buffer.alloc(512, 'a'), 'f is not a UF2 file: it does not begin like one'],
    ['nothing', Buffer.alloc(0), 'f is not a UF2 file: it has no block of flash'],
    [
      'a damaged block',
      Buffer.concat([madeUf2([[FLASH, 1]]), Buffer.alloc(512)]),
      'f is not a UF2 file: its block 1 is damaged',
    ],
    [
      'firmware of a Pico 2',
      madeUf2([[FLASH, 1]], 0xe48bff59),
      'f is for the RP2350 (a Pico 2); what is emulated is the RP2040 of a Pico',
    ],
    [
      'firmware of another chip',
      madeUf2([[FLASH, 1]], 0x12345678),
      'f is for a chip of family 0x12345678; what is emulated is the RP2040 of a Pico',
    ],
    [
      'more than there is flash',
      madeUf2([[FLASH + FLASH_BYTES, 1]]),
      'f has 256 bytes for 0x10200000, where a Pico has no flash',
    ],
    ['a program for RAM', madeUf2([[0x20000000, 1]]), 'f has 256 bytes for 0x20000000, where a Pico has no flash'],
  ])('%s is refused in words', (_what, bytes, words) => {
    expect(() => imageOf('f', bytes)).toThrow(words);
  });

  test('the board is told by words of its firmware', () => {
    const image = (text: string): Uint8Array => Buffer.from(`....${text}....`);
    expect(boardIn(image('Welcome to Kaluma v%s'))).toBe('kaluma-pico');
    expect(boardIn(image('Espruino is Open Source.'))).toBe('pico');
    expect(boardIn(image('MicroPython'))).toBeUndefined();
  });
});

describe('the bootrom', () => {
  test('has breakpoints in the place of erase and program, and is else as it was', () => {
    const [rom, made] = [Buffer.from(romOf('b', madeRom()).buffer), madeRom()];
    const words = (at: number): number[] => [rom.readUInt16LE(at), rom.readUInt16LE(at + 2)];
    expect([words(ERASE_AT), words(PROGRAM_AT)]).toEqual([
      [0xbee1, 0x4770],
      [0xbee2, 0x4770],
    ]);
    for (const at of [ERASE_AT, PROGRAM_AT]) made.set(rom.subarray(at, at + 4), at);
    expect(rom.equals(made)).toBe(true);
  });

  test.each([
    ['another file', Buffer.alloc(16384), 'b is not a bootrom of the RP2040'],
    ['one that is cut', madeRom().subarray(0, 8192), 'b is not a bootrom of the RP2040'],
    ['one without the function', madeRom(['RE', 'XX']), 'b has no function RP in its table'],
  ])('%s is refused in words', (_what, bytes, words) => {
    expect(() => romOf('b', bytes)).toThrow(words);
  });
});

describe('a run with --firmware', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, bytes: Uint8Array | string): string => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const app = (): string => file('app.js', 'print(1)');
  const uf2 = (): string => file('f.uf2', madeUf2([[FLASH, 1]]));
  const rom = (): string => file('rom.bin', madeRom());

  test.each<[string, () => string[], string]>([
    ['no bootrom', () => ['--firmware', uf2()], 'run: --firmware needs --bootrom FILE'],
    [
      'no such file',
      () => ['--firmware', 'missing.uf2', '--bootrom', rom()],
      'cannot read missing.uf2: there is no such file',
    ],
    [
      'a firmware that does not say whose it is',
      () => ['--firmware', uf2(), '--bootrom', rom()],
      'does not say whose firmware it is: --board pico, or kaluma-pico',
    ],
    [
      'a board of another chip',
      () => ['--firmware', uf2(), '--bootrom', rom(), '--board', 'puckjs'],
      '--firmware is for pico and kaluma-pico, since only the RP2040 can be emulated; puckjs has another chip',
    ],
    [
      'a cut that leaves nothing',
      () => ['--firmware', uf2(), '--bootrom', rom(), '--board', 'pico', '--cut-after', '5ms'],
      '--cut-after needs --flash FILE',
    ],
    [
      'a flash of another size',
      () => ['--firmware', uf2(), '--bootrom', rom(), '--board', 'pico', '--flash', app()],
      'is not the flash of a Pico: it has 8 bytes, not 2097152',
    ],
    ['an option of firmware alone', () => ['--board', 'pico', '--miss', '3'], 'run: --miss needs --firmware'],
    ['neither board nor firmware', () => [], 'run: option --board B is missing'],
  ])('%s: wrong use, in a line', async (_what, options, words) => {
    const { code, complaint } = await ckremm('run', ...options(), app());
    expect(complaint).toContain(words);
    expect(code).toBe(2);
  });

  test('flash that is kept has the firmware of the file in it', () => {
    const flash = file('flash.bin', new Uint8Array(FLASH_BYTES).fill(3));
    const { image } = readFirmware({ firmware: uf2(), bootrom: rom(), flash });
    expect([image[0], image[256]]).toEqual([1, 3]);
  });
});
