/** Espruino's module Storage, as programs use it, over the files of a simulated board. */
import type { BoardStorage } from './storage.ts';
import { isChunk, isFirstChunk, nameOfChunk, storageFiles } from './storage-file.ts';
import { toBytes, toText } from './values.ts';

/** `copyOf` makes a value the realm's own, `bufferOf` a buffer of the realm that is no RAM of the board: flash is read in place. `realm` has the class of files. */
export function storageModule(
  storage: BoardStorage,
  copyOf: (value: unknown) => any,
  bufferOf: (bytes: Uint8Array) => ArrayBufferLike,
  realm: Record<string, any>,
): Record<string, (...values: any[]) => unknown> {
  const piece = (name: string, offset = 0, length?: number): Uint8Array | undefined =>
    storage.read(name)?.slice(offset, length === undefined ? undefined : offset + length);
  return {
    read: (name, offset, length) => mapped(piece(name, offset, length), toText),
    readArrayBuffer: (name) => mapped(piece(name), bufferOf),
    readJSON: (name, isQuiet) =>
      mapped(piece(name), (bytes) => {
        try {
          return copyOf(JSON.parse(toText(bytes)));
        } catch (error) {
          if (isQuiet) return undefined;
          throw error;
        }
      }),
    write: (name, data, offset, size) => storage.write(name, toBytes(data), offset, size),
    writeJSON: (name, data) => storage.write(name, toBytes((realm.JSON.stringify as typeof JSON.stringify)(data))),
    erase: (name) => storage.erase(name),
    eraseAll: () => storage.eraseAll(),
    compact: () => storage.compact(),
    list: (pattern, filter) => copyOf(listed(storage, pattern, filter)),
    open: storageFiles(storage, realm),
    getFree: () => storage.freeBytes,
    getStats: () => copyOf(storage.stats()),
  };
}

/** Names that `list` tells: all, those that a pattern is in, or, with `{ sf }`, files of `open` alone or others alone. */
function listed(storage: BoardStorage, pattern?: RegExp, filter?: { sf?: boolean }): string[] {
  const kinds = storage.list().map((name) => ({ name, isOpened: isChunk(storage, name) }));
  return kinds
    .filter(({ name, isOpened }) => !isOpened || isFirstChunk(name))
    .filter(({ isOpened }) => filter?.sf === undefined || isOpened === filter.sf)
    .map(({ name }) => (filter?.sf ? nameOfChunk(name) : name))
    .filter((name) => !pattern || new RegExp(pattern.source, pattern.flags).test(name));
}

const mapped = <T>(bytes: Uint8Array | undefined, make: (bytes: Uint8Array) => T): T | undefined =>
  bytes === undefined ? undefined : make(bytes);
