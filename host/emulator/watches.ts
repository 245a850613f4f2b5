/**
 * Watches of pins, as Espruino 2v29 keeps them (jswrap_io.c, jsinteractive.c): which edge is told, once or again and again, and how long a pin
 * must have been still. A button tells when it is pressed, after 25 ms, unless its options say otherwise. Kaluma's are told each time.
 */

export interface Watch {
  f: (event: unknown) => unknown;
  pin: unknown;
  isRepeated: boolean;
  /** Which changes it is told of. */
  edge: Edge;
  /** Milliseconds without a change that a new state must last; 0: none. */
  debounce: number;
  /** What it was told last, or would have been. */
  state: boolean;
  /** When the pin changed last, in seconds. */
  lastTime?: number;
  /** A change that has not lasted for long enough. */
  pending?: { state: boolean; due: number };
}
type Edge = 'rising' | 'falling' | 'both';
export type WatchOptions = Pick<Watch, 'isRepeated' | 'edge' | 'debounce'>;

/** Kaluma's FALLING and RISING. */
const KALUMA_FALLING = 4;
const KALUMA_RISING = 8;
/** Of an Espruino's button. */
const BUTTON: Omit<WatchOptions, 'isRepeated'> = { edge: 'rising', debounce: 25 };
const EDGES: Edge[] = ['falling', 'both', 'rising'];
/** Options that reach into the hardware. */
const NOT_SIMULATED = ['irq', 'data'];

/** Kaluma's fourth argument is a number: 4 for falling, 8 for rising. */
export const kalumaOptions = (edge: unknown): WatchOptions => ({
  isRepeated: true,
  debounce: 0,
  edge: edge === KALUMA_FALLING ? 'falling' : edge === KALUMA_RISING ? 'rising' : 'both',
});

/** Espruino's are an object, or whether it is told again and again. Throws where it does, and where options are not simulated. */
export function espruinoOptions(options: any, isButton: boolean): WatchOptions {
  const usual = isButton ? BUTTON : { edge: 'both' as Edge, debounce: 0 };
  if (typeof options !== 'object' || options === null) return { ...usual, isRepeated: Boolean(options) };
  for (const name of NOT_SIMULATED)
    if (options[name] !== undefined && options[name] !== false)
      throw new Error(`setWatch with the option ${name}: the simulation does not support that`);
  const debounce = options.debounce === undefined ? usual.debounce : Number(options.debounce);
  return {
    isRepeated: Boolean(options.repeat),
    debounce: debounce > 0 ? debounce : 0,
    edge: options.edge === undefined ? usual.edge : edgeOf(options.edge),
  };
}

function edgeOf(edge: unknown): Edge {
  const found = typeof edge === 'number' ? EDGES[Math.sign(Math.trunc(edge)) + 1] : EDGES.find((one) => one === edge);
  if (!found) throw new TypeError("'edge' in setWatch should be 1, -1, 0, 'rising', 'falling' or 'both'");
  return found;
}

/** Whether a watch is told of a change to `state`. */
export const hears = ({ edge }: Watch, state: boolean): boolean => edge !== (state ? 'falling' : 'rising');

/** A pin changed: true when its watch has to look at it now, false when it waits for the pin to be still. */
export function noteChange(watch: Watch, state: boolean, now: number): boolean {
  if (watch.debounce === 0) {
    watch.state = state;
    return true;
  }
  if (watch.pending) watch.pending = { state, due: now + watch.debounce };
  else if (state !== watch.state) watch.pending = { state, due: now + watch.debounce };
  return false;
}

/** A pin was still for long enough: whether its state is another one than before. */
export function settle(watch: Watch): boolean {
  const { state } = watch.pending!;
  delete watch.pending;
  const isNew = state !== watch.state;
  watch.state = state;
  return isNew;
}
