/** The modules Storage and Flash of Espruino 2v29 over NOR flash, as the stores of `paging` use them. */
import { EspruinoStorage, must, programAt } from './espruino-storage.ts';
import type { Nor } from './nor.ts';

export interface EspruinoFlash {
  nor: Nor;
  storage: EspruinoStorage;
  /** Writes and erases that hit what belongs to something else. */
  trespasses: number;
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

export function espruinoFlash(nor: Nor, options: EspruinoOptions = {}): EspruinoFlash {
  const board: EspruinoFlash = {
    nor,
    storage: new EspruinoStorage(nor),
    trespasses: 0,
    base: options.base ?? 0x60000,
    require: (name) => {
      if (name === 'Storage') return storage;
      if (name === 'Flash') return flash;
      throw new Error(`Module ${name} not found`);
    },
  };
  const storage = moduleOf(board.storage);
  const flash = flashOf(board, options);
  return board;
}

/** As much of the module as stores call. */
const moduleOf = (storage: EspruinoStorage): object => ({
  getFree: () => storage.freeBytes,
  compact: () => storage.compact(),
  readArrayBuffer: (name: string) => storage.read(name)?.buffer,
  erase: (name: string) => storage.erase(name),
  write: (name: string, data: ArrayLike<number>, offset?: number, size?: number) =>
    storage.write(name, bytesOf(data), offset, size),
});

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
      if (isOurs(address, data.length)) programAt(nor, address - base, bytesOf(data));
    },
    erasePage(address: number): void {
      const start = address - (address % nor.eraseBytes);
      if (options.erasesNothing || !isOurs(start, nor.eraseBytes)) return;
      must(nor.erase(start - base), 'no power');
    },
  };
}
