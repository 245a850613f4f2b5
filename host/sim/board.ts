/** A simulated Espruino board: an emulated realm that can be reset, its Storage, and what code for boards calls. */
import { crc32 } from 'node:zlib';
import { type Emulated, boot } from '../emulator/index.ts';
import { isMachineThere } from '../native/machine.ts';
import { NativeCalls, STORAGE_START } from './native.ts';
import { storageModule } from './storage-module.ts';
import type { BoardStorage } from './storage.ts';
import { MOST_MILLISECONDS, Timers, callWithin, inWords } from './turns.ts';
import { shown, toBytes, toText } from './values.ts';

/** What Espruino runs at boot, in its order; then the program: boot code, or a file that load() names in its place. */
const BOOT_FILES = ['.boot0', '.boot1', '.boot2', '.boot3'];
const BOOT_CODE = ['.bootrst', '.bootcde'];

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
    if (board.native) this.#addNative();
  }

  /** What a board with native code has besides, where this computer can run such code. */
  #addNative(): void {
    const { realm, board } = this.#emulated;
    const calls = new NativeCalls(this.storage, board.features.mappedFlash);
    const { getAddressOf } = realm.E;
    const { memory } = realm.process;
    if (!isMachineThere()) return;
    Object.assign(realm.E, {
      nativeCall: (address: number, signature: string, data?: object) => calls.nativeCall(address, signature, data),
      toFlatString: (text: string) => calls.flatten(text, this.#copyOf({})),
      getAddressOf: (value: any, isFlat: boolean) =>
        typeof value === 'string'
          ? calls.addressOfText(value)
          : calls.isFlat(value)
            ? 1
            : getAddressOf(value, isFlat) && calls.addressOf(value),
    });
    realm.process.memory = (...args: unknown[]) =>
      Object.assign(memory(...args), board.features.mappedFlash ? { flash_code_start: STORAGE_START } : {});
    realm.Modules = Object.assign(this.#copyOf({}), {
      getCached: () => this.#copyOf([...this.#loaded.keys()]),
      removeCached: (name: string) => void this.#loaded.delete(name),
    });
  }

  #copyOf = (value: unknown): any => this.#emulated.run(`(${JSON.stringify(value)})`);

  /** Flash that is read in place: no RAM of the board. */
  #bufferOf = (bytes: Uint8Array): ArrayBufferLike => {
    const { buffer } = this.#emulated.newHeap(bytes.length);
    new Uint8Array(buffer).set(bytes);
    return buffer;
  };

  /** Built-in modules, and files in Storage, each loaded once. */
  #loaded = new Map<string, any>();

  #require(): (name: string) => any {
    const { realm, run } = this.#emulated;
    const loaded = new Map<string, any>([
      [
        'Storage',
        Object.assign(
          this.#copyOf({}),
          storageModule(this.storage, this.#copyOf, this.#bufferOf, this.#emulated.realm),
        ),
      ],
    ]);
    this.#loaded = loaded;
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
}
