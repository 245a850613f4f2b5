/**
 * The modules fs and flash of Kaluma 1.2.1 over NOR flash: both use the array below a view, whatever the
 * view's byteOffset; flash ignores misaligned writes and checks no bounds; "r+" makes no file.
 */
import type { Nor } from './nor.ts';

export interface KalumaFlash {
  nor: Nor;
  /** Accesses to blocks that belong to something else. */
  trespasses: number;
  /** Writes that did nothing without a word. */
  ignoredWrites: number;
  require(name: string): unknown;
}

export interface KalumaOptions {
  /** Number of the first block of `nor`, as class Flash counts them. */
  firstBlock?: number;
  /** Errors are returned, not thrown, as 1.3 does. */
  returnsErrors?: boolean;
}

/** A littlefs file as the directory has it: a block of flash per block of the file. */
interface File {
  blocks: number[];
  bytes: number;
}
interface Open {
  name: string;
  bytes: Uint8Array;
  length: number;
  isChanged: boolean;
}

export function kalumaFlash(nor: Nor, options: KalumaOptions = {}): KalumaFlash {
  const board: KalumaFlash = {
    nor,
    trespasses: 0,
    ignoredWrites: 0,
    require: (name) => {
      if (name === 'fs') return fs;
      if (name === 'flash') return { Flash: blocksOf(board, options) };
      throw new Error(`Cannot find module '${name}'`);
    },
  };
  const fs = fileSystemOf(board, options);
  return board;
}

/** The bytes that the engine takes for the argument `view`: those of its buffer from the start. */
const below = (view: Uint8Array): Uint8Array => new Uint8Array(view.buffer);

function fileSystemOf({ nor }: KalumaFlash, { returnsErrors }: KalumaOptions): object {
  const directory = new Map<string, File>();
  const opened = new Map<number, Open>();
  let nextFile = 3;
  let nextBlock = 0;
  const fail = (what: string): Error => {
    if (!returnsErrors) throw new Error(what);
    return new TypeError(what);
  };
  const isUsed = (block: number): boolean => [...directory.values()].some(({ blocks }) => blocks.includes(block));
  const takeBlock = (taken: number[]): number => {
    for (let tries = 0; tries < nor.size / nor.eraseBytes; tries++) {
      const block = nextBlock++ % (nor.size / nor.eraseBytes);
      if (!isUsed(block) && !taken.includes(block)) return block;
    }
    return -1;
  };
  const load = ({ blocks, bytes }: File): Uint8Array | null => {
    const into = new Uint8Array(blocks.length * nor.eraseBytes);
    const isRead = blocks.every((block, i) =>
      nor.read(block * nor.eraseBytes, into, i * nor.eraseBytes, nor.eraseBytes),
    );
    return isRead ? into.subarray(0, bytes) : null;
  };
  /** Copy on write: the directory changes when the blocks are written, or not at all. */
  const save = ({ name, bytes, length }: Open): boolean => {
    const blocks: number[] = [];
    for (let at = 0; at < length; at += nor.eraseBytes) {
      const block = takeBlock(blocks);
      const piece = new Uint8Array(nor.eraseBytes).fill(255);
      piece.set(bytes.subarray(at, Math.min(length, at + nor.eraseBytes)));
      if (block < 0 || !nor.erase(block * nor.eraseBytes)) return false;
      if (!nor.program(block * nor.eraseBytes, piece, 0, piece.length)) return false;
      blocks.push(block);
    }
    if (nor.isCut) return false;
    directory.set(name, { blocks, bytes: length });
    return true;
  };
  return {
    exists: (name: string) => directory.has(name),
    unlink: (name: string) => (nor.isCut || !directory.delete(name) ? fail(nor.isCut ? 'EIO' : 'ENOENT') : undefined),
    open(name: string, flags: string) {
      const file = directory.get(name);
      if (nor.isCut) return fail('EIO');
      if (!file && flags !== 'w' && flags !== 'a') return fail('ENOENT');
      if (!file) directory.set(name, { blocks: [], bytes: 0 }); // made when it is opened, of no bytes
      const kept = file && flags !== 'w' ? load(file) : new Uint8Array(0);
      if (!kept) return fail('EIO');
      const bytes = new Uint8Array(nor.size);
      bytes.set(kept);
      opened.set(nextFile, { name, bytes, length: kept.length, isChanged: flags === 'w' });
      return nextFile++;
    },
    close(file: number) {
      const found = opened.get(file);
      opened.delete(file);
      if (!found) return fail('EBADF');
      return found.isChanged && !save(found) ? fail('EIO') : undefined;
    },
    read(file: number, buffer: Uint8Array, offset: number, length: number, position: number) {
      const found = opened.get(file);
      if (!found) return fail('EBADF');
      const count = Math.max(0, Math.min(length, found.length - position));
      below(buffer).set(found.bytes.subarray(position, position + count), offset);
      return count;
    },
    write(file: number, buffer: Uint8Array, offset: number, length: number, position: number) {
      const found = opened.get(file);
      if (!found) return fail('EBADF');
      found.bytes.set(below(buffer).subarray(offset, offset + length), position);
      found.length = Math.max(found.length, position + length);
      found.isChanged = true;
      return length;
    },
  };
}

function blocksOf(board: KalumaFlash, { firstBlock = 0 }: KalumaOptions): new (base: number, count: number) => object {
  const { nor } = board;
  const count = nor.size / nor.eraseBytes;
  return class Flash {
    base: number;
    constructor(base = 0) {
      this.base = base;
    }
    address(block: number, offset = 0): number {
      const number = this.base + block - firstBlock;
      if (number >= 0 && number < count) return number * nor.eraseBytes + offset;
      board.trespasses++;
      return -1;
    }
    read(block: number, buffer: Uint8Array, offset = 0): void {
      const at = this.address(block, offset);
      if (at >= 0) nor.read(at, below(buffer), 0, buffer.length);
    }
    write(block: number, buffer: Uint8Array, offset = 0): void {
      const at = this.address(block, offset);
      if (offset % 256 !== 0 || buffer.length % 256 !== 0) board.ignoredWrites++;
      else if (at >= 0) nor.program(at, below(buffer), 0, buffer.length);
    }
    ioctl(operation: number, argument = 0): number {
      if (operation === 5) return nor.eraseBytes;
      if (operation === 6 && this.address(argument) >= 0) nor.erase(this.address(argument));
      return operation === 4 ? count : operation === 7 ? 256 : 0;
    }
  };
}
