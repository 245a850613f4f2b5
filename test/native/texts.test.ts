/** Messages and strings of the committed blobs, in an emulated Cortex-M0+, beside ES5: the native calls alone, and with what JavaScript does before them. */
import { messagesOf, stringsOf, textsOf } from '../../build/native/fronts.js';
import { handleOf, type Machine, Right } from '../../host/native/machine.ts';
import { randomFrom, seedOf, type Random } from '../support/random.ts';
import { lengthOf } from '../support/soak.ts';
import { BoardArray } from './board.ts';
import { forge, play, relay } from './campaigns.ts';
import { oneOf } from './scenes/scene.ts';
import { LENGTHS, messages, newRing, newStrings, strings, textScenes } from './scenes/texts.ts';
import { AT, machineOf, type Calls, type Pool } from './twin.ts';

describe.each(textScenes)('%s', (_name, scene, call) => {
  test('random calls with misuse', () => {
    for (const heapBytes of [200, 4096, 65536]) play(scene, heapBytes, seedOf(heapBytes), lengthOf(500, 30000));
  });

  test('a heap goes from one to the other after any call', () => {
    relay(scene, 1024, seedOf(5), lengthOf(400, 20000));
  });

  test('damaged images: nothing outside is touched', () => {
    for (let round = 0; round < lengthOf(25, 2000); round++) play.damaged(scene, 2048, seedOf(1) + round, 25);
  });

  test('a forged pool is refused', () => {
    expect(forge(scene, call, 16)).toEqual([]);
  });
});

/** A module twice: in ES5, and as a board with machine code has it, with its own heap in the memory of the machine. */
class Beside {
  readonly heap: Uint8Array;
  private readonly handle: number;

  constructor(
    private readonly machine: Machine,
    private readonly calls: Calls,
    private readonly fronts: Calls,
    private readonly pool: Pool,
  ) {
    machine.ram.set(pool.u8, AT);
    machine.forbid();
    machine.allow(AT, AT + pool.u8.length, Right.Both);
    machine.strays = 0;
    machine.firstStray = '';
    this.heap = new BoardArray(machine.ram.buffer, AT, pool.u8.length);
    this.handle = handleOf(AT, pool.base);
  }

  /** The call on both sides, whose arguments `make` gives for the heap of each; what it gives, of ES5. */
  call(name: string, make: (heap: Uint8Array) => unknown[]): any {
    const plain = (value: unknown): unknown => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value);
    const wanted = this.calls[name]!(this.pool, ...(make(this.pool.u8) as number[]));
    const got = this.fronts[name]!(this.handle as any, ...(make(this.heap) as number[]));
    expect([name, plain(got), this.heap[8]]).toEqual([name, plain(wanted), this.pool.u8[8]]);
    return wanted;
  }

  compare(): void {
    expect(Buffer.compare(this.heap, this.pool.u8)).toBe(0);
    expect([this.machine.strays, this.machine.firstStray]).toEqual([0, '']);
  }
}

/** The native calls of a module as a loader makes them. */
function nativeOf(machine: Machine, module: string, names: string[], booleans: string[]): Calls {
  const made = names.map((name) => {
    const call = (...args: any[]): unknown => {
      const got = machine.call(`${module}.${name}`, ...args.map((one) => Number(one) | 0));
      return booleans.includes(name) ? got > 0 : got;
    };
    return [name, call];
  });
  return Object.fromEntries(made) as Calls;
}

/** Contents: text, bytes, arrays, bytes of the heap itself, and what is none. */
function contentFrom(random: Random): (heap: Uint8Array) => unknown {
  const bytes = Array.from({ length: LENGTHS[random.below(LENGTHS.length)]! }, () => random.below(256));
  const kind = random.below(12);
  const from = random.below(300);
  if (kind < 5) return () => String.fromCharCode(...bytes);
  if (kind < 7) return () => Uint8Array.from(bytes);
  if (kind < 8) return () => bytes;
  if (kind < 10) return (u8) => u8.subarray(from, from + bytes.length);
  return () => [null, undefined, 'caf\u0100', [256], [1.5], {}, true, -1][from % 8];
}

test('messages: push, peek, text and shift are what ES5 has', () => {
  const random = randomFrom(seedOf(21));
  const machine = machineOf('messages');
  const native = nativeOf(machine, 'messages', ['reserve', 'commit', 'first', 'dropFirst', 'count', 'clear'], ['commit', 'dropFirst', 'clear']);
  for (const overwrites of [false, true]) {
    const pool = newRing(1024, overwrites);
    const fronts = { ...native, ...messagesOf(native, () => beside.heap, textsOf()) } as Calls;
    const beside: Beside = new Beside(machine, messages, fronts, pool);
    for (let i = 0; i < lengthOf(500, 20000); i++) {
      const make = contentFrom(random);
      const kind = random.below(8);
      if (kind < 4) beside.call('push', (u8) => [make(u8)]);
      else beside.call(['peek', 'text', 'shift', 'count'][kind - 4]!, () => []);
      if (random.oneIn(100)) beside.call('clear', () => []);
      beside.compare();
    }
  }
});

test('strings: all their calls are what ES5 has', () => {
  const random = randomFrom(seedOf(22));
  const machine = machineOf('tables+strings');
  const native = nativeOf(machine, 'strings', ['length', 'locate', 'reserve', 'extend', 'allocCopy', 'setCopy', 'same'], ['same']);
  const dealloc = nativeOf(machine, 'tables', ['dealloc'], ['dealloc']);
  const fronts = { ...native, ...dealloc, ...stringsOf(native, () => beside.heap, textsOf()) } as Calls;
  const beside: Beside = new Beside(machine, strings, fronts, newStrings(2048));
  const live: number[] = [];
  const results: unknown[] = [];
  for (let i = 0; i < lengthOf(1500, 40000); i++) {
    const content = contentFrom(random);
    const [handle, other] = [oneOf(random, live), oneOf(random, live)];
    const make = random.oneIn(4) ? (): number => other : content;
    const kind = random.below(14);
    if (kind < 4) {
      const got = beside.call('alloc', (u8) => [make(u8)]);
      if (got) live.push(got);
    } else if (kind < 7) beside.call(kind < 5 ? 'append' : 'set', (u8) => [handle, make(u8)]);
    else if (kind < 9) {
      const wanted = random.oneIn(3) ? strings.text!(beside['pool'], handle) : random.oneIn(8) ? {} : other;
      results.push(beside.call(random.oneIn(2) ? 'compare' : 'equals', () => [handle, wanted]));
    } else if (kind < 12) beside.call(['text', 'bytes', 'length'][kind - 9]!, () => [handle]);
    else if (beside.call('dealloc', () => [handle])) live.splice(live.indexOf(handle) >>> 0, 1);
    beside.compare();
  }
  for (const one of [null, 0, true, false]) expect(results).toContain(one);
});
