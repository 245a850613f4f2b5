/**
 * Stores on Kaluma 1.2: files of its littlefs, and blocks of flash. Both ignore the byteOffset of the array
 * they are given, so all goes through an array of its own; both say nothing of most failures.
 */

import { FLASH_ERASE_BYTES, FLASH_PROGRAM_BYTES } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import type { Store } from '../core/store.ts';

interface FileSystem {
  open(path: string, flags: string): number;
  close(file: number): void;
  read(file: number, buffer: Uint8Array, offset: number, length: number, position: number): number;
  write(file: number, buffer: Uint8Array, offset: number, length: number, position: number): number;
}
interface FlashBlocks {
  read(block: number, buffer: Uint8Array, offset: number): void;
  write(block: number, buffer: Uint8Array, offset: number): void;
  ioctl(operation: number, argument?: number): number;
}
declare var require: (name: string) => any;

const enum Stage {
  /** Flash takes offsets and lengths that are multiples of it, and nothing else. */
  Bytes = 256,
}
const enum Operation {
  BlockBytes = 5,
  Erase = 6,
}

/** What one device does with a piece of at most Stage.Bytes bytes that crosses no sector. */
interface Device {
  fetch(address: number, stage: Uint8Array, bytes: number): boolean;
  put(address: number, stage: Uint8Array, bytes: number): boolean;
  wipe(address: number, stage: Uint8Array): boolean;
}

/** The store over a device: bounds, pieces, the staging array; and nothing is thrown. */
function staged(device: Device, sectors: number): Store {
  var stage = new Uint8Array(Stage.Bytes);
  var size = sectors * FLASH_ERASE_BYTES;
  return {
    size: size, eraseBytes: FLASH_ERASE_BYTES, programBytes: FLASH_PROGRAM_BYTES,
    read: function (address: number, into: Uint8Array, at: number, bytes: number): boolean {
      var done = 0;
      var skip: number;
      var count: number;
      if (address < 0 || bytes < 0 || address + bytes > size) return false;
      try {
        for (; done < bytes; done += count) {
          skip = (address + done) % Stage.Bytes;
          count = Math.min(bytes - done, Stage.Bytes - skip);
          if (!device.fetch(address + done - skip, stage, Stage.Bytes)) return false;
          into.set(stage.subarray(skip, skip + count), at + done);
        }
        return true;
      } catch (error) {
        return false;
      }
    },
    program: function (address: number, from: Uint8Array, at: number, bytes: number): boolean {
      var done = 0;
      var count: number;
      if (address < 0 || bytes < 0 || address + bytes > size) return false;
      if (address % FLASH_PROGRAM_BYTES || bytes % FLASH_PROGRAM_BYTES) return false;
      try {
        for (; done < bytes; done += count) {
          count = Math.min(bytes - done, Stage.Bytes);
          stage.set(from.subarray(at + done, at + done + count));
          if (!device.put(address + done, stage, count)) return false;
        }
        return true;
      } catch (error) {
        return false;
      }
    },
    erase: function (address: number): boolean {
      var i: number;
      if (address < 0 || address % FLASH_ERASE_BYTES || address >= size) return false;
      for (i = 0; i < Stage.Bytes; i++) stage[i] = 255;
      try {
        return device.wipe(address, stage);
      } catch (error) {
        return false;
      }
    },
  };
}

/** See stores.files. */
export function openFiles(sectors: number, name: string): Store | null {
  var fs: FileSystem;
  var probe = new Uint8Array(1);
  var i: number;
  var store: Store;
  function fileOf(address: number): string {
    return name + '.' + Math.floor(address / FLASH_ERASE_BYTES);
  }
  /** Write `bytes` bytes of the stage at `position`, or all over the file; durable when it returns. */
  function write(address: number, mode: string, stage: Uint8Array, position: number, bytes: number, until: number): boolean {
    var file = fs.open(fileOf(address), mode);
    var isDone = file >= 0;
    for (; isDone && position < until; position += bytes) isDone = fs.write(file, stage, 0, bytes, position) === bytes;
    fs.close(file);
    return isDone;
  }
  try {
    fs = require('fs');
    store = staged({
      fetch: function (address: number, stage: Uint8Array, bytes: number): boolean {
        var file = fs.open(fileOf(address), 'r');
        var count = fs.read(file, stage, 0, bytes, address % FLASH_ERASE_BYTES);
        fs.close(file);
        return count === bytes;
      },
      put: function (address: number, stage: Uint8Array, bytes: number): boolean {
        var position = address % FLASH_ERASE_BYTES;
        return write(address, 'r+', stage, position, bytes, position + bytes);
      },
      wipe: function (address: number, stage: Uint8Array): boolean {
        // "r+" makes no file, "w" makes or empties one.
        return write(address, 'w', stage, 0, Stage.Bytes, FLASH_ERASE_BYTES);
      },
    }, sectors);
    // A file that is missing, or was cut short when it was made, does not reach its last byte.
    for (i = FLASH_ERASE_BYTES; i <= store.size; i += FLASH_ERASE_BYTES) {
      if (!store.read(i - 1, probe, 0, 1) && !store.erase(i - FLASH_ERASE_BYTES)) return refuse(Fault.StoreFailed) || null;
    }
    return store;
  } catch (error) {
    return refuse(Fault.StoreFailed) || null;
  }
}

/** See stores.flash. */
export function openBlocks(base: number, sectors: number): Store | null {
  var device: FlashBlocks;
  try {
    device = new (require('flash').Flash)(base, sectors);
    if (device.ioctl(Operation.BlockBytes) !== FLASH_ERASE_BYTES) return refuse(Fault.BadArgument) || null;
    return staged({
      fetch: function (address: number, stage: Uint8Array): boolean {
        device.read(Math.floor(address / FLASH_ERASE_BYTES), stage, address % FLASH_ERASE_BYTES);
        return true;
      },
      put: function (address: number, stage: Uint8Array, bytes: number): boolean {
        // The device takes whole stages only; FLASH_PROGRAM_BYTES of these boards is one.
        if (bytes !== Stage.Bytes) return false;
        device.write(Math.floor(address / FLASH_ERASE_BYTES), stage, address % FLASH_ERASE_BYTES);
        return true;
      },
      wipe: function (address: number): boolean {
        device.ioctl(Operation.Erase, Math.floor(address / FLASH_ERASE_BYTES));
        return true;
      },
    }, sectors);
  } catch (error) {
    return refuse(Fault.StoreFailed) || null;
  }
}
