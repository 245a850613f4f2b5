/** An emulated Pico with a firmware in it, and a program that is sent over its console. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { BoardProfile } from '../boards/board.ts';
import { UserError, fileTrouble } from '../support/errors.ts';
import { type Dialog, withDialog } from '../upload/dialog.ts';
import { sendEspruino } from '../upload/espruino.ts';
import { sendKaluma } from '../upload/kaluma.ts';
import { plain } from '../upload/prompt.ts';
import { Chip } from './chip.ts';
import { linkToChip } from './link.ts';
import { romOf } from './rom.ts';
import { FLASH_BYTES, boardIn, imageOf } from './uf2.ts';

/** What the user names. */
export interface FirmwareFiles {
  firmware: string;
  bootrom: string;
  /** Where flash is kept; made when it is not there. */
  flash?: string | undefined;
}

export interface Firmware {
  file: string;
  rom: Uint32Array;
  /** Flash with the firmware in it, and whatever was kept. */
  image: Uint8Array;
  /** The board it is for, by the words in it. */
  board: 'pico' | 'kaluma-pico' | undefined;
}

/** What a board is sent. */
export interface Load {
  library: Uint8Array;
  /** Machine code, and what goes with it; Espruino only. */
  native?: Record<string, Uint8Array> | undefined;
  program: Uint8Array;
  /** Modules that the program requires beside the library. */
  modules?: string[];
}

const USB_MILLISECONDS = 5000;
/** After a start it may lose what is sent. */
const REST_MILLISECONDS = 150;
const DONE_MILLISECONDS = 2000;

const bytesOf = (file: string): Uint8Array => {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UserError(`cannot read ${file}: ${fileTrouble(error)}`);
  }
};

/** Reads the user's files; throws a UserError, one line, for one that is not there or is something else. */
export function readFirmware({ firmware, bootrom, flash }: FirmwareFiles): Firmware {
  const rom = romOf(bootrom, bytesOf(bootrom));
  const kept = flash !== undefined && existsSync(flash) ? bytesOf(flash) : undefined;
  if (kept && kept.length !== FLASH_BYTES)
    throw new UserError(`${flash} is not the flash of a Pico: it has ${kept.length} bytes, not ${FLASH_BYTES}`);
  const fresh = imageOf(firmware, bytesOf(firmware));
  return { file: firmware, rom, image: imageOf(firmware, bytesOf(firmware), kept), board: boardIn(fresh) };
}

export function keepFlash(file: string, { flash }: Chip): void {
  try {
    writeFileSync(file, flash.image);
  } catch (error) {
    throw new UserError(`cannot write ${file}: ${fileTrouble(error)}`);
  }
}

/** Powers a board of its own and waits for its console. */
export function powerUp({ file, rom, image }: Firmware, { flash }: BoardProfile): Chip {
  const chip = new Chip({ image: image.slice(), rom, times: flash });
  if (!chip.run(USB_MILLISECONDS, () => chip.isConnected))
    throw new UserError(
      `${file} does not start its USB within ${USB_MILLISECONDS / 1000} s: is it firmware for a Pico?`,
    );
  chip.run(REST_MILLISECONDS);
  return chip;
}

/** Sends library and program as `ckremm flash` does. Throws a UserError, one line, when that fails. */
export const sendTo = (
  chip: Chip,
  board: BoardProfile,
  port: string,
  load: Load,
  say: (line: string) => void,
): Promise<unknown> => {
  const open = linkToChip(chip);
  return withDialog(open, undefined, async (dialog: Dialog): Promise<unknown> => {
    const { library, native, program, modules = [] } = load;
    const request = { port, open, board, say };
    if (board.engine.name === 'kaluma') {
      await sendKaluma(dialog, { ...request, program: Buffer.concat([library, Buffer.from('\n'), program]) });
      // It says that it is done half a second later.
      return dialog.until((text) => />\s*$/.test(plain(text)) || undefined, dialog.log.length, DONE_MILLISECONDS);
    }
    const target = { files: { ckremm: library, '.bootcde': program }, native, notes: [] };
    return sendEspruino(dialog, { ...request, target, modules });
  });
};
