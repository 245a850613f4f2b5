/** One run of a program, told step by step. */
import type { MadeCall } from '../program/calls.ts';
import type { Machine } from '../program/machine.ts';
import { type Memory, memoryOf } from '../program/memory.ts';
import { runProgram } from '../program/run.ts';
import type { RunResult } from '../program/types.ts';
import { shown } from '../sim/values.ts';
import { Recorder } from './record.ts';
import type { Chunk, Job } from './types.ts';

/** A text of a step is no longer; what is cut off says so. */
const MOST_CHARACTERS = 120;

const cut = (text: string): string =>
  text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 4)} ...` : text;

/** Runs `job` with the bundle in `bundleFile`; `emit` has the steps as they come. */
export function runJob(
  { board, program, forMilliseconds }: Job,
  bundleFile: string,
  emit: (chunk: Chunk) => void,
): RunResult {
  const recorder = new Recorder(emit);
  const { result } = runProgram(board, program, { bundleFile, forMilliseconds }, (machine) =>
    witnessOf(recorder, machine),
  );
  recorder.flush();
  return result;
}

function witnessOf(recorder: Recorder, machineOf: () => Machine) {
  /** Calls since the turn began. */
  let calls = 0;
  let turns = 0;
  /** Counting memory goes through all that the program has: it may take a fifth of the time, and steps between have the last count. */
  let memory: Memory | null = null;
  let countAgainAt = 0;
  const counted = (machine: Machine): Memory => {
    const begin = Date.now();
    if (memory && begin < countAgainAt) return memory;
    memory = memoryOf(machine.emulated);
    countAgainAt = Date.now() + 4 * (Date.now() - begin);
    return memory;
  };
  const add = (text: string, result: string, reason: number, milliseconds: number, isTurn: boolean): void => {
    const machine = machineOf();
    const step = { text: cut(text), result: cut(result), reason, milliseconds, isTurn, ...counted(machine) };
    recorder.add({ ...step, atMilliseconds: machine.now }, machine.calls.heaps);
  };
  return {
    afterCall(call: MadeCall): void {
      calls++;
      add(call.text, resultOf(call), call.reason, call.milliseconds, false);
    },
    afterTurn(_at: number, milliseconds: number): void {
      const isBoot = turns++ === 0;
      // A turn that neither calls nor writes into a heap is no step.
      if (!isBoot && calls === 0 && !recorder.isChanged(machineOf().calls.heaps)) return;
      add(isBoot ? 'the end of the boot' : 'the end of a turn', '', 0, milliseconds, true);
      calls = 0;
    },
  };
}

/** What a call gave, as far as it can be read. */
function resultOf({ name, result }: MadeCall): string {
  if (ArrayBuffer.isView(result)) {
    const { length } = result as Uint8Array;
    return /^(devices|heap)\./.test(name) ? `a heap of ${length} bytes` : `a view, ${length} elements long`;
  }
  if (typeof result === 'object' && result !== null)
    return /\.(create|attach|open|format)$/.test(name) ? 'a pool' : shown(result);
  return typeof result === 'string' ? JSON.stringify(result) : shown(result);
}
