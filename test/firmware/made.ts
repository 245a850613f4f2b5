/** A bootrom, a firmware and a UF2 file made by hand: a few instructions, which no third party wrote. */
import { Chip } from '../../host/firmware/chip.ts';
import { romOf } from '../../host/firmware/rom.ts';
import { FLASH, FLASH_BYTES } from '../../host/firmware/uf2.ts';

/** Where its two functions begin. */
export const ERASE_AT = 0x100,
  PROGRAM_AT = 0x110;
const RAM_TOP = 0x20040000;

/** 16 KB with "Mu", a table of functions, and nothing that would run. */
export function madeRom(names = ['RE', 'RP']): Uint8Array {
  const rom = Buffer.alloc(16384);
  rom.writeUInt32LE(RAM_TOP, 0);
  rom.set([0x4d, 0x75, 1, 1], 0x10);
  rom.writeUInt16LE(0x40, 0x14);
  names.forEach((name, i) => {
    rom.write(name, 0x40 + 4 * i, 'latin1');
    rom.writeUInt16LE((i === 0 ? ERASE_AT : PROGRAM_AT) | 1, 0x42 + 4 * i);
  });
  return rom;
}

/** Instructions of Thumb, and `load(register, value)` with its literal behind them. */
export type Step = number | { register: number; value: number };
export const load = (register: number, value: number): Step => ({ register, value });
export const store = (from: number, at: number): number => 0x6000 | (at << 3) | from;
export const read = (to: number, at: number): number => 0x6800 | (at << 3) | to;
export const call = (register: number): number => 0x4780 | (register << 3);
export const STAY = 0xe7fe;

/** Flash with these instructions at its start. */
export function madeImage(steps: Step[]): Uint8Array {
  const image = Buffer.alloc(FLASH_BYTES, 255);
  const literals = (2 * steps.length + 3) & ~3;
  let used = 0;
  steps.forEach((step, i) => {
    if (typeof step === 'number') return void image.writeUInt16LE(step, 2 * i);
    const at = literals + 4 * used++;
    image.writeUInt32LE(step.value >>> 0, at);
    image.writeUInt16LE(0x4800 | (step.register << 8) | ((at - ((2 * i + 4) & ~3)) >> 2), 2 * i);
  });
  return image;
}

export const TIMES = { eraseBytes: 4096, eraseMilliseconds: 45, maxProgramBytes: 256, programMicroseconds: 400 };

export const madeChip = (steps: Step[], change: (image: Uint8Array) => void = () => undefined): Chip => {
  const image = madeImage(steps);
  change(image);
  return new Chip({ image, rom: romOf('made', madeRom()), times: TIMES });
};

/** A UF2 file of pieces of 256 bytes. */
export function madeUf2(pieces: [address: number, byte: number][], family = 0xe48bff56, flags = 0x2000): Buffer {
  return Buffer.concat(
    pieces.map(([address, byte], i) => {
      const block = Buffer.alloc(512);
      [0x0a324655, 0x9e5d5157, flags, address, 256, i, pieces.length, family].forEach((word, k) =>
        block.writeUInt32LE(word, 4 * k),
      );
      block.fill(byte, 32, 32 + 256);
      block.writeUInt32LE(0x0ab16f30, 508);
      return block;
    }),
  );
}

export { FLASH };
