/** The Storage of a simulated Espruino, kept on the PC over runs. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { EspruinoStorage } from '../flash/espruino-storage.ts';
import { nor } from '../flash/nor.ts';

const ERASE_BYTES = 4096;

/** Flash of whole sectors, of which Storage has `capacityBytes`. */
const flashOf = (capacityBytes: number): ReturnType<typeof nor> =>
  nor({ size: Math.ceil(capacityBytes / ERASE_BYTES) * ERASE_BYTES, eraseBytes: ERASE_BYTES, programBytes: 4 });

export class BoardStorage extends EspruinoStorage {
  readonly #file: string | null;
  #isDue = false;

  /** `file`: where it is kept on the PC; null: nowhere. */
  constructor(capacityBytes: number, file: string | null = null) {
    super(flashOf(capacityBytes), capacityBytes);
    this.#file = file;
    if (file === null || !existsSync(file)) return;
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    for (const [name, text] of Object.entries(kept)) super.write(name, Buffer.from(text, 'base64'));
  }

  override write(name: string, bytes: Uint8Array, offset?: number, size?: number): boolean {
    const isDone = super.write(name, bytes, offset, size);
    this.#keep();
    return isDone;
  }

  override erase(name: string): void {
    super.erase(name);
    this.#keep();
  }

  override compact(): void {
    super.compact();
    this.#keep();
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
      this.list().map((name) => [name, Buffer.from(this.read(name)!).toString('base64')]),
    );
    writeFileSync(file, JSON.stringify(kept));
  }
}
