/**
 * Stores on Kaluma 1.2: files of its littlefs, and blocks of flash. Both ignore the byteOffset of the array
 * they are given, so all goes through an array of its own; both say nothing of most failures.
 */

import { FLASH_ERASE_BYTES } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import type { Store } from '../core/store.ts';
import { type Device, fileOf, guarded, isName } from './guarded.ts';

interface FileSystem {
  open(path: string, flags: string): number;
  close(file: number): void;
  read(file: number, buffer: Uint8Array, offset: number, length: number, position: number): number;
  write(file: number, buffer: Uint8Array, offset: number, length: number, position: number): number;
  exists(path: string): boolean;
  unlink(path: string): void;
}
interface FlashBlocks {
  read(block: number, buffer: Uint8Array, offset: number): void;
  write(block: number, buffer: Uint8Array, offset: number): void;
  ioctl(operation: number, argument?: number): number;
}
declare var require: (name: string) => any;

const enum Stage {
  /**
   * Flash takes offsets and lengths that are multiples of it, and nothing else. A page of NOR may be programmed
   * piece by piece, since 0xFF leaves a byte as it is: so the stage is padded, and a store has units of 4 bytes.
   */
  Bytes = 256,
  /** What a littlefs keeps of a name. */
  NameBytes = 255,
}
const enum Operation {
  BlockBytes = 5,
  Erase = 6,
}

/** What a device does with the stage. `address` is where its first byte belongs. @internal */
interface StagedDevice {
  fetch(address: number): boolean;
  /** Write `count` bytes from stage[skip] on; the others are 0xFF. */
  put(address: number, skip: number, count: number): boolean;
  wipe(address: number): boolean;
}

function blank(stage: Uint8Array): void {
  var i = 0;
  for (; i < Stage.Bytes; i++) stage[i] = 255;
}

/** A device that moves bytes of any array through the stage. */
function staged(stage: Uint8Array, device: StagedDevice): Device {
  return {
    read: function (address: number, into: Uint8Array, at: number, bytes: number): boolean {
      var done = 0;
      var skip: number;
      var count: number;
      for (; done < bytes; done += count) {
        skip = (address + done) % Stage.Bytes;
        count = Math.min(bytes - done, Stage.Bytes - skip);
        if (!device.fetch(address + done - skip)) return false;
        into.set(stage.subarray(skip, skip + count), at + done);
      }
      return true;
    },
    program: function (address: number, from: Uint8Array, at: number, bytes: number): boolean {
      var done = 0;
      var skip: number;
      var count: number;
      for (; done < bytes; done += count) {
        skip = (address + done) % Stage.Bytes;
        count = Math.min(bytes - done, Stage.Bytes - skip);
        if (count < Stage.Bytes) blank(stage);
        stage.set(from.subarray(at + done, at + done + count), skip);
        if (!device.put(address + done - skip, skip, count)) return false;
      }
      return true;
    },
    erase: function (address: number): boolean {
      blank(stage);
      return device.wipe(address);
    },
  };
}

/** Write stage[skip] on over [position, end) of a file, at most a stage at a time; durable when it returns. */
function writeFile(
  fs: FileSystem,
  path: string,
  mode: string,
  stage: Uint8Array,
  skip: number,
  position: number,
  end: number,
): boolean {
  var file = fs.open(path, mode);
  var isDone = file >= 0;
  var count = Math.min(Stage.Bytes, end - position);
  for (; isDone && position < end; position += count) isDone = fs.write(file, stage, skip, count, position) === count;
  fs.close(file);
  return isDone;
}

/** The store over files that are there. */
function filesOf(fs: FileSystem, stage: Uint8Array, sectors: number, name: string): Store {
  var store = guarded(
    staged(stage, {
      fetch: function (address: number): boolean {
        var file = fs.open(fileOf(name, address), 'r');
        var count = fs.read(file, stage, 0, Stage.Bytes, address % FLASH_ERASE_BYTES);
        fs.close(file);
        return count === Stage.Bytes;
      },
      put: function (address: number, skip: number, count: number): boolean {
        var position = (address + skip) % FLASH_ERASE_BYTES;
        return writeFile(fs, fileOf(name, address), 'r+', stage, skip, position, position + count);
      },
      wipe: function (address: number): boolean {
        // "r+" makes no file, "w" makes or empties one.
        return writeFile(fs, fileOf(name, address), 'w', stage, 0, 0, FLASH_ERASE_BYTES);
      },
    }),
    sectors,
  );
  // A littlefs replaces blocks that are worn out by itself: what it refuses lacks space, or power.
  store.isFull = function (): boolean {
    return true;
  };
  return store;
}

/** Remove the files that were made, as far as that can be done. */
function removeFiles(fs: FileSystem, name: string, made: Uint8Array): void {
  var i = made.length;
  try {
    while (i--) if (made[i]) fs.unlink(fileOf(name, i * FLASH_ERASE_BYTES));
  } catch (error) {
    i = 0;
  }
}

/** Make the files that are missing, or were cut short when they were made: those do not reach their last byte. Returns whether all are there. */
function makeFiles(fs: FileSystem, store: Store, name: string, made: Uint8Array): boolean {
  var byte = new Uint8Array(1);
  var i = 0;
  var at = 0;
  for (; i < made.length; i++, at += FLASH_ERASE_BYTES) {
    if (!store.read(at + FLASH_ERASE_BYTES - 1, byte, 0, 1)) {
      if (!fs.exists(fileOf(name, at))) made[i] = 1;
      if (!store.erase(at)) return false;
    }
  }
  return true;
}

/** See stores.files. */
export function openFiles(sectors: number, name: string): Store | null {
  var made: Uint8Array;
  var fs: FileSystem;
  var store: Store;
  if (!isName(name, sectors, Stage.NameBytes)) return refuse(null, Fault.BadArgument) || null;
  made = new Uint8Array(sectors);
  try {
    fs = require('fs');
    store = filesOf(fs, new Uint8Array(Stage.Bytes), sectors, name);
    if (makeFiles(fs, store, name, made)) return store;
    removeFiles(fs, name, made);
  } catch (error) {
    return refuse(null, Fault.StoreFailed) || null;
  }
  return refuse(null, Fault.StoreFailed) || null;
}

/** See stores.flash. */
export function openBlocks(base: number, sectors: number): Store | null {
  var stage = new Uint8Array(Stage.Bytes);
  var device: FlashBlocks;
  try {
    device = new (require('flash').Flash)(base, sectors);
    if (device.ioctl(Operation.BlockBytes) !== FLASH_ERASE_BYTES) return refuse(null, Fault.BadArgument) || null;
    return guarded(
      staged(stage, {
        fetch: function (address: number): boolean {
          device.read(Math.floor(address / FLASH_ERASE_BYTES), stage, address % FLASH_ERASE_BYTES);
          return true;
        },
        put: function (address: number): boolean {
          device.write(Math.floor(address / FLASH_ERASE_BYTES), stage, address % FLASH_ERASE_BYTES);
          return true;
        },
        wipe: function (address: number): boolean {
          device.ioctl(Operation.Erase, Math.floor(address / FLASH_ERASE_BYTES));
          return true;
        },
      }),
      sectors,
    );
  } catch (error) {
    return refuse(null, Fault.StoreFailed) || null;
  }
}
