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

/** Whether [address, address + bytes) is in a store; nothing else than whole numbers is. */
function isInside(address: number, bytes: number, size: number): boolean {
  return address >>> 0 === address && bytes >>> 0 === bytes && address + bytes <= size;
}

/** A store of `sectors` sectors over a device. */
export function guarded(device: Device, sectors: number): Store {
  var size = sectors * FLASH_ERASE_BYTES;
  return {
    size: size,
    eraseBytes: FLASH_ERASE_BYTES,
    programBytes: FLASH_PROGRAM_BYTES,
    read: function (address: number, into: Uint8Array, at: number, bytes: number): boolean {
      if (!isInside(address, bytes, size)) return false;
      try {
        return device.read(address, into, at, bytes);
      } catch (error) {
        return false;
      }
    },
    program: function (address: number, from: Uint8Array, at: number, bytes: number): boolean {
      if (!isInside(address, bytes, size)) return false;
      if (address % FLASH_PROGRAM_BYTES || bytes % FLASH_PROGRAM_BYTES) return false;
      try {
        return device.program(address, from, at, bytes);
      } catch (error) {
        return false;
      }
    },
    erase: function (address: number): boolean {
      if (!isInside(address, FLASH_ERASE_BYTES, size) || address % FLASH_ERASE_BYTES) return false;
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

/**
 * Whether a device keeps names of up to `most` bytes whole, and that of the last sector's file is no longer. Letters outside ASCII take
 * more bytes than one.
 */
export function isName(name: string, sectors: number, most: number): boolean {
  var i: number;
  if ('' + name !== name || !name.length || name.length + 1 + ('' + (sectors - 1)).length > most) return false;
  for (i = 0; i < name.length; i++) if (name.charCodeAt(i) < 32 || name.charCodeAt(i) > 126) return false;
  return true;
}
