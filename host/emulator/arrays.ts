/** Typed arrays of an emulated board: constructors in place of the realm's, which know how much memory it has. */
import type { BoardProfile } from '../boards/board.ts';
import type { BootOptions } from './boot.ts';
import { type EngineState, idleBytes, isFlatSize } from './engines.ts';
import { type Meter, meteredConstructor } from './meter.ts';
import { type Realm, type TypedArrayName, typedArrayNames } from './realm.ts';

/** Arrays from this size on are what out of memory is about. */
const LARGE_BYTES = 256;

export function newState(board: BoardProfile, options: BootOptions, meter: Meter): EngineState {
  return {
    usedBytes: 0,
    freeAtBootBytes: options.freeBytes ?? board.ramBytes - idleBytes(board),
    isFragmented: options.fragmented === true,
    isFlat: (buffer) => options.room?.isFlat(buffer) ?? isFlatSize(buffer.byteLength),
    isOutOfMemory: options.outOfMemory === true,
    raw: (view) => meter.raw(view),
  };
}

/** Puts them all in place. */
export function replaceConstructors(realm: Realm, state: EngineState, options: BootOptions, meter: Meter): void {
  for (const name of typedArrayNames) replaceConstructor(realm, name, state, options, meter);
}

function replaceConstructor(
  realm: Realm,
  name: TypedArrayName,
  state: EngineState,
  options: BootOptions,
  meter: Meter,
): void {
  const Native = realm.natives[name];
  const make = options.strictStores
    ? meteredConstructor(realm, name, meter)
    : (...values: any[]) => {
        meter.noteArray(values[0], Native.BYTES_PER_ELEMENT as number);
        return new Native(...values);
      };
  const construct = (...values: any[]): any => {
    const bytes = typeof values[0] === 'number' ? values[0] * Native.BYTES_PER_ELEMENT : 0;
    if (options.room) return counted(name, bytes, () => make(...values), options.room);
    if (bytes < LARGE_BYTES) return make(...values);
    if (state.isOutOfMemory || (options.freeBytes !== undefined && bytes > options.freeBytes - state.usedBytes)) {
      throw noRoom(bytes);
    }
    state.usedBytes += bytes;
    return options.outOfMemory === 'touch' ? untouchable(make(...values)) : make(...values);
  };
  const wrapper = realm.run(`(function (construct) { return function ${name}(a, b, c) {
    return arguments.length < 2 ? construct(a) : arguments.length < 3 ? construct(a, b) : construct(a, b, c); }; })`)(
    construct,
  );
  wrapper.prototype = Native.prototype;
  Object.setPrototypeOf(wrapper, Object.getPrototypeOf(Native) as object);
  // What natives make, a view as subarray does, is made by the realm's own: it is no array that the program made.
  Object.defineProperty(wrapper, Symbol.species, { value: undefined });
  Object.defineProperty(wrapper, 'BYTES_PER_ELEMENT', { value: Native.BYTES_PER_ELEMENT, configurable: true });
  Native.prototype.constructor = wrapper;
  realm.global[name] = wrapper;
}

/** An array of a board whose memory is counted. */
function counted(kind: string, bytes: number, make: () => any, room: NonNullable<BootOptions['room']>): any {
  if (bytes && !room.take(bytes)) throw noRoom(bytes);
  const array = make();
  room.made(kind, array.buffer as ArrayBufferLike, bytes > 0);
  return array;
}

const noRoom = (bytes: number): Error => new Error(`out of memory: no room for an array of ${bytes} bytes`);

/** An array whose bytes the engine fails to find when they are first stored to. */
const untouchable = (array: object): object =>
  new Proxy(array, {
    get: (target, key) => Reflect.get(target, key, target),
    set() {
      throw new Error('out of memory: the bytes of this array cannot be allocated');
    },
  });
