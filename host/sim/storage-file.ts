/**
 * Files that grow, as `require("Storage").open` gives them: Espruino 2v29 keeps one in pieces, files of Storage with one character more in their name,
 * whose code is the number of the piece, and appends into what of the last one is still erased (jswrap_storage.c).
 */
import type { EspruinoStorage } from '../flash/espruino-storage.ts';
import { toBytes, toText } from './values.ts';

/** Of a piece: a page of flash, or ten where there is much of it, less the header of a file. */
const PAGE_BYTES = 4096;
const HEADER_BYTES = 32;
const MANY_BYTES = 1_000_000;
const chunkBytes = ({ capacityBytes }: EspruinoStorage): number =>
  (capacityBytes < MANY_BYTES ? PAGE_BYTES : 10 * PAGE_BYTES) - HEADER_BYTES;
/** Of the name: the last character of 28 is the number of the piece. */
const NAME_CHARACTERS = 27;
const MOST_CHUNKS = 255;
const ERASED = 255;
const NEWLINE = 10;
const MODES = ['r', 'w', 'a'];

/** What such a file is: the engine keeps all of it in the object, where a program finds it, too. */
interface StorageFile {
  name: string;
  /** The piece that is read or written, from 1. */
  chunk: number;
  offset: number;
  /** Code of the letter; 0: no longer open. */
  mode: number;
}

const pieceName = (name: string, chunk: number): string => name.slice(0, NAME_CHARACTERS) + String.fromCharCode(chunk);
const letterOf = ({ mode }: StorageFile): string => String.fromCharCode(mode);

/** Whether a name of Storage is that of a piece: the first, or one that follows another. */
export function isChunk(storage: EspruinoStorage, name: string): boolean {
  const number = name.charCodeAt(name.length - 1);
  const before = Math.max(1, number - 1);
  return storage.files.has(name.slice(0, -1) + String.fromCharCode(before));
}

/** How `list` tells a file of pieces: once, by its first piece. */
export const isFirstChunk = (name: string): boolean => name.charCodeAt(name.length - 1) === 1;
export const nameOfChunk = (name: string): string => name.slice(0, -1);

/** Puts what such files can do into their class of the realm; returns `open`. */
export function storageFiles(
  storage: EspruinoStorage,
  { StorageFile, Error: RealmError }: Record<string, any>,
): (name: unknown, mode: unknown) => object {
  const fail = (message: string): never => {
    throw new RealmError(message);
  };
  const own: Record<string, (file: StorageFile, value: any) => unknown> = {
    read: (file, bytes) => asText(read(storage, file, fail, Math.max(0, bytes | 0), false)),
    readLine: (file) => asText(read(storage, file, fail, Infinity, true)),
    write: (file, data) => write(storage, file, fail, toBytes(typeof data === 'number' ? String(data) : data)),
    getLength: (file) => lengthOf(storage, file),
    erase: (file) => erase(storage, file),
  };
  for (const [name, call] of Object.entries(own))
    Object.defineProperty(StorageFile.prototype, name, {
      value(this: StorageFile, value: unknown) {
        return call(this, value);
      },
      configurable: true,
      writable: true,
    });
  return (name, mode) => {
    if (!MODES.includes(mode as string)) fail(`Invalid mode ${JSON.stringify(mode)}`);
    const file = Object.create(StorageFile.prototype as object) as StorageFile;
    Object.assign(file, { name: String(name).slice(0, NAME_CHARACTERS + 1), chunk: 1, offset: 0, mode: 0 });
    if (mode === 'w') erase(storage, file);
    if (mode === 'a') Object.assign(file, endOf(storage, file));
    file.mode = (mode as string).charCodeAt(0);
    return file;
  };
}

const asText = (bytes: number[]): string | undefined => (bytes.length ? toText(Uint8Array.from(bytes)) : undefined);

/** Up to `most` bytes from where it stands, or to the end of a line. */
function read(
  storage: EspruinoStorage,
  file: StorageFile,
  fail: (message: string) => never,
  most: number,
  isLine: boolean,
): number[] {
  if (letterOf(file) !== 'r') fail("Can't read in this mode");
  const bytes: number[] = [];
  let piece = storage.read(pieceName(file.name, file.chunk));
  while (piece && bytes.length < most) {
    if (file.offset >= piece.length) {
      if (file.chunk === MOST_CHUNKS) break;
      file.chunk++;
      file.offset = 0;
      piece = storage.read(pieceName(file.name, file.chunk));
      continue;
    }
    const byte = piece[file.offset]!;
    if (byte === ERASED) break;
    file.offset++;
    bytes.push(byte);
    if (isLine && byte === NEWLINE) break;
  }
  return bytes;
}

/** Appends; what does not fit into the piece goes into a new one. */
function write(storage: EspruinoStorage, file: StorageFile, fail: (message: string) => never, data: Uint8Array): void {
  if (!/[wa]/.test(letterOf(file))) fail("Can't write in this mode");
  if (data.length === 0) return;
  const there = storage.read(pieceName(file.name, file.chunk));
  const room = there ? there.length - file.offset : 0;
  if (there && data.length < room) {
    storage.write(pieceName(file.name, file.chunk), data, file.offset);
    file.offset += data.length;
    return;
  }
  if (there) {
    if (room > 0) storage.write(pieceName(file.name, file.chunk), data.subarray(0, room), file.offset);
    file.offset += room;
    if (file.chunk === MOST_CHUNKS) fail('File too big!');
  }
  begin(storage, file, file.chunk + Number(there !== undefined), data.subarray(room));
}

/** A new piece with its first bytes. One that cannot be had closes the file. */
function begin(storage: EspruinoStorage, file: StorageFile, chunk: number, data: Uint8Array): void {
  try {
    storage.write(pieceName(file.name, chunk), data, 0, chunkBytes(storage));
  } catch (error) {
    file.mode = 0;
    throw error;
  }
  Object.assign(file, { chunk, offset: data.length });
}

const writtenIn = (piece: Uint8Array): number => {
  const end = piece.indexOf(ERASED);
  return end < 0 ? piece.length : end;
};

/** Where the next byte goes. */
function endOf(storage: EspruinoStorage, { name }: StorageFile): { chunk: number; offset: number } {
  for (let chunk = 1; ; chunk++) {
    const piece = storage.read(pieceName(name, chunk));
    if (!piece) return { chunk, offset: 0 };
    if (piece[piece.length - 1] === ERASED || chunk === MOST_CHUNKS) return { chunk, offset: writtenIn(piece) };
  }
}

function lengthOf(storage: EspruinoStorage, file: StorageFile): number {
  const { chunk, offset } = endOf(storage, file);
  let length = offset;
  for (let i = 1; i < chunk; i++) length += storage.read(pieceName(file.name, i))!.length;
  return length;
}

function erase(storage: EspruinoStorage, file: StorageFile): void {
  for (let chunk = 1; storage.files.has(pieceName(file.name, chunk)); chunk++)
    storage.erase(pieceName(file.name, chunk));
  Object.assign(file, { chunk: 1, offset: 0, mode: 0 });
}
