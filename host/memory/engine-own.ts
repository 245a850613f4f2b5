/**
 * What Espruino itself keeps for a program: of timers, watches, listeners, modules and its own objects, in variables. Measured on builds of
 * 2v29 (test/memory/constructs.json), and as jswrap_interactive.c and jswrap_io.c write the objects.
 */
import type { Events } from '../emulator/index.ts';

/** Of a timer: its number, the object, its `time` and `cb`; of an interval `intr`, too. */
const TIMEOUT = 5;
const INTERVAL = 7;
/** What a timer hands over: a list, and the place of each. */
const ARGUMENTS = 2;
/** Of a watch: its number, the object, `pin`, `cb` and `state`; and what options add. A time in the engine's ticks takes a variable. */
const WATCH = 8;
const RECUR = 3;
const DEBOUNCE = 3;
const EDGE = 1;
const LAST_TIME = 3;
/** A change that waits for the pin to be still: a timer with `watch`, `time`, `cb`, `pin` and `state`, and `timeout` of the watch. */
const PENDING = 13;

/** Variables of all timers, without the functions and values they hold. */
export function timersVariables({ timers }: Events): number {
  let sum = 0;
  for (const { every, values } of timers.values())
    sum += (every === null ? TIMEOUT : INTERVAL) + (values.length ? ARGUMENTS + values.length : 0);
  return sum;
}

/** Variables of all watches, without their functions. */
export function watchesVariables({ watches }: Events): number {
  let sum = 0;
  for (const { isRepeated, debounce, edge, lastTime, pending } of watches.values())
    sum +=
      WATCH +
      (isRepeated ? RECUR : 0) +
      (debounce ? DEBOUNCE : 0) +
      (edge === 'both' ? 0 : EDGE) +
      (lastTime === undefined ? 0 : LAST_TIME) +
      (pending ? PENDING : 0);
  return sum;
}

/** Variables of all listeners, without their functions; `name` says what a name takes. */
export function listenersVariables({ listeners }: Events, name: (text: string) => number): number {
  let sum = 0;
  for (const events of listeners.all.values())
    for (const [event, list] of events) if (list.length) sum += name(`#on${event}`) + 1 + list.length;
  return sum;
}
