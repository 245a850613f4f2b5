/** The library as a program calls it: each call is timed, the heaps it makes are known, and a pool that is null is told. */
import { faultText } from '../../src/core/checked.ts';
import { Last } from '../../src/core/faults.ts';
import type { CallTime } from './types.ts';

/** A call of the library that is over. */
export interface MadeCall {
  /** As a person writes it: `headers.alloc(pool, 20)`. */
  text: string;
  name: string;
  /** undefined where it threw. */
  result: unknown;
  /** Why it was refused; 0 where it was not. */
  reason: number;
  milliseconds: number;
}

/** Who wants to see each call and turn, and the heaps behind it. */
export interface Witness {
  afterCall(call: MadeCall): void;
  /** A turn of the program is over: it began at `at`, and took so long. */
  afterTurn(at: number, milliseconds: number): void;
}

/** What watches over a program. */
export interface Watcher {
  /** Milliseconds of the board's time, those of the turn that runs included. */
  now(): number;
  /** Does what looks on, and takes no time. */
  unseen<Result>(work: () => Result): Result;
  /** What a call takes on the board that took `milliseconds` here. */
  taken(call: string, milliseconds: number): number;
  /** A call took so long. */
  onCall(call: string, milliseconds: number): void;
  /** A function stands in place of a call. */
  onWatched?(watched: object, call: object): void;
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
  readonly #witness: Witness | undefined;
  #depth = 0;

  constructor(watcher: Watcher, witness?: Witness) {
    this.#watcher = watcher;
    this.#witness = witness;
  }

  /** Puts a watched call in place of each of `ckremm`'s; returns it. */
  watch<Library extends Record<string, any>>(ckremm: Library): Library {
    for (const [module, namespace] of Object.entries(ckremm)) {
      if (typeof namespace !== 'object' || namespace === null) continue;
      for (const [name, call] of Object.entries(namespace as Record<string, unknown>))
        if (typeof call === 'function')
          namespace[name] = this.#inPlaceOf(ckremm, `${module}.${name}`, call as (...values: unknown[]) => unknown);
    }
    return ckremm;
  }

  /** The slowest first. */
  get slowest(): CallTime[] {
    return [...this.times.values()].sort((a, b) => b.worstMilliseconds - a.worstMilliseconds);
  }

  #inPlaceOf(ckremm: Record<string, any>, name: string, call: (...values: unknown[]) => unknown) {
    const watched = this.#watched(ckremm, name, call);
    this.#watcher.onWatched?.(watched, call);
    return watched;
  }

  #watched(ckremm: Record<string, any>, name: string, call: (...values: unknown[]) => unknown) {
    return (...values: unknown[]): unknown => {
      // Callbacks of a call may call: their time is that of the call.
      if (this.#depth > 0) return call(...values);
      const faults = this.#witness && this.#watcher.unseen(() => new Faults(this.heaps, ckremm));
      const start = this.#watcher.now();
      this.#depth++;
      let result: unknown;
      let milliseconds = 0;
      try {
        result = call(...values);
      } finally {
        this.#depth--;
        milliseconds = this.#watcher.taken(name, this.#watcher.now() - start);
        this.#note(name, start, milliseconds);
      }
      if (result !== null && isHeapCall(name)) this.heaps.add(result as Uint8Array);
      if (faults) {
        const reason = this.#watcher.unseen(() => faults.reasonOf(result));
        this.#witness!.afterCall({ text: textOf(name, values), name, result, reason, milliseconds });
      }
      if (result === null && isMaker(name)) this.#watcher.onNull(textOf(name, values), reasonOf(ckremm));
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

/**
 * Whether a call was refused: one that was not leaves the last fault as it is, so that the words of heaps are cleared before the call, and put
 * back behind one that was not. Of a call that concerns no heap there is only the last fault of all: another one, or a failure value, tells.
 */
class Faults {
  readonly #heaps: [heap: Uint8Array, before: number][];
  readonly #ckremm: Record<string, any>;
  readonly #before: number;

  constructor(heaps: Set<Uint8Array>, ckremm: Record<string, any>) {
    this.#ckremm = ckremm;
    this.#before = ckremm.fault() as number;
    this.#heaps = [...heaps].map((heap) => [heap, heap[Last.FaultByte]!]);
    for (const [heap] of this.#heaps) heap[Last.FaultByte] = 0;
  }

  /** 0 where it was not refused. */
  reasonOf(result: unknown): number {
    let reason = 0;
    for (const [heap, before] of this.#heaps) {
      reason ||= heap[Last.FaultByte]!;
      heap[Last.FaultByte] ||= before;
    }
    const last = this.#ckremm.fault() as number;
    const isOther = last !== this.#before || (result === null && this.#heaps.length === 0);
    return reason || (isOther ? last : 0);
  }
}

/** The call with its numbers and texts: `headers.create(heap, 20000)`. */
function textOf(name: string, values: unknown[]): string {
  const shown = values.map((value, i) =>
    ArrayBuffer.isView(value)
      ? 'heap'
      : typeof value === 'string'
        ? JSON.stringify(value)
        : typeof value === 'object'
          ? i === 0
            ? 'pool'
            : '...'
          : typeof value === 'function'
            ? 'function'
            : String(value),
  );
  return `${name}(${shown.join(', ')})`;
}
