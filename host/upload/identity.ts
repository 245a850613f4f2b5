/** Which board is behind a port, and what it has: asked before anything is changed on it. */
import { isFirmwareOf } from '../boards/board.ts';
import type { BoardProfile } from '../emulator/index.ts';
import { UserError } from '../support/errors.ts';
import type { Dialog } from './dialog.ts';
import type { Opener } from './link.ts';
import { LIBRARY_FILES } from './native.ts';
import { answers, ask, interrupt, silent } from './prompt.ts';
import type { Stored } from './room.ts';
import { OUR_TAG, type Target } from './target.ts';
import { inWords } from '../support/uses.ts';

export interface Request {
  /** As the user named it: for messages. */
  port: string;
  open: Opener;
  board: BoardProfile;
  target: Target;
  /** Modules that the program requires. */
  modules: string[];
  say(line: string): void;
  /** A board that is silent for so long does not answer; 60 s when not given. */
  silenceMilliseconds?: number;
}

/** What a board says of itself. */
export interface Identity {
  board: string;
  version: string;
  freeBytes: number;
  jsvars: number;
  stored: Record<string, Stored | 0>;
  missing: string[];
  info: string;
}

/** A board that has not said a word yet is waited for this long at most. */
const FIRST_SILENCE_MILLISECONDS = 20_000;
/** One expression, so that nothing is left on the board. NAME.new of an upload that broke off counts as free. */
const identityOf = (names: string[], modules: string[], info: string): string => `(function(s,m,names,modules,info){\
var stored={},missing=[],left=0,built=(process.env.MODULES||"").split(",");\
names.forEach(function(n){var d=s.read(n),w=s.read(n+".new");stored[n]=d===undefined?0:{bytes:d.length,crc:E.CRC32(d)>>>0};if(w!==undefined)left+=32+(w.length+3&~3);});\
modules.forEach(function(n){if(built.indexOf(n)<0&&s.read(n)===undefined)missing.push(n);});\
return{board:process.env.BOARD,version:process.env.VERSION,freeBytes:left+(s.getStats?s.getStats().freeBytes+s.getStats().trashBytes:s.getFree()),\
jsvars:m.total,stored:stored,missing:missing,info:s.read(info)||""};\
})(require("Storage"),process.memory(),${JSON.stringify(names)},${JSON.stringify(modules)},${JSON.stringify(info || '-')})`;

/** Throws a UserError, one line, when the board is not there, is another one, or misses something. Changes nothing on it. */
export async function identify(
  dialog: Dialog,
  { port, board, target, modules, silenceMilliseconds }: Request,
): Promise<Identity> {
  await interrupt(dialog);
  const first = Math.min(FIRST_SILENCE_MILLISECONDS, silenceMilliseconds ?? Infinity);
  if (!(await answers(dialog, first)))
    throw /\b\w+Error\b/.test(dialog.log) ? otherFirmware(port, board) : silent(port);
  const name = await ask(dialog, '(process.env||{}).BOARD||0');
  if (name === 0) throw otherFirmware(port, board);
  if (name === undefined) throw silent(port);
  const identity = (await ask(
    dialog,
    identityOf([...new Set([...LIBRARY_FILES, ...Object.keys(target.files)])], modules, target.info ?? ''),
  )) as Identity | undefined;
  if (!identity) throw silent(port);
  if (!isFirmwareOf(board, identity.board) && !process.env.FLASH_ANY_BOARD)
    throw new UserError(
      `${port} is a ${identity.board}, not a ${board.board}; nothing was sent (FLASH_ANY_BOARD=1 sends all the same)`,
    );
  if (parseInt(identity.version, 10) < 2)
    throw new UserError(
      `${port} has Espruino ${identity.version}; update its firmware to ${board.engine.version} first`,
    );
  if (identity.missing.length > 0)
    throw new UserError(
      `the program requires ${inWords(identity.missing)}, which the board does not have; put ${identity.missing.length > 1 ? 'these' : 'this'} into its Storage first. Nothing was sent`,
    );
  if (target.info && identity.info && !identity.info.includes(`"tags":"${OUR_TAG}"`))
    throw new UserError(
      `there is already an app "${target.info.replace('.info', '')}" that was not sent from here; give yours another name: --name myapp. Nothing was sent`,
    );
  return identity;
}

const otherFirmware = (port: string, { title, engine }: BoardProfile): UserError =>
  new UserError(`${port} has a firmware that is not Espruino; ${title} needs ${engine.name} ${engine.version}`);
