/** Ports that may have a board, and what kind of link a port is. */
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { platform } from 'node:os';
import type { BoardProfile } from '../boards/board.ts';
import { UserError } from '../support/errors.ts';

/** Linux, then macOS. */
const PATTERN = /^(ttyACM|ttyUSB|cu\.usb)/;
const ADDRESS = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$|^[0-9a-f]{32}$/i;
const SERIAL = /^(\/|COM\d+$|\\\\.\\)/i;

export async function serialPorts(): Promise<string[]> {
  if (platform() === 'win32') return windowsPorts();
  return existsSync('/dev')
    ? readdirSync('/dev')
        .filter((name) => PATTERN.test(name))
        .sort()
        .map((name) => `/dev/${name}`)
    : [];
}

async function windowsPorts(): Promise<string[]> {
  try {
    const { SerialPort } = createRequire(import.meta.url)('serialport') as {
      SerialPort: { list(): Promise<{ path: string }[]> };
    };
    return (await SerialPort.list()).map(({ path }) => path);
  } catch {
    return []; // the package is optional: without it no port can be opened either
  }
}

export async function portsInWords(): Promise<string> {
  const ports = await serialPorts();
  return ports.length > 0 ? `ports are ${ports.join(' ')}` : 'no board is plugged in';
}

/** A port and its speed in baud; 0: by Bluetooth, whose ports are addresses or names. */
export interface Port {
  port: string;
  baud: number;
}

/** Throws a UserError, one line, when there is no such port, or the board has none of that kind. */
export async function checkPort({ board, title, link }: BoardProfile, port: string | undefined): Promise<Port> {
  const { baud, bluetooth, program } = link!;
  const byRadio = `its Bluetooth address, or its name ("${title.split(/[ ,]/)[0]} 1a2b")`;
  const wanted = baud === undefined ? byRadio : bluetooth ? `a serial port, or ${byRadio}` : 'a serial port';
  if (!port)
    throw new UserError(`no port given for ${board}: ${wanted}; ${await portsInWords()} (sim:${board} simulates one)`);
  if (port.startsWith('tcp://')) {
    if (program === '.flash') throw new UserError(`${title} has no network port; name ${wanted}`);
    return { port, baud: baud ?? 0 };
  }
  if (SERIAL.test(port)) {
    if (baud === undefined)
      throw new UserError(`${title} has no serial port, over USB or otherwise; name ${wanted}. Nothing was sent`);
    if (port.startsWith('/') && !existsSync(port))
      throw new UserError(`there is no port ${port}; ${await portsInWords()}`);
    return { port, baud };
  }
  if (bluetooth) return { port, baud: 0 };
  if (ADDRESS.test(port)) throw new UserError(`${title} cannot be programmed over Bluetooth; name ${wanted}`);
  throw new UserError(`${port} is not a port; name ${wanted}: ${await portsInWords()}`);
}
