/** A program as it is sent: its bytes as they are in the file, and one line for what is none. */
import { readFileSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import vm from 'node:vm';
import { UserError, fileTrouble } from '../support/errors.ts';

export interface Program {
  /** As it was named. */
  file: string;
  /** What arrives on the board: the file without a byte order mark. */
  bytes: Uint8Array;
  text: string;
}

const UTF8_MARK = [0xef, 0xbb, 0xbf];
const isSkipped = (bytes: Uint8Array): boolean => UTF8_MARK.every((byte, i) => bytes[i] === byte);

/** The program in a file; throws a UserError, one line, when there is none that a board could run. */
export function readProgram(file: string, isStrict: boolean): Program {
  const all = bytesOf(file);
  if (extname(file).toLowerCase() !== '.js')
    throw new UserError(`${file} is not a program for a board: its name must end in .js${hintFor(file)}`);
  const bytes = isSkipped(all) ? all.subarray(UTF8_MARK.length) : all;
  const text = textOf(file, bytes);
  if (!text.trim()) throw new UserError(`${file} is empty: there is nothing to send`);
  parse(file, text, isStrict);
  return { file, bytes, text };
}

function bytesOf(file: string): Buffer {
  try {
    if (statSync(file).isDirectory()) throw new UserError(`${file} is a folder; name the program in it`);
    return readFileSync(file);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new UserError(isMissing ? `there is no file ${file}` : `cannot read ${file}: ${fileTrouble(error)}`);
  }
}

const hintFor = (file: string): string =>
  /\.[cm]?tsx?$/.test(file)
    ? ' (compile it first)'
    : /\.mjs$/.test(file)
      ? ' (boards have no ES modules: use require)'
      : '';

/** The text of UTF-8 bytes. What is not, would run as something else: its place is told. */
function textOf(file: string, bytes: Uint8Array): string {
  const isMarked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isMarked || bytes.includes(0))
    throw new UserError(
      `${file} is not UTF-8 but ${isMarked ? 'UTF-16' : `UTF-16, or not text: a zero byte at ${placeOf(bytes, bytes.indexOf(0))}`}; save it as UTF-8`,
    );
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const again = Buffer.from(text);
  if (Buffer.compare(again, bytes) === 0) return text;
  const at = again.findIndex((byte, i) => byte !== bytes[i]);
  throw new UserError(
    `${file} is not UTF-8: a byte 0x${(bytes[at] ?? 0).toString(16)} at ${placeOf(bytes, at)}; save it as UTF-8`,
  );
}

/** Line and character, both from 1, of a byte. */
function placeOf(bytes: Uint8Array, at: number): string {
  const lines = new TextDecoder().decode(bytes.subarray(0, at)).split('\n');
  return `line ${lines.length}, character ${[...lines.at(-1)!].length + 1}`;
}

/** A board would tell of a syntax error only when it boots. Kaluma's programs are strict code. */
function parse(file: string, text: string, isStrict: boolean): void {
  try {
    new vm.Script(isStrict ? `'use strict';${text}` : text, { filename: file });
  } catch (error) {
    const { message, stack = '' } = error as Error;
    const line = stack.startsWith(`${file}:`) ? /^\d+/.exec(stack.slice(file.length + 1))?.[0] : undefined;
    throw new UserError(`${file}${line ? ` line ${line}` : ''} cannot be parsed: ${message}`);
  }
}

/** What a program is called: its file without folder and ending. */
export const nameOf = (file: string): string => basename(file).replace(/(\.app)?\.js$/i, '');
