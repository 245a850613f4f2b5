/** An emulated board: the very bundle that is flashed, in a realm that has only what its engine has. */
import { type BoardProfile, readBoard } from '../boards/board.ts';
import { membersOf } from '../builtins/names.ts';
import { builtinsOf } from '../builtins/recorded.ts';
import { newState, replaceConstructors } from './arrays.ts';
import { load, readBundle } from './bundle.ts';
import { addEngineGlobals } from './engines.ts';
import { addEvents } from './event-calls.ts';
import type { Events } from './events.ts';
import { addEspruinoCalls, espruinoCalls } from './espruino-calls.ts';
import { addDevices } from './espruino-io.ts';
import { espruinoDate } from './espruino-date.ts';
import { espruinoPromise } from './espruino-promise.ts';
import { constantLengths, instrumentLengths } from './lengths.ts';
import { addKalumaGlobals } from './kaluma.ts';
import { Meter } from './meter.ts';
import { addMissing, fillModule } from './missing.ts';
import { addModules } from './modules.ts';
import { arithmeticWithoutNaN, instrumentArithmetic } from './nan.ts';
import { addNumberTexts } from './number-texts.ts';
import { addEspruinoPins, addKalumaPins } from './pins.ts';
import { hardwareShifts, instrumentShifts } from './shifts.ts';
import { StandIns, tellSilent } from './stand-ins.ts';
import { addTexts } from './texts.ts';
import { crc32 } from '../../src/core/crc32.ts';
import type { FlashModules } from '../flash/devices.ts';
import { type Realm, newRealm, stripTo, stripToCommon } from './realm.ts';

export interface BootOptions {
  /** The lean bundle (default) or the checked one. */
  lean?: boolean;
  /** Run this file instead of the bundle in dist/<board>; null: a board without the library. */
  bundleFile?: string | null;
  /** Run the bundle as `require` does, with `module`, instead of as a script of its own. */
  asModule?: boolean;
  /** Espruino: no array is contiguous, so none has an address. */
  fragmented?: boolean;
  /** Large arrays throw: when they are made, or at the first store ('touch', as on JerryScript 3). */
  outOfMemory?: boolean | 'touch';
  /** Bytes the engine has free at boot; larger arrays throw. Default: all but what an idle engine uses. */
  freeBytes?: number;
  /** Typed arrays are metered, and throw on any access out of bounds: see Meter. */
  strictStores?: boolean;
  /** Count loop steps in `meter.steps`. */
  countSteps?: boolean;
  /** Counts what the bundle executes: gives the text to run in place of the bundle's, and what that text counts in. */
  counter?: { textOf(bundle: string): string; globals: Record<string, unknown> };
  /** Arithmetic of the bundle as the RP2040 does it: no NaN, but Infinity. */
  withoutNaN?: boolean;
  /** Asked for each array: false, and it throws. */
  room?: {
    take(bytes: number): boolean;
    made(kind: string, buffer: ArrayBufferLike, isNew: boolean): void;
    isFlat(buffer: ArrayBufferLike): boolean;
  };
  /** What is flashed into, kept over reboots; the board's own flash, blank, when not given. */
  flash?: FlashModules;
}

export interface Emulated {
  /** What the bundle defines. */
  ckremm: any;
  board: BoardProfile;
  /** The global object of the realm. */
  realm: Record<string, any>;
  meter: Meter;
  /** What its engine calls by itself: timers, watches, listeners. */
  events: Events;
  /** What it has in place of hardware, and which of that was called. */
  standIns: StandIns;
  /** Lines the program wrote to its console. */
  output: string[];
  /** A zeroed array of the realm, metered with `strictStores`; free of the board's memory limits. */
  newHeap(bytes: number): Uint8Array;
  /** Run a script in the realm; returns the value of its last statement. It is ended after `most` milliseconds, by an Error. */
  run(source: string, fileName?: string, most?: number): any;
  /** What it has for flash, once a program has asked for it. */
  flash(): FlashModules | null;
  /** Modules that the engine brings. */
  modules: string[];
  /** Fills up what there is of one of them: each other call says that it is not simulated. Returns it. */
  fillModule(module: string, has: object): object;
}

