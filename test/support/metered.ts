/** A pool in an emulated board that counts every word and throws on any access outside the pool. */
import { Buffer } from 'node:buffer';
import { withoutFault } from './random.ts';
import { type BootOptions, boot, type Emulated } from '../../host/emulator/index.ts';

export interface Metered {
  board: Emulated;
  ckremm: any;
  /** The metered heap, and the array behind it, which is free to read. */
  heap: Uint8Array;
  raw: Uint8Array;
}

const boards = new Map<string, Emulated>();

/** An empty heap on a board with metered arrays; boards are booted once. */
export function meteredHeap(boardName: string, heapBytes: number, options: BootOptions = {}): Metered {
  const key = `${boardName} ${JSON.stringify(options)}`;
  const board = boards.get(key) ?? boot(boardName, { strictStores: true, countSteps: true, ...options });
  boards.set(key, board);
  board.meter.setWindow(null);
  const heap = board.newHeap(heapBytes);
  const { buffer, byteOffset, length } = board.meter.raw(heap);
  // An array of this realm: the board's has no more than the board's engine has.
  const raw = new Uint8Array(buffer, byteOffset, length);
  board.ckremm.heap.format(heap);
  return { board, ckremm: board.ckremm, heap, raw };
}

/** Let calls touch only bytes [from, to) of the heap from now on. */
export function confine({ board, heap }: Metered, from: number, to: number): void {
  board.meter.setWindow(heap, from, to);
}

export interface Cost {
  words: number;
  steps: number;
  bulkBytes: number;
}

/** What a call costs. */
export function costOf({ board: { meter } }: Metered, call: () => unknown): Cost {
  meter.reset();
  call();
  return { words: meter.words, steps: meter.steps, bulkBytes: meter.bulkBytes };
}

/** Another fault than `fault`, so that a refusal which forgets to say why is noticed. */
function provokeOther({ ckremm }: Metered, fault: number): void {
  ckremm.heap.format(null);
  if (ckremm.fault() === fault) ckremm.heap.open(new Uint8Array(16));
}

/**
 * Run a call that must be refused: false, 0 or null, with one of those faults, the image as it was,
 * and at a cost that does not depend on the pool.
 */
export function expectRefusal(metered: Metered, what: string, faults: number[], call: () => unknown): void {
  const { ckremm, raw } = metered;
  const before = Buffer.from(withoutFault(raw));
  let result: unknown;
  provokeOther(metered, faults[0]!);
  const { words, steps } = costOf(metered, () => {
    result = call();
  });
  const fault = ckremm.fault();
  const isUnchanged = before.equals(withoutFault(raw));
  const isCheap = words <= 8 && steps <= 8;
  // Tens of thousands of refusals are as they should be, and jest takes longer to say so than the call.
  if (!result && faults.includes(fault) && isUnchanged && isCheap) return;
  const seen = { what, result: result || 'refused', fault, isUnchanged, isCheap };
  const due = {
    what,
    result: 'refused',
    fault: faults.includes(fault) ? fault : faults,
    isUnchanged: true,
    isCheap: true,
  };
  expect(seen).toEqual(due);
}
