/**
 * The files of Espruino's Storage over NOR flash: what the module Storage of 2v29 does, also to those who use it carelessly, as tried on its
 * Linux build. The only simulated Storage: the stores of `paging` meet it by `flash/espruino.ts`, simulated boards by `sim/storage.ts`.
 */
import type { Nor } from './nor.ts';

/** Espruino keeps a file's size and name in front of it, and starts files at multiples of 4. */
const HEADER_BYTES = 32;
/** The rest of a longer name is dropped without a word. */
const NAME_CHARACTERS = 28;
const ERASED = 255;

const kept = (name: string): string => name.slice(0, NAME_CHARACTERS);
const takes = (bytes: number): number => HEADER_BYTES + ((bytes + 3) & ~3);
const isErased = (byte: number): boolean => byte === ERASED;

/** A call without power, or one that the flash refuses, ends as the engine ends it. */
export function must(isDone: boolean, what: string): void {
  if (!isDone) throw new Error(what);
}

/** Programs whole words: what lies beside `data` in the first and last of them stays as it is. */
export function programAt(nor: Nor, address: number, data: Uint8Array): void {
  const start = address & ~3;
  const padded = new Uint8Array(Math.ceil((address + data.length - start) / 4) * 4).fill(ERASED);
  padded.set(data, address - start);
  must(nor.program(start, padded, 0, padded.length), 'no power');
}

export class EspruinoStorage {
  /** In the order in which they lie in flash. */
  readonly files = new Map<string, { address: number; bytes: number }>();
  /** Times that all files moved through RAM, which a power cut does not survive. */
  compactions = 0;
  readonly #nor: Nor;
  readonly capacityBytes: number;
  /** Where the next file will begin. */
  #end = 0;
  /** Files that were erased or replaced since it was compacted. */
  #trashCount = 0;

  constructor(nor: Nor, capacityBytes = nor.size) {
    this.#nor = nor;
    this.capacityBytes = capacityBytes;
  }

  list(): string[] {
    return [...this.files.keys()];
  }

  /** A copy of the bytes of a file, or undefined. */
  read(name: string): Uint8Array | undefined {
    const file = this.files.get(kept(name));
    if (!file) return undefined;
    const bytes = new Uint8Array(file.bytes);
    must(this.#nor.read(file.address, bytes, 0, file.bytes), 'no power');
    return bytes;
  }

  /** The flash itself where a file lies: whoever changes it damages the file. */
  cellsOf(name: string): Uint8Array | undefined {
    const file = this.files.get(kept(name));
    return file && this.#nor.bytes.subarray(file.address, file.address + file.bytes);
  }

  /** Where the bytes of a file lie, from the start of Storage; undefined where there is none. */
  placeOf(name: string): number | undefined {
    return this.files.get(kept(name))?.address;
  }

  /** Writes a whole file, or a piece of one of `size` bytes at `offset`. Throws as Espruino does (jsfWriteFile). */
  write(longName: string, bytes: Uint8Array, offset = 0, size = 0): boolean {
    const name = kept(longName);
    const wanted = size || bytes.length;
    must(!this.#nor.isCut, 'no power');
    must(wanted > 0, "Can't create zero length file");
    if (offset === 0 && !this.#isBlank(name, wanted)) {
      if (this.#holds(name, bytes, wanted)) return true;
      // The whole file must be blank, or a new one takes its place: the rest is gone without a word.
      this.#create(name, wanted);
    }
    const file = this.files.get(name);
    if (!file) throw new Error('Unable to find or create file');
    must(offset + bytes.length <= file.bytes, 'Too much data for file size');
    const before = this.read(name)!.subarray(offset, offset + bytes.length);
    must(before.every(isErased), 'File already written with different data');
    programAt(this.#nor, file.address + offset, bytes);
    return true;
  }

  #isBlank(name: string, bytes: number): boolean {
    return this.files.get(name)?.bytes === bytes && this.read(name)!.every(isErased);
  }

  /** Whether the whole file is these bytes already. */
  #holds(name: string, bytes: Uint8Array, wanted: number): boolean {
    const there = bytes.length === wanted ? this.read(name) : undefined;
    return there?.length === wanted && there.every((byte, i) => byte === bytes[i]);
  }

  erase(name: string): void {
    must(!this.#nor.isCut, 'no power');
    if (this.files.delete(kept(name))) this.#trashCount++;
  }

  eraseAll(): void {
    must(!this.#nor.isCut, 'no power');
    this.files.clear();
    this.compact();
  }

  /** All files move down, one behind the other; what was erased or replaced gives its bytes back. */
  compact(): void {
    const all = this.list().map((name) => ({ name, bytes: this.read(name)! }));
    this.compactions++;
    this.#trashCount = 0;
    this.files.clear();
    for (let at = 0; at < this.#end; at += this.#nor.eraseBytes) must(this.#nor.erase(at), 'no power');
    this.#end = 0;
    for (const { name, bytes } of all) {
      this.#place(name, bytes.length);
      programAt(this.#nor, this.placeOf(name)!, bytes);
    }
  }

  get freeBytes(): number {
    return this.capacityBytes - this.#end;
  }

  /** Bytes of files that were replaced or erased; compaction gives them back. */
  get trashBytes(): number {
    return this.#end - [...this.files.values()].reduce((sum, { bytes }) => sum + takes(bytes), 0);
  }

  /** What Storage.getStats() tells. */
  stats(): Record<string, number> {
    const fileBytes = [...this.files.values()].reduce((sum, { bytes }) => sum + takes(bytes), 0);
    return {
      totalBytes: this.capacityBytes,
      freeBytes: this.freeBytes,
      fileBytes,
      fileCount: this.files.size,
      trashBytes: this.trashBytes,
      trashCount: this.#trashCount,
    };
  }

  /** A new file in place of one of that name; compacts when only that makes room. */
  #create(name: string, bytes: number): void {
    if (this.files.delete(name)) this.#trashCount++;
    if (this.freeBytes < takes(bytes)) this.compact();
    must(this.freeBytes >= takes(bytes), 'Unable to find or create file');
    this.#place(name, bytes);
  }

  #place(name: string, bytes: number): void {
    const at = this.#end;
    this.#end += takes(bytes);
    must(this.#nor.program(at, new Uint8Array(HEADER_BYTES), 0, HEADER_BYTES), 'Unable to find or create file');
    this.files.set(name, { address: at + HEADER_BYTES, bytes });
  }
}
