/** A simulated Espruino board: an emulated realm that can be reset, its Storage, and what code for boards calls. */
import { crc32 } from 'node:zlib';
import { type Emulated, boot } from '../emulator/index.ts';
import { BoardStorage } from './storage.ts';
import { MOST_MILLISECONDS, Timers, callWithin, inWords } from './turns.ts';

/** What Espruino runs at boot, in its order; then the program: boot code, or a file that load() names in its place. */
const BOOT_FILES = ['.boot0', '.boot1', '.boot2', '.boot3'];
const BOOT_CODE = ['.bootrst', '.bootcde'];

/** The realm's arrays have no byteLength, as boards' programs may not use it: the getter of this realm reads it. */
const byteLengthOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), 'byteLength')!.get!;

const toBytes = (data: unknown): Uint8Array => {
  if (typeof data === 'string') return Buffer.from(data, 'latin1');
  if (ArrayBuffer.isView(data))
    return new Uint8Array(data.buffer, data.byteOffset, byteLengthOf.call(data) as number).slice();
  if (Array.isArray(data)) return new Uint8Array(data as number[]);
  return Buffer.from(JSON.stringify(data), 'latin1');
};
const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

export interface Power {
  /** The program does not run until somebody calls powerOn(), as when a button is held down. */
  isHeld?: boolean;
  /** A turn of the program that takes longer is interrupted. */
  mostMilliseconds?: number;
}

export class SimulatedBoard {
  readonly storage: BoardStorage;
  /** What the program printed goes here. */
  print: (line: string) => void;
  #emulated!: Emulated;
  readonly #timers = new Timers((work) => {
    this.#guarded(() => void callWithin(this.#emulated, work, this.#mostMilliseconds));
    this.#restart();
  });
  #pending: { load?: string } | 'reset' | null = null;
  readonly #name: string;
  readonly #mostMilliseconds: number;

  constructor(
    name: string,
    storage: BoardStorage,
    print: (line: string) => void = () => {},
    { isHeld = false, mostMilliseconds = MOST_MILLISECONDS }: Power = {},
  ) {
    this.#name = name;
    this.storage = storage;
    this.print = print;
    this.#mostMilliseconds = mostMilliseconds;
    if (isHeld) this.#reset();
    else this.powerOn();
  }

  /** The realm of the running program. */
  get emulated(): Emulated {
    return this.#emulated;
  }

  /** Starts anew, and runs the boot files, and a program: the boot code, or the file that is named. */
  powerOn(program?: string): void {
    this.#reset();
    for (const name of [...BOOT_FILES, ...(program === undefined ? BOOT_CODE : [program])]) {
      const code = this.storage.read(name);
      if (code) this.#guarded(() => void this.#emulated.run(toText(code), name, this.#mostMilliseconds));
    }
    this.#restart();
  }

  /** Runs a line of the console and returns its value; throws what it throws. */
  run(source: string): unknown {
    try {
      return this.#emulated.run(source, 'console', this.#mostMilliseconds);
    } finally {
      this.#restart();
    }
  }

  /** Ends the timers of the program. */
  close(): void {
    this.#timers.close();
  }

  #reset(): void {
    this.close();
    this.#pending = null;
    this.#emulated = boot(this.#name, { bundleFile: null });
    this.#addGlobals();
  }

  /** reset() and load() take place when the line that called them has ended. */
  #restart(): void {
    const pending = this.#pending;
    this.#pending = null;
    if (pending === 'reset') this.#reset();
    else if (pending) this.powerOn(pending.load);
  }

  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.print(inWords(error));
    }
  }

  #addGlobals(): void {
    const { realm, board } = this.#emulated;
    const print = (...values: unknown[]): void => this.print(values.map(shown).join(' '));
    const copyOf = this.#copyOf;
    Object.assign(realm, {
      print,
      getTime: () => Date.now() / 1000,
      reset: () => void (this.#pending = 'reset'),
      load: (load?: string) => void (this.#pending = load === undefined ? {} : { load }),
      ...this.#timers.globals(),
      atob: (text: string) => toText(Buffer.from(text, 'base64')),
      btoa: (data: unknown) => Buffer.from(toBytes(data)).toString('base64'),
      require: this.#require(),
    });
    realm.console.log = print;
    realm.process.env = copyOf({ BOARD: board.link!.firmware![0], VERSION: board.engine.version, MODULES: 'Storage' });
    realm.E.CRC32 = (data: unknown) => crc32(toBytes(data));
  }

  #copyOf = (value: unknown): any => this.#emulated.run(`(${JSON.stringify(value)})`);

  /** Flash that is read in place: no RAM of the board. */
  #bufferOf = (bytes: Uint8Array): ArrayBufferLike => {
    const { buffer } = this.#emulated.newHeap(bytes.length);
    new Uint8Array(buffer).set(bytes);
    return buffer;
  };

  /** Built-in modules, and files in Storage, each loaded once. */
  #require(): (name: string) => any {
    const { realm, run } = this.#emulated;
    const loaded = new Map<string, any>([['Storage', Object.assign(this.#copyOf({}), this.#storageModule())]]);
    return (name) => {
      if (loaded.has(name)) return loaded.get(name);
      const code = this.storage.read(name);
      if (!code) throw new realm.Error(`Module ${name} not found`);
      const module = this.#copyOf({ exports: {} });
      loaded.set(name, module.exports);
      run(`(function (exports, module) {${toText(code)}\n})`, name)(module.exports, module);
      loaded.set(name, module.exports);
      return module.exports;
    };
  }

  #storageModule(): Record<string, (...values: any[]) => unknown> {
    const { storage } = this;
    const piece = (name: string, offset = 0, length?: number): Uint8Array | undefined =>
      storage.read(name)?.slice(offset, length === undefined ? undefined : offset + length);
    return {
      read: (name, offset, length) => mapped(piece(name, offset, length), toText),
      readArrayBuffer: (name) => mapped(piece(name), this.#bufferOf),
      readJSON: (name) => mapped(piece(name), (bytes) => this.#copyOf(JSON.parse(toText(bytes)))),
      write: (name, data, offset, size) => storage.write(name, toBytes(data), offset, size),
      writeJSON: (name, data) => storage.write(name, toBytes(JSON.stringify(data))),
      erase: (name) => storage.erase(name),
      eraseAll: () => storage.eraseAll(),
      compact: () => storage.compact(),
      list: () => this.#copyOf(storage.list()),
      getFree: () => storage.freeBytes,
      getStats: () => this.#copyOf({ freeBytes: storage.freeBytes, trashBytes: storage.trashBytes }),
    };
  }
}

const mapped = <T>(bytes: Uint8Array | undefined, make: (bytes: Uint8Array) => T): T | undefined =>
  bytes === undefined ? undefined : make(bytes);

/** A value as print shows it. */
function shown(value: unknown): string {
  if (typeof value === 'function') return 'function () { ... }';
  if (ArrayBuffer.isView(value))
    return `new ${value.constructor.name}([${elementsOf(Array.from(value as Uint8Array))}])`;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

/** Espruino shows the ends of what is longer than this, and of each so much. */
const MOST_SHOWN = 15;
const SHOWN_END = 5;

const elementsOf = (elements: number[]): string =>
  elements.length <= MOST_SHOWN
    ? elements.join(', ')
    : `${elements.slice(0, SHOWN_END).join(', ')},  ... ${elements.slice(-SHOWN_END).join(', ')}`;

/** A value as the prompt shows it, `=` in front. */
export const shownResult = (value: unknown): string =>
  `=${typeof value === 'string' ? JSON.stringify(value) : shown(value)}`;
