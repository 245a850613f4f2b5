/** What the page and the worker that runs a program tell each other. */
import type { RunResult } from '../program/types.ts';

/** What the page asks for. */
export interface Job {
  board: string;
  /** The lean bundle of the board, with the modules that were chosen. */
  bundle: string;
  program: string;
  /** Of board time. */
  forMilliseconds: number;
}

/** A call of the library, or the end of a turn of the program. */
export interface Step {
  /** `headers.alloc(pool, 20)`, 'the boot is over' */
  text: string;
  result: string;
  /** The number of the fault; 0 where nothing was refused. */
  reason: number;
  /** Of board time. */
  atMilliseconds: number;
  milliseconds: number;
  /** Of Espruino; null elsewhere. */
  freeVariables: number | null;
  freeBytes: number;
  isTurn: boolean;
}

/** Bytes of a heap that are not what they were before. A heap that is new is all of it, at 0. */
export interface Change {
  heap: number;
  at: number;
  bytes: Uint8Array;
}

/** A run of steps, which can be looked at without those before it. */
export interface Chunk {
  /** The number of its first step, from 0. */
  first: number;
  steps: Step[];
  /** The heaps before its first step. */
  heaps: Uint8Array[];
  /** What each step changed, and the program before it. */
  changes: Change[][];
}

/** From the worker. */
export type Message =
  { kind: 'chunk'; chunk: Chunk } | { kind: 'done'; result: RunResult } | { kind: 'failed'; message: string };
