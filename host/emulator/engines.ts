/** The globals of each engine that the library uses: Espruino's `E` and `process`, Kaluma's `process`. */
import type { BoardProfile } from '../boards/board.ts';
import type { Realm } from './realm.ts';

/** Shared by the globals below and the constructors of typed arrays. */
export interface EngineState {
  /** Bytes of large arrays made so far; nothing is ever collected. */
  usedBytes: number;
  /** Bytes that the engine has for the program at boot. */
  freeAtBootBytes: number;
  isFragmented: boolean;
  /** Whether a buffer lies in one run of variables, or in one alone. */
  isFlat(buffer: ArrayBufferLike): boolean;
  isOutOfMemory: boolean;
  /** The array behind a metered one. */
  raw<T>(view: T): T;
}

/** JsVars that a freshly booted Espruino has used, where no profile says it; bytes that Kaluma's runtime takes. */
const ESPRUINO_IDLE_JSVARS = 300;
const KALUMA_IDLE_BYTES = 12040;
/** So many bytes of an array lie in one JsVar of Espruino, and up to the other in chained ones, which have no address. */
const SINGLE_BYTES = 8;
const CHAINED_BYTES = 19;

/** Whether an array of so many bytes has an address on an Espruino whose memory is not counted. */
export const isFlatSize = (bytes: number): boolean => bytes <= SINGLE_BYTES || bytes > CHAINED_BYTES;

export function idleBytes({ engine }: BoardProfile): number {
  if (engine.name === 'espruino') return (engine.idleJsvars ?? ESPRUINO_IDLE_JSVARS) * engine.jsvarBytes!;
  return engine.name === 'kaluma' ? KALUMA_IDLE_BYTES : 0;
}

/** Adds the board's globals to the realm. */
export function addEngineGlobals(realm: Realm, profile: BoardProfile, state: EngineState): void {
  if (profile.engine.name === 'espruino') addEspruino(realm, profile, state);
  if (profile.engine.name === 'kaluma') addKaluma(realm, profile, state);
}

const freeBytes = (state: EngineState): number => Math.max(0, state.freeAtBootBytes - state.usedBytes);

function addEspruino(realm: Realm, { engine }: BoardProfile, state: EngineState): void {
  const blocksize = engine.jsvarBytes!;
  const total = engine.jsvarCount!;
  realm.global.E = Object.assign(realm.copyOf({}), {
    getAddressOf(view: Uint8Array, isFlat: boolean): number {
      const { buffer, byteOffset } = state.raw(view);
      const hasAddress = !state.isFragmented && state.isFlat(buffer);
      return hasAddress || !isFlat ? 0x20001000 + byteOffset : 0;
    },
    getErrorFlags: () => realm.copyOf(state.isOutOfMemory ? ['LOW_MEMORY', 'MEMORY'] : []),
  });
  realm.global.process = Object.assign(realm.copyOf({}), {
    memory() {
      const free = Math.floor(freeBytes(state) / blocksize);
      return realm.copyOf({
        free,
        usage: total - free,
        total,
        history: 0,
        gc: 0,
        gctime: 1,
        blocksize,
      });
    },
  });
}

function addKaluma(realm: Realm, { engine }: BoardProfile, state: EngineState): void {
  const heapTotal = engine.jerryHeapBytes!;
  realm.global.process = Object.assign(realm.copyOf({}), {
    memoryUsage() {
      const heapUsed = heapTotal - freeBytes(state);
      return realm.copyOf({ heapTotal, heapUsed, heapPeak: heapUsed });
    },
  });
}
