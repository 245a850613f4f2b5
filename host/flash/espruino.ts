/**
 * The modules Storage and Flash of Espruino 2v29 over NOR flash, with what they do to those who use them
 * carelessly. What Storage does was tried on the Linux build of 2v29.
 */
import type { Nor } from './nor.ts';

const HEADER_BYTES = 32;
/** The rest of a longer name is dropped without a word. */
const NAME_BYTES = 28;
const kept = (name: string): string => name.slice(0, NAME_BYTES);

export interface EspruinoFlash {
  nor: Nor;
  /** Times that Storage compacted: moved all files through RAM, which a power cut does not survive. */
  compactions: number;
  /** Writes and erases that hit what belongs to something else. */
  trespasses: number;
  /** Sizes of the files, for tests. */
  files: Map<string, { address: number; bytes: number }>;
  /** Byte address of the flash that Flash sees at 0 of `nor`. */
  base: number;
  require(name: string): unknown;
}

export interface EspruinoOptions {
  base?: number;
  /** Where writes outside of the flash given throw (RP2040), rather than hit other data (ESP32). */
  isGuarded?: boolean;
  /** What getFree() of Flash lists besides. */
  alsoListed?: { addr: number; length: number }[];
  /** Erases that do nothing, and say nothing (a suspicion about ESP32 builds on IDF 5). */
  erasesNothing?: boolean;
}

const bytesOf = (data: ArrayLike<number>): Uint8Array => new Uint8Array(data);

/** A call without power, or one that the flash refuses, ends as the engine ends it. */
function must(isDone: boolean, what: string): void {
  if (!isDone) throw new Error(what);
}

export function espruinoFlash(nor: Nor, options: EspruinoOptions = {}): EspruinoFlash {
  const board: EspruinoFlash = {
    nor,
    compactions: 0,
    trespasses: 0,
    files: new Map(),
    base: options.base ?? 0x60000,
    require: (name) => {
      if (name === 'Storage') return storage;
      if (name === 'Flash') return flash;
      throw new Error(`Module ${name} not found`);
    },
  };
  const storage = storageOf(board);
  const flash = flashOf(board, options);
  return board;
}

function storageOf(board: EspruinoFlash): object {
  const { nor, files } = board;
  let cursor = 0;
  const freeBytes = (): number => nor.size - cursor;
  const place = (name: string, bytes: number): void => {
    const header = new Uint8Array(HEADER_BYTES);
    const at = cursor;
    cursor += HEADER_BYTES + Math.ceil(bytes / 4) * 4;
    must(nor.program(at, header, 0, HEADER_BYTES), 'Unable to find or create file');
    files.set(name, { address: at + HEADER_BYTES, bytes });
  };
  const contents = (name: string): Uint8Array => {
    const file = files.get(name)!;
    const bytes = new Uint8Array(file.bytes);
    must(nor.read(file.address, bytes, 0, file.bytes), 'no power');
    return bytes;
  };
  const compact = (): void => {
    board.compactions++;
    const all = [...files.keys()].map((name) => ({ name, bytes: contents(name) }));
    files.clear();
    for (let at = 0; at < nor.size; at += nor.eraseBytes) must(nor.erase(at), 'no power');
    cursor = 0;
    for (const { name, bytes } of all) {
      place(name, bytes.length);
      writeAt(files.get(name)!.address, bytes);
    }
  };
  const writeAt = (address: number, data: Uint8Array): void => {
    const start = address & ~3;
    const padded = new Uint8Array(Math.ceil((address + data.length - start) / 4) * 4).fill(255);
    padded.set(data, address - start);
    must(nor.program(start, padded, 0, padded.length), 'no power');
  };
  const create = (name: string, bytes: number): void => {
    files.delete(name);
    if (freeBytes() < bytes + HEADER_BYTES) compact();
    must(freeBytes() >= bytes + HEADER_BYTES, 'Unable to find or create file');
    place(name, bytes);
  };
  return {
    getFree: freeBytes,
    compact,
    readArrayBuffer: (name: string) => (files.has(kept(name)) ? contents(kept(name)).buffer : undefined),
    erase(name: string) {
      must(!nor.isCut, 'no power');
      files.delete(kept(name));
    },
    write(longName: string, data: ArrayLike<number>, offset = 0, size = 0): boolean {
      const bytes = bytesOf(data);
      const name = kept(longName);
      const wanted = size || bytes.length;
      must(!nor.isCut, 'no power');
      if (offset === 0 && files.get(name)?.bytes !== wanted) create(name, wanted);
      must(files.has(name), 'Unable to find or create file');
      must(offset + bytes.length <= files.get(name)!.bytes, 'Too much data for file size');
      const before = contents(name).subarray(offset, offset + bytes.length);
      if (bytes.every((byte, i) => byte === before[i])) return true;
      // At offset 0 the whole file must be blank, or a new one takes its place: the rest is gone without a word.
      if (offset === 0 && !contents(name).every((byte) => byte === 255)) create(name, wanted);
      else
        must(
          before.every((byte) => byte === 255),
          'File already written with different data',
        );
      writeAt(files.get(name)!.address + offset, bytes);
      return true;
    },
  };
}

function flashOf(board: EspruinoFlash, options: EspruinoOptions): object {
  const { nor, base } = board;
  const isOurs = (address: number, bytes: number): boolean => {
    if (address >= base && address + bytes <= base + nor.size) return true;
    if (options.isGuarded) throw new Error('Flash write outside of the Storage area');
    board.trespasses++;
    return false;
  };
  return {
    getFree: () => [{ addr: base, length: nor.size }, ...(options.alsoListed ?? [])],
    getPage: (address: number) => ({ addr: address - (address % nor.eraseBytes), length: nor.eraseBytes }),
    read(bytes: number, address: number): Uint8Array {
      const into = new Uint8Array(bytes);
      must(nor.read(address - base, into, 0, bytes), 'no power');
      return into;
    },
    write(data: ArrayLike<number>, address: number): void {
      const bytes = bytesOf(data);
      const start = address & ~3;
      const padded = new Uint8Array(Math.ceil((address + bytes.length - start) / 4) * 4).fill(255);
      padded.set(bytes, address - start);
      if (isOurs(address, bytes.length)) must(nor.program(start - base, padded, 0, padded.length), 'no power');
    },
    erasePage(address: number): void {
      const start = address - (address % nor.eraseBytes);
      if (options.erasesNothing || !isOurs(start, nor.eraseBytes)) return;
      must(nor.erase(start - base), 'no power');
    },
  };
}
