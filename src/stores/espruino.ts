/** Stores on Espruino: files of Storage, and raw flash. */

import { FLASH_ERASE_BYTES } from '../board.ts';
import { crc32 } from '../core/crc32.ts';
import { Fault, refuse } from '../core/faults.ts';
import type { Store } from '../core/store.ts';
import { fileOf, guarded, isName } from './guarded.ts';

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
  /** What Storage keeps of a name; it drops the rest without a word. */
  NameBytes = 28,
  /** Of a sector, to see whether it is blank. */
  PieceBytes = 256,
}

var fileBytes = FLASH_ERASE_BYTES + File.PadBytes;

/** Whether Storage can make so many files without compacting. */
function hasSpace(device: Storage, files: number): boolean {
  return device.getFree() >= files * (fileBytes + 2 * File.HeaderBytes);
}

/** Make a blank file. A byte of 0xFF on blank flash writes nothing. */
function makeBlank(device: Storage, file: string): boolean {
  var data = new Uint8Array(1);
  data[0] = 255;
  return hasSpace(device, 1) && device.write(file, data, 0, fileBytes) === true;
}

/** Bytes of a file; -1: there is none. */
function bytesOf(device: Storage, file: string): number {
  var buffer = device.readArrayBuffer(file);
  return buffer ? buffer.byteLength : -1;
}

/** Whether a sector is all 0xFF. O(sector), by the engine's own CRC. */
function isBlank(device: Storage, file: string): boolean {
  var view = new Uint8Array(device.readArrayBuffer(file)!, File.PadBytes, FLASH_ERASE_BYTES);
  var blank = new Uint8Array(File.PieceBytes);
  var i = 0;
  var sum: number;
  for (; i < File.PieceBytes; i++) blank[i] = 255;
  sum = crc32(blank, 0, File.PieceBytes);
  for (i = 0; i < FLASH_ERASE_BYTES && crc32(view, i, File.PieceBytes) === sum;) i += File.PieceBytes;
  return i >= FLASH_ERASE_BYTES;
}

/** Read into `array`, or write from it. What crosses the end of a sector is in two files: a heap image is longer than a sector. */
function transfer(
  device: Storage,
  name: string,
  address: number,
  array: Uint8Array,
  at: number,
  bytes: number,
  isWrite: boolean,
): boolean {
  var done = 0;
  var file: string;
  var offset: number;
  var count: number;
  for (; done < bytes; done += count) {
    file = fileOf(name, address + done);
    offset = (address + done) % FLASH_ERASE_BYTES;
    count = Math.min(bytes - done, FLASH_ERASE_BYTES - offset);
    if (!isWrite) array.set(new Uint8Array(device.readArrayBuffer(file)!, File.PadBytes + offset, count), at + done);
    else if (device.write(file, array.subarray(at + done, at + done + count), File.PadBytes + offset) !== true)
      return false;
  }
  return true;
}

function eraseFile(device: Storage, file: string): boolean {
  if (bytesOf(device, file) === fileBytes && isBlank(device, file)) return true;
  if (!hasSpace(device, 1)) return false;
  device.erase(file);
  return makeBlank(device, file);
}

/** Make the files that are not there. `fresh` tells which ones were made. Returns 0, or a fault; some may be made then. */
function makeFiles(device: Storage, name: string, fresh: Uint8Array): number {
  var missing = 0;
  var i: number;
  var bytes: number;
  for (i = 0; i < fresh.length; i++) {
    bytes = bytesOf(device, fileOf(name, i * FLASH_ERASE_BYTES));
    // A sector whose erase was cut short has no file, or a blank one: another size is something else's.
    if (bytes >= 0 && bytes !== fileBytes) return Fault.BadArgument;
    if (bytes < 0) missing++;
  }
  if (!hasSpace(device, missing)) return Fault.NoSpace;
  for (i = 0; missing && i < fresh.length; i++) {
    if (bytesOf(device, fileOf(name, i * FLASH_ERASE_BYTES)) < 0) {
      fresh[i] = 1;
      if (!makeBlank(device, fileOf(name, i * FLASH_ERASE_BYTES)))
        return hasSpace(device, 1) ? Fault.StoreFailed : Fault.NoSpace;
    }
  }
  return Fault.None;
}

/** Remove the files that makeFiles made, as far as that can be done. */
function removeFiles(device: Storage, name: string, fresh: Uint8Array): void {
  var i = fresh.length;
  try {
    while (i--) if (fresh[i]) device.erase(fileOf(name, i * FLASH_ERASE_BYTES));
  } catch (error) {
    i = 0;
  }
}

/** The same for a call that may throw. */
function tryFiles(device: Storage, name: string, fresh: Uint8Array): number {
  try {
    return makeFiles(device, name, fresh);
  } catch (error) {
    return Fault.StoreFailed;
  }
}

/** See stores.storage. */
export function openStorage(sectors: number, name: string): Store | null {
  var fresh: Uint8Array;
  var device: Storage;
  var reason: number;
  if (!isName(name, sectors, File.NameBytes)) return refuse(null, Fault.BadArgument) || null;
  try {
    device = require('Storage');
  } catch (missing) {
    return refuse(null, Fault.StoreFailed) || null;
  }
  // Sectors that were made blank and not written since: nobody need look.
  fresh = new Uint8Array(sectors);
  reason = tryFiles(device, name, fresh);
  if (reason) {
    removeFiles(device, name, fresh);
    return refuse(null, reason) || null;
  }
  return guarded(
    {
      read: function (address: number, into: Uint8Array, at: number, bytes: number): boolean {
        return transfer(device, name, address, into, at, bytes, false);
      },
      program: function (address: number, from: Uint8Array, at: number, bytes: number): boolean {
        var sector = Math.floor(address / FLASH_ERASE_BYTES);
        for (; sector * FLASH_ERASE_BYTES < address + bytes; sector++) fresh[sector] = 0;
        return transfer(device, name, address, from, at, bytes, true);
      },
      erase: function (address: number): boolean {
        var sector = Math.floor(address / FLASH_ERASE_BYTES);
        if (!fresh[sector] && eraseFile(device, fileOf(name, address))) fresh[sector] = 1;
        return fresh[sector] > 0;
      },
      isFull: function (): boolean {
        return !hasSpace(device, 1);
      },
    },
    sectors,
  );
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
    return guarded(
      {
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
      },
      sectors,
    );
  } catch (error) {
    return refuse(null, Fault.StoreFailed) || null;
  }
}
