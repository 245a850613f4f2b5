/** The Storage of a simulated Espruino: named files in flash, bytes written once, kept over a reboot. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Espruino keeps a file's size and name in front of it, and starts files at multiples of 4. */
const HEADER_BYTES = 32;
const NAME_CHARACTERS = 28;
const ERASED = 0xff;

const takes = (bytes: number): number => HEADER_BYTES + ((bytes + 3) & ~3);

export class BoardStorage {
  /** In the order in which they lie in flash. */
  #files = new Map<string, Uint8Array>();
  /** Where each begins, its header before it, from the start of Storage; and where the next one will. */
  readonly #places = new Map<string, number>();
  #end = 0;
  /** Bytes of files that were replaced or erased; compaction gives them back. */
  #trashBytes = 0;
  #isDue = false;
  readonly #capacityBytes: number;
  readonly #file: string | null;

  /** `file`: where it is kept on the PC; null: nowhere. */
  constructor(capacityBytes: number, file: string | null = null) {
    this.#capacityBytes = capacityBytes;
    this.#file = file;
    if (file === null || !existsSync(file)) return;
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    for (const [name, text] of Object.entries(kept)) this.#place(name, Buffer.from(text, 'base64'));
  }

  /** Where the bytes of a file lie, from the start of Storage; undefined where there is none. */
  placeOf(name: string): number | undefined {
    return this.#places.get(name.slice(0, NAME_CHARACTERS));
  }

  #place(key: string, bytes: Uint8Array): void {
    this.#files.delete(key);
    this.#files.set(key, bytes);
    this.#places.set(key, this.#end + HEADER_BYTES);
    this.#end += takes(bytes.length);
  }

  list(): string[] {
    return [...this.#files.keys()];
  }

  /** The bytes of a file, or undefined. */
  read(name: string): Uint8Array | undefined {
    return this.#files.get(name.slice(0, NAME_CHARACTERS));
  }

  /** Writes a whole file, or a piece of one of `size` bytes at `offset`. Throws as Espruino does. */
  write(name: string, bytes: Uint8Array, offset = 0, size = 0): boolean {
    const key = name.slice(0, NAME_CHARACTERS);
    const old = this.#files.get(key);
    const fileBytes = size || offset + bytes.length;
    const isSame =
      old !== undefined && bytes.every((byte, i) => old[offset + i] === byte) && (size === 0 || size === old.length);
    if (isSame && (offset > 0 || old.length === fileBytes)) return true;
    if (offset === 0) {
      if (!this.#makeRoom(takes(fileBytes), old)) throw new Error('Unable to find or create file');
      this.#place(key, new Uint8Array(fileBytes).fill(ERASED));
    }
    const file = this.#files.get(key);
    if (!file) throw new Error('No file found');
    if (offset + bytes.length > file.length) throw new Error('Too much data for file size');
    if (!bytes.every((byte, i) => file[offset + i] === ERASED || file[offset + i] === byte))
      throw new Error('File already written with different data');
    file.set(bytes, offset);
    this.#keep();
    return true;
  }

  erase(name: string): void {
    const old = this.read(name);
    if (!old) return;
    this.#trashBytes += takes(old.length);
    this.#files.delete(name.slice(0, NAME_CHARACTERS));
    this.#places.delete(name.slice(0, NAME_CHARACTERS));
    this.#keep();
  }

  eraseAll(): void {
    this.#files.clear();
    this.compact();
  }

  /** All files move down, one behind the other. */
  compact(): void {
    const files = [...this.#files];
    this.#trashBytes = 0;
    this.#end = 0;
    this.#places.clear();
    for (const [name, bytes] of files) this.#place(name, bytes);
    this.#keep();
  }

  get freeBytes(): number {
    const used = [...this.#files.values()].reduce((sum, bytes) => sum + takes(bytes.length), 0);
    return this.#capacityBytes - used - this.#trashBytes;
  }

  get trashBytes(): number {
    return this.#trashBytes;
  }

  /** The file that is replaced becomes trash; compacts when only that makes room. */
  #makeRoom(bytes: number, old: Uint8Array | undefined): boolean {
    const oldBytes = old ? takes(old.length) : 0;
    if (bytes > this.freeBytes) this.compact();
    else this.#trashBytes += oldBytes;
    return bytes <= this.freeBytes + oldBytes;
  }

  /** A program may write hundreds of times in one turn: the file is written once, when the turn is over. */
  #keep(): void {
    if (this.#file === null || this.#isDue) return;
    this.#isDue = true;
    setImmediate(() => this.#writeFile(this.#file!));
  }

  #writeFile(file: string): void {
    this.#isDue = false;
    const kept = Object.fromEntries(
      [...this.#files].map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]),
    );
    writeFileSync(file, JSON.stringify(kept));
  }
}
