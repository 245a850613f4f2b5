/** Stores on Espruino: files of Storage, and raw flash. */

import { FLASH_ERASE_BYTES } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import type { Store } from '../core/store.ts';
import { fileOf, guarded } from './guarded.ts';

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
  /** What Storage puts before a file. */
  HeaderBytes = 32,
  /**
   * Bytes of a file before the sector, never written. A write at offset 0 of a file in which anything is
   * written makes a new file, and loses the rest of the old one without a word.
   */
  PadBytes = 8,
}

var fileBytes = FLASH_ERASE_BYTES + File.PadBytes;

/** Whether Storage can make a file without compacting. */
function hasRoom(device: Storage): boolean {
  return device.getFree() >= fileBytes + 2 * File.HeaderBytes;
}

/** Make a blank file. A byte of 0xFF on blank flash writes nothing. */
function makeBlank(device: Storage, file: string): boolean {
  var data = new Uint8Array(1);
  data[0] = 255;
  return hasRoom(device) && device.write(file, data, 0, fileBytes) === true;
}

/** Whether a file is there, of the right size. */
function isFile(device: Storage, file: string): boolean {
  var buffer = device.readArrayBuffer(file);
  return !!buffer && buffer.byteLength === fileBytes;
}

/** Whether a sector is still all 0xFF. */
function isBlank(device: Storage, file: string): boolean {
  var view = new Uint8Array(device.readArrayBuffer(file)!, File.PadBytes, FLASH_ERASE_BYTES);
  var i = 0;
  while (i < FLASH_ERASE_BYTES && view[i] === 255) i++;
  return i === FLASH_ERASE_BYTES;
}

/** Read into `array`, or write from it. What crosses the end of a sector is in two files: a heap image is longer than a sector. */
function transfer(device: Storage, name: string, address: number, array: Uint8Array, at: number, bytes: number, isWrite: boolean): boolean {
  var done = 0;
  var file: string;
  var offset: number;
  var count: number;
  for (; done < bytes; done += count) {
    file = fileOf(name, address + done);
    offset = (address + done) % FLASH_ERASE_BYTES;
    count = Math.min(bytes - done, FLASH_ERASE_BYTES - offset);
    if (!isWrite) array.set(new Uint8Array(device.readArrayBuffer(file)!, File.PadBytes + offset, count), at + done);
    else if (device.write(file, array.subarray(at + done, at + done + count), File.PadBytes + offset) !== true) return false;
  }
  return true;
}

function eraseFile(device: Storage, file: string): boolean {
  if (isFile(device, file) && isBlank(device, file)) return true;
  if (!hasRoom(device)) return false;
  device.erase(file);
  return makeBlank(device, file);
}

/** See stores.storage. */
export function openStorage(sectors: number, name: string): Store | null {
  var device: Storage;
  var i = 0;
  try {
    device = require('Storage');
    // A sector whose erase was cut short has no file, or a blank one.
    for (; i < sectors * FLASH_ERASE_BYTES; i += FLASH_ERASE_BYTES) {
      if (!isFile(device, fileOf(name, i)) && !makeBlank(device, fileOf(name, i))) {
        return refuse(null, hasRoom(device) ? Fault.StoreFailed : Fault.NoSpace) || null;
      }
    }
    return guarded({
      read: function (address: number, into: Uint8Array, at: number, bytes: number): boolean {
        return transfer(device, name, address, into, at, bytes, false);
      },
      program: function (address: number, from: Uint8Array, at: number, bytes: number): boolean {
        return transfer(device, name, address, from, at, bytes, true);
      },
      erase: function (address: number): boolean {
        return eraseFile(device, fileOf(name, address));
      },
      isFull: function (): boolean {
        return !hasRoom(device);
      },
    }, sectors);
  } catch (error) {
    return refuse(null, Fault.StoreFailed) || null;
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

/**
 * See stores.flash. A product is a float on Espruino, and Flash refuses an address that is one: hence `| 0`.
 * No emulation on a PC notices where it is missing.
 */
export function openFlash(base: number, sectors: number): Store | null {
  var device: Flash;
  try {
    device = require('Flash');
    if (!isFree(device, base, sectors * FLASH_ERASE_BYTES)) return refuse(null, Fault.BadArgument) || null;
    return guarded({
      read: function (address: number, into: Uint8Array, at: number, bytes: number): boolean {
        into.set(device.read(bytes, (base + address) | 0), at);
        return true;
      },
      program: function (address: number, from: Uint8Array, at: number, bytes: number): boolean {
        device.write(from.subarray(at, at + bytes), (base + address) | 0);
        return true;
      },
      erase: function (address: number): boolean {
        device.erasePage((base + address) | 0);
        return true;
      },
    }, sectors);
  } catch (error) {
    return refuse(null, Fault.StoreFailed) || null;
  }
}
