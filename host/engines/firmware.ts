/** Firmware of a Pico that the user names, in an emulated RP2040: an engine for the bundle that its board is sent, and for no other. */
import { readFileSync } from 'node:fs';
import { setImmediate as others } from 'node:timers/promises';
import { readBoard } from '../boards/board.ts';
import { powerUp, readFirmware, sendTo } from '../firmware/board.ts';
import { FirmwareCrash } from '../firmware/chip.ts';
import { BoardConsole, ESPRUINO, KALUMA } from '../firmware/console.ts';
import { UserError } from '../support/errors.ts';
import { type Engine, type Script, linesOf } from './engine.ts';
import type { Target } from './targets.ts';

export interface FirmwareEngine extends Engine {
  board: string;
}

/** Kaluma's own print writes no end of line. */
const KALUMA_START = 'var print = function (line) { console.log(line); };';
const ESPRUINO_START = 'var ckremm = require("ckremm");';
/** Of the board's time. The longest workload takes a minute of it. */
const MOST_MILLISECONDS = 600_000;
/** Of the board's time, between two looks at what else this process does. */
const SLICE_MILLISECONDS = 20;

/** CKREMM_FIRMWARE="pico=FILE.uf2,kaluma-pico=FILE.uf2", with CKREMM_BOOTROM. Throws a UserError, one line, for what is none. */
export function firmwareEngines(environment: NodeJS.ProcessEnv = process.env): FirmwareEngine[] {
  const entries = (environment.CKREMM_FIRMWARE ?? '').split(',').filter(Boolean);
  const bootrom = environment.CKREMM_BOOTROM;
  if (entries.length > 0 && !bootrom)
    throw new UserError('CKREMM_FIRMWARE needs CKREMM_BOOTROM, the file of the bootrom; see docs/firmware.md');
  return entries.map((entry) => {
    const [, board, firmware] = /^(pico|kaluma-pico)=(.+)$/.exec(entry) ?? [];
    if (!board || !firmware)
      throw new UserError(`CKREMM_FIRMWARE: "${entry}" should be pico=FILE.uf2 or kaluma-pico=FILE.uf2`);
    const files = { firmware, bootrom: bootrom! };
    readFirmware(files);
    const name = `firmware ${board}`;
    return { name, board, run: (script) => runScript(name, files, script) };
  });
}

/** Whether a bundle is what the board of a firmware is sent. */
export const isSentTo = ({ board: name }: FirmwareEngine, { board, kind }: Target): boolean =>
  board.board === name && kind === (board.engine.name === 'kaluma' ? 'lean' : 'storage');

async function runScript(
  name: string,
  files: Parameters<typeof readFirmware>[0],
  { board, bundleFile, program }: Script,
): Promise<string[]> {
  const isKaluma = board.engine.name === 'kaluma';
  const chip = powerUp(readFirmware(files), readBoard(board.board));
  const library = readFileSync(bundleFile);
  const text = Buffer.from(`${isKaluma ? KALUMA_START : ESPRUINO_START}\n${program}`);
  await sendTo(chip, board, files.firmware, { library, program: text }, () => undefined);
  const terminal = new BoardConsole(chip, isKaluma ? KALUMA : ESPRUINO);
  terminal.launch();
  let end = '';
  try {
    while (!terminal.runUntil('done', SLICE_MILLISECONDS)) {
      if (terminal.now > MOST_MILLISECONDS) throw new FirmwareCrash(`not done after ${MOST_MILLISECONDS / 1000} s`);
      if (terminal.problems.length > 0) break;
      await others();
    }
  } catch (error) {
    if (!(error instanceof FirmwareCrash)) throw error;
    end = `, ${error.message}`;
  }
  return linesOf(terminal.lines.map((line) => line.text).join('\n'), name, end);
}
