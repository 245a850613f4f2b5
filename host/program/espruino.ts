/** What programs find on an Espruino beside what the emulated board has: console, files, modules, what the board says of itself, and how it starts anew. */
import type { Emulated } from '../emulator/index.ts';
import type { BoardStorage } from '../sim/storage.ts';
import { storageModule } from '../sim/storage-module.ts';
import { shownBy, toBytes, toText } from '../sim/values.ts';
import type { Host } from './host.ts';
import { Modules } from './modules.ts';

/** Of a board that is none. */
const SERIAL = '00000000-00000000';

/** Puts them into the realm. */
export function addEspruino(emulated: Emulated, host: Host, storage: BoardStorage): void {
  const { realm, board, run, standIns } = emulated;
  const copyOf = (value: unknown): any => run(`(${JSON.stringify(value)})`);
  const bufferOf = (bytes: Uint8Array): ArrayBufferLike => {
    const { buffer } = emulated.newHeap(bytes.length);
    new Uint8Array(buffer).set(bytes);
    return buffer;
  };
  const modules = new Modules(emulated, host, (name) => textIn(storage, name));
  modules.addEngines('Storage', storageModule(storage, copyOf, bufferOf, realm));
  const print = (...values: unknown[]): void => host.print(values.map((value) => shownBy(realm, value)).join(' '));
  // Seconds between what the board takes for the time, and since it started.
  let ahead = 0;
  Object.assign(realm, {
    print,
    getTime: () => host.now() / 1000 + ahead,
    setTime: (seconds: number) => void (ahead = seconds - host.now() / 1000),
    getSerial: standIns.inPlaceOf('getSerial', 'invented', () => SERIAL),
    atob: (text: string) => toText(Buffer.from(text, 'base64')),
    btoa: (data: unknown) => Buffer.from(toBytes(data)).toString('base64'),
    require: modules.require,
    load: (file?: string) => host.restart(file === undefined ? {} : { file }),
    reset: () => host.restart({ isReset: true }),
    setBusyIndicator: standIns.inPlaceOf('setBusyIndicator', 'nowhere'),
    setSleepIndicator: standIns.inPlaceOf('setSleepIndicator', 'nowhere'),
    echo: standIns.inPlaceOf('echo', 'nowhere'),
    global: realm,
  });
  realm.Date.now = () => Math.floor(host.now() + ahead * 1000);
  for (const name of Object.keys(realm.console as object)) realm.console[name] = print;
  Object.assign(realm.Modules, {
    getCached: () => copyOf(modules.cached),
    removeCached: (name: string) => modules.remove(name),
    removeAllCached: () => modules.cached.forEach((name) => modules.remove(name)),
    addCached: (name: unknown, source: unknown) => {
      if (typeof source === 'function')
        throw new realm.Error('Modules.addCached of a function: the simulation does not support that');
      if (typeof name !== 'string' || typeof source !== 'string')
        throw new realm.Error('args must be addCached(string, string|function)');
      modules.add(name, host.load(source, name));
    },
  });
  realm.E.reboot = () => host.restart({});
  realm.process.version = board.engine.version;
  realm.process.env = copyOf({
    BOARD: board.link!.firmware![0],
    VERSION: board.engine.version,
    MODULES: emulated.modules.join(','),
    GIT_COMMIT: '',
    RAM: Math.round(board.ramBytes),
    FLASH: board.link!.storageBytes,
    STORAGE: board.link!.storageBytes,
    SERIAL,
    CONSOLE: 'USB',
    EXPTR: 0,
  });
  // Code that a program leaves in place of a function.
  const { setTimeout, setInterval, setWatch } = realm;
  const taking =
    (call: (...values: any[]) => unknown) =>
    (f: unknown, ...values: unknown[]): unknown =>
      call(typeof f === 'string' ? () => host.run(f) : f, ...values);
  Object.assign(realm, {
    setTimeout: taking(setTimeout),
    setInterval: taking(setInterval),
    setWatch: taking(setWatch),
  });
}

const textIn = (storage: BoardStorage, name: string): string | undefined => {
  const bytes = storage.read(name);
  return bytes && toText(bytes);
};
