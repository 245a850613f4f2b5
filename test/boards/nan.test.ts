/** The arithmetic of the RP2040 knows no NaN: calls with whatever arguments must do there what they do elsewhere. */
import { crc32 } from 'node:zlib';
import { type Emulated, boot } from '../../host/emulator/index.ts';
import { expectedOf, workloadModules } from '../../host/engines/index.ts';
import { workloadProgram } from '../../host/engines/workloads.ts';
import { nor } from '../../host/flash/nor.ts';

type Call = (...values: unknown[]) => unknown;
const modules = ['headers', 'tables', 'gc', 'records', 'queue', 'strings', 'paging', 'heap'];
const odd: unknown[] = [
  undefined,
  null,
  NaN,
  {},
  [],
  [NaN],
  ['x'],
  'x',
  '',
  -1,
  1.5,
  Infinity,
  -Infinity,
  2 ** 31,
  2 ** 32,
  1e20,
  true,
  () => 0,
  0,
];

/** A heap with what the calls of a module take: the first argument, and sound values for the others. */
function sceneOf({ ckremm, newHeap }: Emulated, module: string): { first: any; values: unknown[] } {
  const heap = ckremm.heap.format(newHeap(65536));
  const { headers, tables, gc, records, queue, strings, paging } = ckremm;
  if (module === 'headers') {
    const first = headers.create(heap, 4096);
    return { first, values: [headers.alloc(first, 20), 8, 8] };
  }
  if (module === 'tables' || module === 'strings') {
    const first = tables.create(heap, 4096);
    const handle = module === 'strings' ? strings.alloc(first, 'kitchen') : tables.alloc(first, 20);
    return { first, values: [handle, module === 'strings' ? 'hall' : 4, 4, 4] };
  }
  if (module === 'gc') {
    const first = gc.create(heap, 8192, 50);
    const type = gc.defineType(first, [0, 1]);
    const scope = gc.open(first);
    const handle = gc.alloc(first, type, 12);
    gc.setRoot(first, 1, handle);
    gc.weak(first, handle);
    return { first, values: [handle, scope, handle, 4] };
  }
  if (module === 'records' || module === 'queue') {
    const first = ckremm[module].create(heap, 't:u32 v:i16 d:bytes:3', 40);
    return { first, values: [module === 'records' ? records.alloc(first) : queue.push(first), 't', 5] };
  }
  if (module === 'heap') return { first: heap, values: [1, 0] };
  const store = nor({ size: 16 * 4096, eraseBytes: 4096, programBytes: 4 });
  return { first: paging.create(heap, 6000, store, 20), values: [300, 4, 4, 4] };
}

/** A loop that never ends is an answer, too. */
const MOST_STEPS = 1e6;

function bootLimited(withoutNaN: boolean): Emulated {
  const board = boot('host', { withoutNaN, countSteps: true });
  let steps = 0;
  Object.defineProperty(board.meter.loops, 'steps', {
    get: () => steps,
    set(value: number) {
      steps = value;
      if (steps > MOST_STEPS) throw new Error('a loop without end');
    },
  });
  return board;
}

/** What a call did: its value, what it threw, the fault and the heap. */
function outcomeOf(board: Emulated, module: string, name: string, at: number, value: unknown): string {
  board.meter.loops.steps = 0;
  const { first, values } = sceneOf(board, module);
  const call = board.ckremm[module][name] as Call;
  const others = values.slice(0, call.length - 1);
  if (call.length > 1) others[at] = value;
  board.meter.loops.steps = 0;
  let result: unknown;
  try {
    result = call(first, ...others);
  } catch (error) {
    result = `threw ${(error as Error).message}`;
  }
  const heap = first.u8 ?? first;
  // No two mounts of a pager are alike.
  const sum = module === 'paging' ? board.ckremm.fault(heap) : crc32(Buffer.from(heap.buffer));
  return `${typeof result === 'object' && result ? 'an object' : String(result)}, heap ${sum}`;
}

const boards = [bootLimited(false), bootLimited(true)];

test.each(modules)('%s', (module) => {
  const differences: string[] = [];
  for (const [name, call] of Object.entries(boards[0]!.ckremm[module] as Record<string, Call>)) {
    for (let at = 0; at < Math.max(call.length - 1, 1); at++) {
      for (const value of odd) {
        const [usual, without] = boards.map((board) => outcomeOf(board, module, name, at, value));
        if (usual !== without)
          differences.push(`${name}, argument ${at + 1} ${String(value)}: ${usual}; without NaN: ${without}`);
      }
    }
  }
  expect(differences).toEqual([]);
});

test.each(workloadModules())(
  'the workload of %s leaves the same heap without NaN, and no access is out of bounds',
  async (module) => {
    const { ckremm, realm, run, output } = boot('host', { withoutNaN: true, strictStores: true });
    realm.ckremm = ckremm;
    run(workloadProgram(module));
    expect(output.slice(1, -1)).toEqual(await expectedOf(module));
  },
);
