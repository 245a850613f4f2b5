/** A port of this PC with a board behind it: text goes there and comes back, a character a byte. */
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { UserError } from '../support/errors.ts';

export interface Receiver {
  text(text: string): void;
  /** The link is gone; `why` is what is known of it. */
  closed(why: string): void;
}

/** Whose time a talk goes by: the PC's, or that of an emulated board, which runs only while it is waited for. */
export interface Clock {
  /** Milliseconds. */
  now(): number;
  pause(milliseconds: number): Promise<void>;
  /** Resolves after so long, or when the board was heard. */
  heardWithin(milliseconds: number): Promise<void>;
}

export interface Link {
  write(text: string): void;
  /** Resolves when the port is free for another program. */
  close(): Promise<void>;
  /** How long a board behind it needs after Ctrl-C, a reset or a start, in which it may lose what is sent. */
  restMilliseconds: number;
  /** The PC's where there is none. */
  clock?: Clock;
}

/** Opens a link whose texts go to the receiver; throws a UserError of one line when it cannot. */
export type Opener = (receiver: Receiver) => Promise<Link>;

const PROCESS = fileURLToPath(new URL('link-process.mjs', import.meta.url));
const REST_MILLISECONDS = 250;

/** A serial port at `baud`, a board by Bluetooth (baud 0), or `tcp://host:port`, in a process of its own that ends with the link. */
export const linkTo =
  (port: string, baud: number): Opener =>
  (receiver) =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [PROCESS, port, String(baud)], {
        cwd: tmpdir(),
        env: { ...process.env },
        stdio: 'pipe',
        windowsHide: true,
      });
      const ended = new Promise<void>((done) => void child.on('close', () => done()));
      let told = '';
      let isOpen = false;
      const close = (): Promise<void> => {
        child.stdin.end();
        const timer = setTimeout(() => child.kill('SIGKILL'), 2000);
        return ended.then(() => clearTimeout(timer));
      };
      child.stdin.on('error', () => {}); // the process is gone, which `close` tells
      child.stdout.setEncoding('latin1').on('data', (text: string) => receiver.text(text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        told += text;
        if (isOpen || !/^open$/m.test(told)) return;
        isOpen = true;
        resolve({
          write: (data) => void child.stdin.write(data, 'latin1'),
          close,
          restMilliseconds: REST_MILLISECONDS,
        });
      });
      child.on('error', reject);
      child.on('close', () => {
        const trouble = /^trouble: (.*)$/m.exec(told)?.[1] ?? told.trim().split('\n').at(-1) ?? '';
        if (isOpen) receiver.closed(trouble);
        else reject(new UserError(`${reasonOf(port, trouble)}; nothing was sent`));
      });
    });

const REASONS: [RegExp, string][] = [
  [
    /EACCES|EPERM|permission denied/i,
    'no permission to open the port PORT: on Linux your user must be in the group that owns it (dialout, uucp)',
  ],
  [
    /lock port|EBUSY|busy|temporarily unavailable|access (is )?denied/i,
    'another program has the port PORT open; close it first',
  ],
  [
    /ENOENT|ENXIO|ENODEV|no such (file|device)|file not found|not a typewriter|ENOTTY|inappropriate ioctl/i,
    'cannot open the port PORT; is the board plugged in, and is this the right port?',
  ],
  [
    /ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ENOTFOUND|EAI_AGAIN/i,
    'cannot open the port PORT; is the board on, and does it listen there?',
  ],
  [/Invalid URL/i, 'the port PORT is not an address; one looks like tcp://192.168.1.5:23'],
  [
    /no serialport|Cannot find module .*serialport|bindings/i,
    'serial ports cannot be opened: the npm package serialport is missing, or not built for this machine; run `npm ci`',
  ],
  [
    /Cannot find (module|package) '?espruino/i,
    'the uploader is missing: run `npm ci`, or `npm install espruino` beside the package',
  ],
  [/no Bluetooth/i, 'this PC offers no Bluetooth to Node.js; use the Web IDE (docs/espruino.md), or another link'],
  [
    /not in reach/i,
    'no board PORT is within Bluetooth range; is it switched on, nearby, and not connected to something else?',
  ],
];

const reasonOf = (port: string, trouble: string): string => {
  const known = REASONS.find(([pattern]) => pattern.test(trouble))?.[1].replace('PORT', port);
  return known ?? `cannot open the port ${port}${trouble ? ` (${trouble.replace(/^Error: /, '')})` : ''}`;
};
