/** The `espruino` command line of npm, offline: runs code on a board, writes files into its Storage. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../emulator/index.ts';

const CLI = join(projectFolder, 'node_modules', 'espruino', 'bin', 'espruino-cli.js');
const TIMEOUT_MILLISECONDS = 120_000;
/** Stands in front of each line that is an answer to us. */
const MARK = 'ckremm:';

/**
 * Given to the uploader in place of the description it would fetch from the network. Without the modules it
 * would look for them there; without the version it takes the firmware for one without Storage.
 */
const BOARD_FILE = { info: { builtin_modules: ['Storage', 'Flash', 'heatshrink', 'http', 'net', 'fs', 'Wifi', 'ESP8266', 'crypto', 'tls', 'neopixel'] }, VERSION_MAJOR: 2, VERSION_MINOR: 29 };

export interface Upload {
  /** Files to write into Storage, by name. */
  files?: Record<string, string>;
  /** Code to run: after reset() and after the files were written, or on the board as it is. */
  code: string;
  isReset: boolean;
}

export interface Answer {
  /** What `answer(value)` in the code was called with; undefined when it was not reached. */
  value: any;
  /** Everything the uploader wrote. */
  log: string;
}

/** Code in which `VALUE` is what this PC is to be told. */
export const answer = (value: string): string => `print(${JSON.stringify(MARK)}+JSON.stringify(${value}));`;

export async function runOnBoard(port: string, { files = {}, code, isReset }: Upload): Promise<Answer> {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
  const fileOf = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text, 'latin1');
    return file;
  };
  try {
    const args = ['--no-ble', '--board', fileOf('board.json', JSON.stringify(BOARD_FILE)), '--port', port];
    Object.entries(files).forEach(([name, text], i) => args.push('--storage', `${name}:${fileOf(`file${i}`, text)}`));
    args.push(...(isReset ? [fileOf('code.js', `${code}\n`)] : ['-e', code]));
    const log = await outputOf(args);
    return { value: answerIn(log), log };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function outputOf(args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...args], { cwd: tmpdir(), stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MILLISECONDS);
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (log += piece.toString('latin1')));
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      resolve(log);
    });
  });
}

function answerIn(log: string): any {
  const at = log.lastIndexOf(MARK);
  if (at < 0) return undefined;
  try {
    return JSON.parse(log.slice(at + MARK.length).split(/[\r\n]/)[0]!);
  } catch {
    return undefined;
  }
}
