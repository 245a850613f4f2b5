/** Stores on Espruino: files of Storage, and raw flash. */

import { FLASH_ERASE_BYTES, FLASH_PROGRAM_BYTES } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import type { Store } from '../core/store.ts';

interface Storage {
  readArrayBuffer(name: string): ArrayBuffer | undefined;
  write(name: string, data: Uint8Array, offset: number, size?: number): boolean;
  erase(name: string): void;
  getFree(): number;
}
interface Flash {
  getFree(): { addr: number; length: number }[];
  getPage(address: number): { addr: number; length: number } | undefined;
  erasePage(address: number): void;
  read(length: number, address: number): Uint8Array;
  write(data: Uint8Array, address: number): void;
}
declare var require: (name: string) => any;

const enum File {
  /** What Storage puts before a file; and what its place is rounded up by. */
  HeaderBytes = 32,
}

function within(store: Store, address: number, bytes: number): boolean {
  return address >= 0 && bytes >= 0 && address + bytes <= store.size;
}

/** Make a blank file, if there is room without compacting. A byte of 0xFF on blank flash writes nothing. */
function blank(device: Storage, file: string): boolean {
  var data = new Uint8Array(1);
  data[0] = 255;
  return device.getFree() >= FLASH_ERASE_BYTES + 2 * File.HeaderBytes &&
    device.write(file, data, 0, FLASH_ERASE_BYTES) === true;
}

/** Whether a file is there, of the right size. */
function isFile(device: Storage, file: string): boolean {
  var buffer = device.readArrayBuffer(file);
  return !!buffer && buffer.byteLength === FLASH_ERASE_BYTES;
}

/** Whether bytes of a file are still 0xFF. */
function isBlank(device: Storage, file: string, bytes: number): boolean {
  var view = new Uint8Array(device.readArrayBuffer(file)!, 0, bytes);
  var i = 0;
  while (i < bytes && view[i] === 255) i++;
  return i === bytes;
}

/** See stores.storage. */
export function openStorage(sectors: number, name: string): Store | null {
  var device: Storage;
  var i: number;
  var store: Store = {
    size: sectors * FLASH_ERASE_BYTES, eraseBytes: FLASH_ERASE_BYTES, programBytes: FLASH_PROGRAM_BYTES,
    read: function (address: number, into: Uint8Array, at: number, bytes: number): boolean {
      var done = 0;
      var offset: number;
      var count: number;
      if (!within(store, address, bytes)) return false;
      try {
        for (; done < bytes; done += count) {
          offset = (address + done) % FLASH_ERASE_BYTES;
          count = Math.min(bytes - done, FLASH_ERASE_BYTES - offset);
          into.set(new Uint8Array(device.readArrayBuffer(fileOf(address + done))!, offset, count), at + done);
        }
        return true;
      } catch (error) {
        return false;
      }
    },
    program: function (address: number, from: Uint8Array, at: number, bytes: number): boolean {
      var offset = address % FLASH_ERASE_BYTES;
      if (!within(store, address, bytes) || offset + bytes > FLASH_ERASE_BYTES) return false;
      try {
        // At offset 0 Storage would make another file of what is not blank, and lose the rest of this one.
        return (offset > 0 || isBlank(device, fileOf(address), bytes)) &&
          device.write(fileOf(address), from.subarray(at, at + bytes), offset, FLASH_ERASE_BYTES) === true;
      } catch (error) {
        return false;
      }
    },
    erase: function (address: number): boolean {
      if (!within(store, address, FLASH_ERASE_BYTES) || address % FLASH_ERASE_BYTES) return false;
      try {
        if (isFile(device, fileOf(address)) && isBlank(device, fileOf(address), FLASH_ERASE_BYTES)) return true;
        if (device.getFree() < FLASH_ERASE_BYTES + 2 * File.HeaderBytes) return false;
        device.erase(fileOf(address));
        return blank(device, fileOf(address));
      } catch (error) {
        return false;
      }
    },
  };
  function fileOf(address: number): string {
    return name + '.' + Math.floor(address / FLASH_ERASE_BYTES);
  }
  try {
    device = require('Storage');
    // A sector whose erase was cut short has no file, or a blank one.
    for (i = 0; i < store.size; i += FLASH_ERASE_BYTES) {
      if (!isFile(device, fileOf(i)) && !blank(device, fileOf(i))) return refuse(Fault.StoreFailed) || null;
    }
    return store;
  } catch (error) {
    return refuse(Fault.StoreFailed) || null;
  }
}

/** Whether [address, address + bytes) is in one of the areas that are free, and starts a page of the size known. */
function isFree(device: Flash, address: number, bytes: number): boolean {
  var areas = device.getFree();
  var page = device.getPage(address);
  var i = 0;
  while (i < areas.length && (address < areas[i].addr || address + bytes > areas[i].addr + areas[i].length)) i++;
  return i < areas.length && !!page && page.addr === address && page.length === FLASH_ERASE_BYTES;
}

/** See stores.flash. */
export function openFlash(base: number, sectors: number): Store | null {
  var device: Flash;
  var store: Store = {
    size: sectors * FLASH_ERASE_BYTES, eraseBytes: FLASH_ERASE_BYTES, programBytes: FLASH_PROGRAM_BYTES,
    read: function (address: number, into: Uint8Array, at: number, bytes: number): boolean {
      if (!within(store, address, bytes)) return false;
      try {
        into.set(device.read(bytes, base + address), at);
        return true;
      } catch (error) {
        return false;
      }
    },
    program: function (address: number, from: Uint8Array, at: number, bytes: number): boolean {
      if (!within(store, address, bytes)) return false;
      try {
        device.write(from.subarray(at, at + bytes), base + address);
        return true;
      } catch (error) {
        return false;
      }
    },
    erase: function (address: number): boolean {
      if (!within(store, address, FLASH_ERASE_BYTES) || address % FLASH_ERASE_BYTES) return false;
      try {
        device.erasePage(base + address);
        return true;
      } catch (error) {
        return false;
      }
    },
  };
  try {
    device = require('Flash');
    return isFree(device, base, store.size) ? store : refuse(Fault.BadArgument) || null;
  } catch (error) {
    return refuse(Fault.StoreFailed) || null;
  }
}
