/**
 * Puts a bundle and a program on an Espruino board. Files arrive under other names (NAME.new); only when all
 * have arrived whole does the board itself copy them to their names: a broken transfer leaves what was there.
 */
import { crc32 } from 'node:zlib';
import type { BoardProfile } from '../emulator/index.ts';
import { UserError } from '../errors.ts';
import { isFirmwareOf } from './firmware.ts';
import { type Answer, answer, runOnBoard } from './uploader.ts';

/** What a board says of itself. */
interface Identity {
  board: string;
  version: string;
  freeStorageBytes: number;
  freeJsvars: number;
  jsvars: number;
}

export interface Flashed {
  before: Identity;
  freeJsvarsAfter: number;
  jsvars: number;
  /** What the board wrote after its reboot. */
  log: string;
}

/** Bytes that a file takes in Storage besides its own. */
const FILE_BYTES = 36;

const IDENTITY = `(function(s,m){return{board:process.env.BOARD,version:process.env.VERSION,\
freeStorageBytes:s.getStats?s.getStats().freeBytes+s.getStats().trashBytes:s.getFree(),freeJsvars:m.free,jsvars:m.total}})(require("Storage"),process.memory())`;

/** Throws a UserError, one line, when the board is not there, is another one, or has no room. Changes nothing on it. */
async function identify(port: string, board: BoardProfile, files: Record<string, string>): Promise<Identity> {
  const { value, log } = await runOnBoard(port, { code: answer(IDENTITY), isReset: false });
  const identity = value as Identity | undefined;
  if (!identity) throw silent(port, log);
  const { name } = board.engine;
  if (!identity.board || !identity.version) throw new UserError(`${port} has a firmware that is not Espruino; ${board.title} needs ${name} ${board.engine.version}`);
  if (!isFirmwareOf(board.board, identity.board) && !process.env.FLASH_ANY_BOARD)
    throw new UserError(`${port} is a ${identity.board}, not a ${board.board}; nothing was sent (FLASH_ANY_BOARD=1 sends all the same)`);
  if (parseInt(identity.version, 10) < 2)
    throw new UserError(`${port} has Espruino ${identity.version}; update its firmware to ${board.engine.version} first`);
  const needed = Object.values(files).reduce((sum, text) => sum + 2 * (text.length + FILE_BYTES), 0);
  if (identity.freeStorageBytes < needed)
    throw new UserError(`${port} has ${identity.freeStorageBytes} bytes free in Storage and ${needed} are needed while files are exchanged; erase some, or name fewer modules`);
  return identity;
}

function silent(port: string, log: string): UserError {
  if (/Unable to connect|ECONNREFUSED|cannot open|No such file|Port Not Found|RECEIVE ERROR/i.test(log))
    return new UserError(`cannot open the port ${port}; is the board plugged in, and no other program connected to it?`);
  return new UserError(`the board at ${port} does not answer; is it Espruino, and is it this port? Unplug it, plug it in and try again`);
}

/** Code for the board: compares each NAME.new with what was sent; when all are whole, copies them to NAME. */
function installer(files: Record<string, string>): string {
  const wanted = Object.entries(files).map(([name, text]) => [name, text.length, crc32(Buffer.from(text, 'latin1'))]);
  return answer(`(function(s,files){\
function isWhole(name,f){var d=s.read(name);return d!==undefined&&d.length===f[1]&&(E.CRC32(d)>>>0)===f[2];}\
var bad=[];\
files.forEach(function(f){if(!isWhole(f[0]+".new",f))bad.push(f[0]);});\
if(!bad.length)files.forEach(function(f){s.write(f[0],s.read(f[0]+".new"));if(!isWhole(f[0],f))bad.push(f[0]);});\
files.forEach(function(f){s.erase(f[0]+".new");});\
return {bad:bad,freeJsvars:process.memory().free};\
})(require("Storage"),${JSON.stringify(wanted)})`);
}

/** What the board has when its program runs. The name stands apart from `require`, or the uploader would look for the module. */
const STATE = answer('(function(name){return{freeJsvars:process.memory().free,isThere:!!require(name).fault}})("ckremm")');
/** A program that reads its heap back at boot may be silent for longer than the uploader waits. */
const PATIENCE = 3;

/** Reboots the board; returns its state, and what the program wrote as long as somebody listened. */
async function reboot(port: string): Promise<Answer> {
  let { value, log } = await runOnBoard(port, { code: `load()\n${STATE}`, isReset: false });
  const lines = [printed(log)];
  for (let i = 1; i < PATIENCE && !value; i++) {
    ({ value, log } = await runOnBoard(port, { code: STATE, isReset: false }));
    lines.push(printed(log));
  }
  return { value, log: lines.filter(Boolean).join('\n') };
}

/**
 * Sends `files` (Storage names and texts), checks them there, reboots the board and looks at it again.
 * Throws a UserError of one line that says whether the board was changed.
 */
export async function flashEspruino(
  port: string, board: BoardProfile, files: Record<string, string>, onStep: (text: string) => void,
): Promise<Flashed> {
  const before = await identify(port, board, files);
  onStep(`found ${before.board}, Espruino ${before.version}: sending ${Object.keys(files).join(' and ')}`);
  const renamed = Object.fromEntries(Object.entries(files).map(([name, text]) => [`${name}.new`, text]));
  const sent = await runOnBoard(port, { files: renamed, code: installer(files), isReset: true });
  if (!sent.value) throw new UserError(`the board at ${port} stopped answering while files were sent; what it had is still there: try again`);
  const { bad, freeJsvars } = sent.value as { bad: string[]; freeJsvars: number };
  if (bad.length > 0) throw new UserError(`${bad.join(' and ')} did not arrive as sent; what the board had is still there: try again`);
  onStep('arrived whole: rebooting');
  const { value, log } = await reboot(port);
  if (!value?.isThere) throw new UserError(`the files are on the board, but it does not answer after its reboot: does the program run on for ever? ${lastLine(log)}`);
  return { before: { ...before, freeJsvars }, freeJsvarsAfter: value.freeJsvars, jsvars: before.jsvars, log };
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

/** Lines that the program wrote, without those of the uploader and its answers. */
function printed(log: string): string {
  const start = log.indexOf('Connected');
  return log.slice(start).split(/\r?\n/).slice(1)
    .map((line) => line.replace(/^(--\])?[>\s\x08]*/, '').trimEnd())
    .filter((line) => line && !/^(ckremm:|Upload Complete|Disconnected|\*)|^=undefined$/.test(line)).join('\n');
}
