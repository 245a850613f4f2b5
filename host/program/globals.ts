/** What programs find on a board beside the language: console, modules of the engine, pins, what the board says of itself. */
import { type Emulated, flashModules } from '../emulator/index.ts';
import { BoardStorage } from '../sim/storage.ts';
import { storageModule } from '../sim/storage-module.ts';
import { shown, toBytes, toText } from '../sim/values.ts';

export interface Host {
  /** Milliseconds of board time. */
  now(): number;
  print(line: string): void;
  /** Runs the text of a module as the body of a function, and returns what it exports. */
  load(source: string, name: string): unknown;
}

/** Flash for files where a profile says nothing. */
const STORAGE_BYTES = 65536;

/** Puts Espruino's globals into the realm. `library` is what Storage has as the module "ckremm". */
export function addEspruino(emulated: Emulated, host: Host, program: string, library: Uint8Array): void {
  const { realm, board, run } = emulated;
  const copyOf = (value: unknown): unknown => run(`(${JSON.stringify(value)})`);
  const storage = new BoardStorage(board.link?.storageBytes ?? STORAGE_BYTES);
  const bufferOf = (bytes: Uint8Array): ArrayBufferLike => {
    const { buffer } = emulated.newHeap(bytes.length);
    new Uint8Array(buffer).set(bytes);
    return buffer;
  };
  storage.write('ckremm', library);
  const files = Object.assign(emulated.standIn('Storage')!, storageModule(storage, copyOf, bufferOf));
  const print = (...values: unknown[]): void => host.print(values.map(shown).join(' '));
  Object.assign(realm, {
    print,
    getTime: () => host.now() / 1000,
    atob: (text: string) => toText(Buffer.from(text, 'base64')),
    btoa: (data: unknown) => Buffer.from(toBytes(data)).toString('base64'),
    require: requireOf(emulated, host, new Map<string, unknown>([['Storage', files]]), (name) => textIn(storage, name)),
  });
  realm.console.log = print;
  realm.process.env = copyOf({
    BOARD: board.link!.firmware![0],
    VERSION: board.engine.version,
    MODULES: 'Storage,Flash',
  });
}

const textIn = (storage: BoardStorage, name: string): string | undefined => {
  const bytes = storage.read(name);
  return bytes && toText(bytes);
};

/** Kaluma's: the library is in front of the program, in one file. */
export function addKaluma(emulated: Emulated, host: Host): void {
  const { realm } = emulated;
  const print = (...values: unknown[]): void => host.print(values.map(shown).join(' '));
  Object.assign(realm, {
    print,
    millis: () => Math.floor(host.now()),
    require: requireOf(emulated, host, new Map(), () => undefined),
  });
  realm.console.log = realm.console.error = print;
}

/** `require`: the engine's own modules, those for flash, and files of Storage, each loaded once. */
function requireOf(
  { realm, board, standIn }: Emulated,
  host: Host,
  loaded: Map<string, unknown>,
  textOf: (name: string) => string | undefined,
): (name: string) => unknown {
  let flash: ReturnType<typeof flashModules> | undefined;
  return (name) => {
    if (loaded.has(name)) return loaded.get(name);
    const source = textOf(name);
    if (source === undefined) {
      flash ??= flashModules(board);
      if (flash && /^(Flash|flash|fs|vfs_lfs)$/.test(name)) return flash.require(name);
      const module = standIn(name);
      if (!module) throw new realm.Error(`Module ${name} not found`);
      loaded.set(name, module);
      return module;
    }
    const module = host.load(source, name);
    loaded.set(name, module);
    return module;
  };
}
