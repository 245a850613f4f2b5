/**
 * The bootrom of the RP2040, a file of the user's. Firmware finds its functions by a table of two letters each; those that erase and program
 * flash talk to a flash chip that rp2040js has not, so breakpoints take their place, and the work is done outside.
 */
import { UserError } from '../support/errors.ts';

const ROM_BYTES = 16384;
/** 'M', 'u', 1: and at 0x14 the table of functions. */
const MAGIC_AT = 0x10,
  MAGIC = [0x4d, 0x75, 1],
  TABLE_AT = 0x14;

/** Numbers of the breakpoints. */
export const enum Call {
  Erase = 0xe1,
  Program = 0xe2,
}

const CALLS: [name: string, call: Call][] = [
  ['RE', Call.Erase],
  ['RP', Call.Program],
];
const BKPT = 0xbe00,
  BX_LR = 0x4770;

/** The bootrom as it is loaded: erase and program stop at a breakpoint, then return. Throws a UserError for a file that is none. */
export function romOf(file: string, bytes: Uint8Array): Uint32Array {
  const rom = new DataView(new ArrayBuffer(ROM_BYTES));
  if (bytes.length !== ROM_BYTES || MAGIC.some((byte, i) => bytes[MAGIC_AT + i] !== byte))
    throw new UserError(`${file} is not a bootrom of the RP2040, which has 16,384 bytes and "Mu" at its start`);
  new Uint8Array(rom.buffer).set(bytes);
  for (const [name, call] of CALLS) {
    const at = functionIn(rom, name);
    if (at === undefined) throw new UserError(`${file} has no function ${name} in its table: is it damaged?`);
    rom.setUint16(at, BKPT | call, true);
    rom.setUint16(at + 2, BX_LR, true);
  }
  return new Uint32Array(rom.buffer);
}

/** Where a function of the table begins; undefined: there is none. */
function functionIn(rom: DataView, name: string): number | undefined {
  const code = name.charCodeAt(0) | (name.charCodeAt(1) << 8);
  for (let at = rom.getUint16(TABLE_AT, true); at + 4 <= ROM_BYTES && rom.getUint16(at, true) !== 0; at += 4) {
    const to = rom.getUint16(at + 2, true) & ~1;
    if (rom.getUint16(at, true) === code) return to > 0 && to + 4 <= ROM_BYTES ? to : undefined;
  }
  return undefined;
}
