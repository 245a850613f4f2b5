/** Espruino's module Storage, as programs use it, over the files of a simulated board. */
import type { BoardStorage } from './storage.ts';
import { toBytes, toText } from './values.ts';

/** `copyOf` makes a value the realm's own, `bufferOf` a buffer of the realm that is no RAM of the board: flash is read in place. */
export function storageModule(
  storage: BoardStorage,
  copyOf: (value: unknown) => any,
  bufferOf: (bytes: Uint8Array) => ArrayBufferLike,
): Record<string, (...values: any[]) => unknown> {
  const piece = (name: string, offset = 0, length?: number): Uint8Array | undefined =>
    storage.read(name)?.slice(offset, length === undefined ? undefined : offset + length);
  return {
    read: (name, offset, length) => mapped(piece(name, offset, length), toText),
    readArrayBuffer: (name) => mapped(piece(name), bufferOf),
    readJSON: (name) => mapped(piece(name), (bytes) => copyOf(JSON.parse(toText(bytes)))),
    write: (name, data, offset, size) => storage.write(name, toBytes(data), offset, size),
    writeJSON: (name, data) => storage.write(name, toBytes(JSON.stringify(data))),
    erase: (name) => storage.erase(name),
    eraseAll: () => storage.eraseAll(),
    compact: () => storage.compact(),
    list: () => copyOf(storage.list()),
    getFree: () => storage.freeBytes,
    getStats: () => copyOf({ freeBytes: storage.freeBytes, trashBytes: storage.trashBytes }),
  };
}

const mapped = <T>(bytes: Uint8Array | undefined, make: (bytes: Uint8Array) => T): T | undefined =>
  bytes === undefined ? undefined : make(bytes);
