/** Serial ports that may have a board. */
import { existsSync, readdirSync } from 'node:fs';
import { readBoard } from '../emulator/board.ts';
import { UserError } from '../errors.ts';

/** Linux, then macOS. */
const PATTERN = /^(ttyACM|ttyUSB|cu\.usb)/;

export const serialPorts = (): string[] =>
  existsSync('/dev') ? readdirSync('/dev').filter((name) => PATTERN.test(name)).sort().map((name) => `/dev/${name}`) : [];

export const portsInWords = (): string => {
  const ports = serialPorts();
  return ports.length > 0 ? `ports are ${ports.join(' ')}` : 'no board is plugged in';
};

/** Throws a UserError when a port that is a file is not there. */
export function checkPort(board: string, port: string | undefined): string {
  const hint = readBoard(board).engine.name === 'espruino' ? ` (./flash.sh sim:${board} simulates one)` : '';
  if (!port) throw new UserError(`no port given for ${board}; ${portsInWords()}${hint}`);
  if (port.startsWith('/') && !existsSync(port)) throw new UserError(`there is no port ${port}; ${portsInWords()}`);
  return port;
}
