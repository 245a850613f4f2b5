/**
 * Calls through every object of a pool that was destroyed, whatever took its region: all are refused, and no byte changes but the
 * last fault.
 */
import { Fault } from '../../src/core/faults.ts';
import { Image, Kind } from '../../src/heap/layout.ts';
import type { BootOptions } from '../../host/emulator/index.ts';
import { type Metered, meteredHeap } from './metered.ts';
import { randomFrom, withoutFault } from './random.ts';

export interface Destroyable {
  /** The kind of region that its pools have. */
  kind: number;
  /** Makes a pool that something is handed out of, in the middle of a heap. */
  make(ckremm: any, heap: Uint8Array): any;
  attach(ckremm: any, heap: Uint8Array, address: number): any;
  destroy(ckremm: any, pool: any): boolean;
  /** Every call of the module that takes a pool, `destroy` included, with arguments that were right before. */
  calls(ckremm: any, pool: any): [name: string, call: () => unknown][];
  /** Prefix of the checked build's errors: "headers.". */
  prefix: string;
}

const KINDS = [
  Kind.Hole,
  Kind.Headers,
  Kind.Tables,
  Kind.Gc,
  Kind.Records,
  Kind.Queue,
  Kind.Paging,
  Kind.Sync,
  Kind.Messages,
  Kind.New,
] as number[];

/** What can be in the region afterwards. */
const CONTENTS: [string, (region: Uint8Array, old: Uint8Array) => void][] = [
  ['zeros', (region) => void region.fill(0)],
  ['ones', (region) => void region.fill(255)],
  [
    'random bytes',
    (region) => {
      const random = randomFrom(region.length);
      region.forEach((_, i) => (region[i] = random.below(256)));
    },
  ],
  ['the old bytes', (region, old) => region.set(old)],
];

/** Writes the row of a region as nameRegion does. */
function writeKind(raw: Uint8Array, address: number, kind: number): void {
  const words = new Uint32Array(raw.buffer, raw.byteOffset, raw.length >> 2);
  const row = (address - Image.RowBytes) >> 2;
  words[row] = (words[row]! & ~15) | kind;
  words[row + 1] = ~words[row]!;
}

function expectRefused(metered: Metered, what: string, prefix: string, isChecked: boolean, call: () => unknown): void {
  const { raw, ckremm } = metered;
  const before = withoutFault(raw);
  let result: unknown;
  let thrown = '';
  // Another fault before, so that a refusal which does not say why is noticed.
  if (!isChecked) ckremm.heap.open(new Uint8Array(32));
  try {
    result = call();
  } catch (error) {
    thrown = (error as Error).message;
  }
  if (isChecked ? !thrown.startsWith(prefix) : thrown)
    throw new Error(`${what}: ${thrown ? `throws ${thrown}` : `does not throw, gives ${String(result)}`}`);
  if (!isChecked && result) throw new Error(`${what}: gives ${String(result)}`);
  if (!isChecked && ckremm.fault() !== Fault.BadArgument) throw new Error(`${what}: fault ${ckremm.fault()}`);
  if (!Buffer.from(before).equals(withoutFault(raw))) throw new Error(`${what}: changed the heap`);
}

/** One pool, two objects of it, destroyed by the first; each call through each, for each kind and contents. Returns how many calls that were. */
export function afterDestroy(
  subject: Destroyable,
  board: string,
  isChecked: boolean,
  heapBytes = 8192,
  options: BootOptions = {},
): number {
  const metered = meteredHeap(board, heapBytes, { ...options, lean: !isChecked });
  const { ckremm, heap, raw } = metered;
  const first = subject.make(ckremm, heap);
  const address: number = first.base ?? ckremm.heap.find(heap, subject.kind, 0);
  const second = subject.attach(ckremm, heap, address);
  const words = new Uint32Array(raw.buffer, raw.byteOffset, raw.length >> 2);
  const end = address - Image.RowBytes + (words[(address - Image.RowBytes) >> 2]! >>> 4);
  const old = raw.slice(address, end);
  let count = 0;
  if (!isChecked) ckremm.heap.format(null);
  if (!subject.destroy(ckremm, first)) throw new Error('destroy was refused');
  const gone = raw.slice();
  for (const kind of KINDS.filter((kind) => kind !== subject.kind)) {
    for (const [contents, fill] of CONTENTS) {
      for (const [which, pool] of [
        ['the object that destroyed it', first],
        ['another object', second],
      ] as const) {
        for (const [i, [name]] of subject.calls(ckremm, pool).entries()) {
          raw.set(gone);
          // What destroy left of a merged hole is made a region of the old size again.
          words[(address - Image.RowBytes) >> 2] = ((end - address + Image.RowBytes) << 4) | kind;
          writeKind(raw, address, kind);
          if (end < heapBytes) {
            words[end >> 2] = ((heapBytes - end) << 4) | Kind.Hole;
            words[(end >> 2) + 1] = ~words[end >> 2]!;
          }
          fill(raw.subarray(address, end), old);
          expectRefused(
            metered,
            `${name} through ${which}, kind ${kind}, ${contents}`,
            subject.prefix,
            isChecked,
            subject.calls(ckremm, pool)[i]![1],
          );
          count++;
        }
      }
    }
  }
  return count;
}
