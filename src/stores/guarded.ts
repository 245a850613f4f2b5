/** What every store of a board does alike: bounds, alignment, and nothing is thrown. */

import { FLASH_ERASE_BYTES, FLASH_PROGRAM_BYTES } from '../board.ts';
import type { Store } from '../core/store.ts';

/** What one device does; it may throw. Addresses are inside the store, and aligned as a Store has it. */
export interface Device {
  read(address: number, into: Uint8Array, at: number, bytes: number): boolean;
  program(address: number, from: Uint8Array, at: number, bytes: number): boolean;
  erase(address: number): boolean;
  /** See Store; may throw. */
  isFull?(): boolean;
}

/** A store of `sectors` sectors over a device. */
export function guarded(device: Device, sectors: number): Store {
  var size = sectors * FLASH_ERASE_BYTES;
  return {
    size: size, eraseBytes: FLASH_ERASE_BYTES, programBytes: FLASH_PROGRAM_BYTES,
    read: function (address: number, into: Uint8Array, at: number, bytes: number): boolean {
      if (address < 0 || bytes < 0 || address + bytes > size) return false;
      try {
        return device.read(address, into, at, bytes);
      } catch (error) {
        return false;
      }
    },
    program: function (address: number, from: Uint8Array, at: number, bytes: number): boolean {
      if (address < 0 || bytes < 0 || address + bytes > size) return false;
      if (address % FLASH_PROGRAM_BYTES || bytes % FLASH_PROGRAM_BYTES) return false;
      try {
        return device.program(address, from, at, bytes);
      } catch (error) {
        return false;
      }
    },
    erase: function (address: number): boolean {
      if (address < 0 || address >= size || address % FLASH_ERASE_BYTES) return false;
      try {
        return device.erase(address);
      } catch (error) {
        return false;
      }
    },
    isFull: function (): boolean {
      try {
        return !!device.isFull && device.isFull();
      } catch (error) {
        return false;
      }
    },
  };
}

/** The file of the sector that `address` is in. */
export function fileOf(name: string, address: number): string {
  return name + '.' + Math.floor(address / FLASH_ERASE_BYTES);
}