/** Boot a board and load its bundle. Throws an Error that says what to do when there is no bundle. */
export function boot(boardName: string, options: BootOptions = {}): Emulated {
  const board = readBoard(boardName);
  const bundle = { ...readBundle(board, options) };
  const realm = newRealm(board.engine.name === 'kaluma');
  const meter = new Meter();
  const state = newState(board, options, meter);
  const output: string[] = [];
  replaceConstructors(realm, state, options, meter);
  const builtins = builtinsOf(board);
  const isEspruino = board.engine.name === 'espruino';
  const calls = isEspruino ? espruinoCalls(realm) : {};
  const standIns = new StandIns();
  if (isEspruino) {
    addNumberTexts(realm);
    realm.global.Promise = espruinoPromise(realm, (call) => events.defer(call));
    const { Date: date, setTimeZone } = espruinoDate(realm);
    realm.global.Date = date;
    calls.E = { ...calls.E, setTimeZone };
  }
  if (builtins) stripTo(realm, builtins.names);
  else stripToCommon(realm);
  if (isEspruino) addTexts(realm, board);
  addEngineGlobals(realm, board, state);
  const events = addEvents(realm, board.engine.name);
  addSum(realm, meter);
  addConsole(realm, board, output);
  if (builtins) addEspruinoCalls(realm, builtins.names, calls);
  if (isEspruino) {
    addEspruinoPins(realm, builtins!.names, events, standIns);
    addDevices(realm, builtins!.names, standIns);
    tellSilent(realm, events, standIns);
  }
  if (board.engine.name === 'kaluma') {
    addKalumaPins(realm, events, standIns);
    addKalumaGlobals(realm, board, events);
  }
  let flash: () => FlashModules | null = () => null;
  if (builtins) {
    flash = addModules(realm, board, builtins.names, standIns, options.flash);
    addMissing(realm, board.board, builtins.names);
  }
  if (options.countSteps) realm.global.__loops = meter.loops;
  if (options.counter) {
    bundle.source = options.counter.textOf(bundle.source);
    Object.assign(realm.global, options.counter.globals);
  }
  const textOf = instruments(realm, board, options);
  bundle.source = textOf(bundle.source);
  if (options.withoutNaN) {
    realm.run(arithmeticWithoutNaN);
    bundle.source = instrumentArithmetic(bundle.source);
  }
  const newHeap = (bytes: number): Uint8Array => {
    const native = new realm.natives.Uint8Array(bytes);
    return options.strictStores ? meter.wrap(native) : native;
  };
  return {
    ckremm: load(realm, board, bundle, options),
    board,
    realm: realm.global,
    meter,
    events,
    standIns,
    output,
    newHeap,
    flash,
    modules: builtins ? membersOf(builtins.names.modules).map(({ name }) => name) : [],
    fillModule: (module, has) => (builtins ? fillModule(realm, board.board, builtins.names, module, has) : has),
    run: (source, fileName, most) => realm.run(textOf(source), fileName, most),
  };
}

/** What is done to each text, so that it does as the board's engine does. */
function instruments(
  realm: Realm,
  { engine, features }: BoardProfile,
  { counter }: BootOptions,
): (text: string) => string {
  // A program that is counted stays as the board has it.
  const isShifting = !features.masksShifts && !counter;
  const hasLengths = engine.name === 'espruino' && !counter;
  if (isShifting) realm.run(hardwareShifts);
  if (hasLengths) realm.run(constantLengths);
  return (source) => {
    const text = hasLengths ? instrumentLengths(source) : source;
    return isShifting ? instrumentShifts(text) : text;
  };
}

/** Espruino's own CRC-32. */
function addSum({ global }: Realm, meter: Meter): void {
  if (!global.E) return;
  global.E.CRC32 = (bytes: unknown): number => {
    const isView = ArrayBuffer.isView(bytes);
    const raw = isView ? (meter.raw(bytes) as Uint8Array) : (global.E.toUint8Array(bytes) as Uint8Array);
    meter.natives.bytesSummed += raw.length;
    return crc32(raw, 0, raw.length) >>> 0;
  };
}

/** What writes a line. */
const CONSOLE = { espruino: ['log', 'debug', 'info', 'warn', 'error'], kaluma: ['log', 'error'] };

function addConsole(realm: Realm, board: BoardProfile, output: string[]): void {
  const log = (...values: unknown[]): void => void output.push(values.join(' '));
  const isHost = board.engine.name === 'host';
  const names = isHost ? ['log'] : CONSOLE[board.engine.name as keyof typeof CONSOLE];
  realm.global.console = Object.assign(realm.copyOf({}), Object.fromEntries(names.map((name) => [name, log])));
  if (!isHost) realm.global.print = log;
}
