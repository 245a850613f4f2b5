/**
 * UF2 files, as makers of firmware publish them: blocks of 512 bytes, each with a piece of flash and where it goes.
 * https://github.com/microsoft/uf2 has the layout.
 */
import { UserError } from '../support/errors.ts';

/** Where flash is mapped, and how much of it a Pico has. */
export const FLASH = 0x10000000;
export const FLASH_BYTES = 2 << 20;

const BLOCK_BYTES = 512;
const MAGIC = { first: 0x0a324655, second: 0x9e5d5157, last: 0x0ab16f30 };
/** Of `flags`: the block is not for flash; a family stands in the place of the file's size. */
const NOT_FLASH = 1,
  HAS_FAMILY = 0x2000;
const RP2040 = 0xe48bff56;
/** Families of chips that somebody may take for this one. */
const OTHERS: Record<number, string> = {
  0xe48bff57: 'for any chip (absolute)',
  0xe48bff59: 'for the RP2350 (a Pico 2)',
  0xe48bff5a: 'for the RP2350 (a Pico 2)',
  0xe48bff5b: 'for the RP2350 (a Pico 2)',
  0xada52840: 'for an nRF52840',
};

/** The flash of a board with that firmware in it, and else what `kept` has. Throws a UserError, one line, for what is no such file. O(bytes). */
export function imageOf(file: string, bytes: Uint8Array, kept?: Uint8Array): Uint8Array {
  const image = kept ? Uint8Array.from(kept) : new Uint8Array(FLASH_BYTES).fill(255);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let pieces = 0;
  for (let at = 0; at + BLOCK_BYTES <= bytes.length; at += BLOCK_BYTES) {
    const word = (offset: number): number => view.getUint32(at + offset, true);
    if (word(0) !== MAGIC.first || word(4) !== MAGIC.second || word(BLOCK_BYTES - 4) !== MAGIC.last)
      throw new UserError(
        `${file} is not a UF2 file: ${at ? `its block ${at / BLOCK_BYTES} is damaged` : 'it does not begin like one'}`,
      );
    if (word(8) & NOT_FLASH) continue;
    checkFamily(file, word(8) & HAS_FAMILY ? word(28) : RP2040);
    const [address, length] = [word(12) - FLASH, word(16)];
    if (address < 0 || address + length > FLASH_BYTES || length > BLOCK_BYTES - 36)
      throw new UserError(`${file} has ${length} bytes for 0x${word(12).toString(16)}, where a Pico has no flash`);
    image.set(bytes.subarray(at + 32, at + 32 + length), address);
    pieces++;
  }
  if (pieces === 0) throw new UserError(`${file} is not a UF2 file: it has no block of flash`);
  return image;
}

function checkFamily(file: string, family: number): void {
  if (family === RP2040) return;
  const whose = OTHERS[family] ?? `for a chip of family 0x${family.toString(16)}`;
  throw new UserError(`${file} is ${whose}; what is emulated is the RP2040 of a Pico`);
}

/** The board whose firmware it is, by the words in it; undefined where it has none of them. */
export function boardIn(image: Uint8Array): 'pico' | 'kaluma-pico' | undefined {
  const text = Buffer.from(image.buffer, image.byteOffset, image.length);
  if (text.includes('Welcome to Kaluma')) return 'kaluma-pico';
  return text.includes('Espruino is Open Source') ? 'pico' : undefined;
}
