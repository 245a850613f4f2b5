/** Stores of a PC: memory, a file, and the flash of a board. */
import { closeSync, ftruncateSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import type { Store } from '../../src/core/store.ts';
import type { BoardProfile } from '../boards/board.ts';
import { type Nor, type NorOptions, nor } from './nor.ts';

/** As in src/stores: the pages at 0x310000. */
const ESP32_SAFE_SECTORS = 16;

export interface Geometry {
  size: number;
  eraseBytes: number;
  programBytes: number;
}

const isInside = ({ size }: Geometry, address: number, bytes: number): boolean =>
  address >= 0 && bytes >= 0 && address + bytes <= size;

/** Bytes in memory, for what need not outlive the process. */
export function memoryStore(geometry: Geometry): Store & { bytes: Uint8Array } {
  const bytes = new Uint8Array(geometry.size).fill(255);
  return {
    ...geometry,
    bytes,
    read(address, into, at, count) {
      if (!isInside(geometry, address, count)) return false;
      into.set(bytes.subarray(address, address + count), at);
      return true;
    },
    program(address, from, at, count) {
      if (!isInside(geometry, address, count)) return false;
      bytes.set(from.subarray(at, at + count), address);
      return true;
    },
    erase(address) {
      if (!isInside(geometry, address, geometry.eraseBytes)) return false;
      bytes.fill(255, address, address + geometry.eraseBytes);
      return true;
    },
  };
}

/**
 * A file of `geometry.size` bytes, made when it is not there. Every program and erase is on the disk when
 * it returns (fsync), unless `isFast`. Throws an Error when the file cannot be opened; later trouble is a false.
 */
export function fileStore(path: string, geometry: Geometry, isFast = false): Store & { close(): void } {
  const file = openSync(path, 'a+');
  closeSync(file);
  const descriptor = openSync(path, 'r+');
  const attempt = (action: () => boolean): boolean => {
    try {
      return action();
    } catch {
      return false;
    }
  };
  const write = (address: number, bytes: Uint8Array): boolean =>
    attempt(() => {
      if (!isInside(geometry, address, bytes.length)) return false;
      const written = writeSync(descriptor, bytes, 0, bytes.length, address);
      if (!isFast) fsyncSync(descriptor);
      return written === bytes.length;
    });
  const had = fstatSync(descriptor).size;
  ftruncateSync(descriptor, geometry.size);
  if (had < geometry.size) write(had, new Uint8Array(geometry.size - had).fill(255));
  return {
    ...geometry,
    read: (address, into, at, count) =>
      attempt(() => isInside(geometry, address, count) && readSync(descriptor, into, at, count, address) === count),
    program: (address, from, at, count) => write(address, from.subarray(at, at + count)),
    erase: (address) => write(address, new Uint8Array(geometry.eraseBytes).fill(255)),
    close: () => closeSync(descriptor),
  };
}

/** Sectors that `stores.usual()` has on a board: the profile's, but on ESP32 no more than are safe to write. */
export function usualSectors({ board, flash }: BoardProfile): number {
  return board === 'esp32' ? Math.min(flash.pages, ESP32_SAFE_SECTORS) : flash.pages;
}

/** The flash that a board leaves to paging, with its times and as it ages. */
export function boardFlash(profile: BoardProfile, more: Partial<NorOptions> = {}): Nor {
  const { eraseBytes, programBytes, maxProgramBytes, eraseMilliseconds, programMicroseconds } = profile.flash;
  return nor({
    size: usualSectors(profile) * eraseBytes,
    eraseBytes,
    programBytes,
    wordBytes: Math.min(4, programBytes),
    maxProgramBytes,
    eraseMilliseconds,
    programMicroseconds,
    ...more,
  });
}
