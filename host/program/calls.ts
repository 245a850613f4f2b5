/** The library as a program calls it: each call is timed, the heaps it makes are known, and a pool that is null is told. */
import { faultText } from '../../src/core/checked.ts';
import type { CallTime } from './types.ts';

/** What watches over a program. */
export interface Watcher {
  /** Milliseconds of the board's time, those of the turn that runs included. */
  now(): number;
  /** What a call takes on the board that took `milliseconds` here. */
  taken(call: string, milliseconds: number): number;
  /** A call took so long. */
  onCall(call: string, milliseconds: number): void;
  /** A call that makes a pool or a heap gave null. */
  onNull(call: string, reason: string): void;
}

const isMaker = (call: string): boolean => call.endsWith('.create') || call === 'devices.heap';
/** Calls that return a heap: the array that the program works on. */
const isHeapCall = (call: string): boolean => /^(devices\.heap|heap\.(format|open))$/.test(call);

export class Calls {
  readonly times = new Map<string, CallTime>();
  readonly heaps = new Set<Uint8Array>();
  readonly #watcher: Watcher;
  #depth = 0;

  constructor(watcher: Watcher) {
    this.#watcher = watcher;
  }

  /** Puts a watched call in place of each of `ckremm`'s; returns it. */
  watch<Library extends Record<string, any>>(ckremm: Library): Library {
    for (const [module, namespace] of Object.entries(ckremm)) {
      if (typeof namespace !== 'object' || namespace === null) continue;
      for (const [name, call] of Object.entries(namespace as Record<string, unknown>))
        if (typeof call === 'function')
          namespace[name] = this.#watched(ckremm, `${module}.${name}`, call as (...values: unknown[]) => unknown);
    }
    return ckremm;
  }

  /** The dearest first. */
  get dearest(): CallTime[] {
    return [...this.times.values()].sort((a, b) => b.worstMilliseconds - a.worstMilliseconds);
  }

  #watched(ckremm: Record<string, any>, name: string, call: (...values: unknown[]) => unknown) {
    return (...values: unknown[]): unknown => {
      // Callbacks of a call may call: their time is that of the call.
      if (this.#depth > 0) return call(...values);
      const start = this.#watcher.now();
      this.#depth++;
      let result: unknown;
      try {
        result = call(...values);
      } finally {
        this.#depth--;
        this.#note(name, start, this.#watcher.taken(name, this.#watcher.now() - start));
      }
      if (result === null && isMaker(name)) this.#watcher.onNull(textOf(name, values), reasonOf(ckremm));
      if (result !== null && isHeapCall(name)) this.heaps.add(result as Uint8Array);
      return result;
    };
  }

  #note(call: string, at: number, milliseconds: number): void {
    const known = this.times.get(call) ?? {
      call,
      times: 0,
      milliseconds: 0,
      worstMilliseconds: -1,
      worstAtMilliseconds: 0,
    };
    this.times.set(call, known);
    known.times++;
    known.milliseconds += milliseconds;
    if (milliseconds > known.worstMilliseconds) {
      known.worstMilliseconds = milliseconds;
      known.worstAtMilliseconds = at;
    }
    this.#watcher.onCall(call, milliseconds);
  }
}

const reasonOf = (ckremm: Record<string, any>): string => faultText(ckremm.fault() as number);

/** The call with its numbers and texts: `headers.create(heap, 20000)`. */
function textOf(name: string, values: unknown[]): string {
  const shown = values.map((value) =>
    ArrayBuffer.isView(value)
      ? 'heap'
      : typeof value === 'string'
        ? JSON.stringify(value)
        : typeof value === 'object'
          ? '...'
          : String(value),
  );
  return `${name}(${shown.join(', ')})`;
}
