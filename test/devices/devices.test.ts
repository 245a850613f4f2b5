/** The board's heap: taken once, really there and in one piece, or refused with the reason. */
import { Fault } from '../../src/core/faults.ts';
import { type BootOptions, boardNames, boot, readBoard } from '../../host/emulator/index.ts';

const espruino = boardNames().filter((name) => readBoard(name).engine.name === 'espruino');
const kaluma = boardNames().filter((name) => readBoard(name).engine.name === 'kaluma');

/** Boot and take the heap; how many bytes the board gave, and the fault if it gave none. */
function take(
  board: string,
  options: BootOptions = {},
): { bytes: number; fault: number; emulated: ReturnType<typeof boot> } {
  const emulated = boot(board, options);
  const heap = emulated.ckremm.devices.heap();
  return { bytes: heap ? heap.length : 0, fault: emulated.ckremm.fault(), emulated };
}

describe.each([
  ['lean', true],
  ['checked', false],
])('%s', (_kind, lean) => {
  test.each(boardNames())('%s gives a heap that is formatted, empty and of its size', (board) => {
    const {
      bytes,
      emulated: { ckremm },
    } = take(board, { lean });
    expect(bytes).toBe(readBoard(board).heapBytes);
    const heap = ckremm.devices.heap();
    expect(ckremm.heap.freeBytes(heap)).toBe(bytes - 16);
    expect([ckremm.devices.board, ckremm.devices.heapBytes]).toEqual([board, bytes]);
  });

  test('a second call gives the same heap, with what is in it', () => {
    const { ckremm } = boot('puckjs', { lean });
    const heap = ckremm.devices.heap();
    const pool = ckremm.headers.create(heap, 1000);
    const address = ckremm.headers.alloc(pool, 20);
    expect(ckremm.devices.heap()).toBe(heap);
    expect(ckremm.devices.heap(0)).toBe(heap);
    expect(
      ckremm.headers.sizeOf(ckremm.headers.attach(heap, ckremm.heap.find(heap, 1, 0)), address),
    ).toBeGreaterThanOrEqual(20);
  });

  test('a second call refuses a heap whose directory was overwritten', () => {
    const { ckremm } = boot('puckjs', { lean });
    const heap = ckremm.devices.heap();
    heap[17] ^= 1;
    expect([ckremm.devices.heap(), ckremm.fault()]).toEqual([null, Fault.Corrupt]);
    heap[0] ^= 1;
    expect([ckremm.devices.heap(), ckremm.fault()]).toEqual([null, Fault.NotAnImage]);
  });

  test.each(espruino)('%s: memory in pieces is not contiguous', (board) => {
    expect(take(board, { lean, fragmented: true })).toMatchObject({ bytes: 0, fault: Fault.NotContiguous });
  });

  test.each(boardNames())('%s: no memory when the array is made, or when its bytes are first touched', (board) => {
    expect(take(board, { lean, outOfMemory: true })).toMatchObject({ bytes: 0, fault: Fault.NoMemory });
    expect(take(board, { lean, outOfMemory: 'touch' })).toMatchObject({ bytes: 0, fault: Fault.NoMemory });
  });

  // JerryScript 2 and Espruino stop the program when memory runs out: it must not even be asked for.
  test.each([...espruino, ...kaluma])('%s: what is not free is not asked for', (board) => {
    const emulated = boot(board, { lean, freeBytes: readBoard(board).heapBytes - 1 });
    emulated.run(
      'var made = 0, Native = Uint8Array; Uint8Array = function (n) { made = made + 1; return new Native(n); };',
    );
    expect(emulated.ckremm.devices.heap()).toBe(null);
    expect([emulated.ckremm.fault(), emulated.run('made')]).toEqual([Fault.NoMemory, 0]);
  });

  test.each(boardNames())('%s: as many heaps as the profile says, in any order', (board) => {
    const { heapCount } = readBoard(board);
    const numbers = Array.from({ length: heapCount }, (_, nth) => nth);
    for (const order of [numbers, numbers.toReversed(), [...numbers.slice(1), 0]]) {
      const { ckremm } = boot(board, { lean });
      const heaps = order.map((nth) => ckremm.devices.heap(nth));
      expect(heaps.every((heap) => heap && heap.length === ckremm.devices.heapBytes)).toBe(true);
      expect(new Set(heaps).size).toBe(heapCount);
      expect(order.map((nth) => ckremm.devices.heap(nth))).toEqual(heaps);
    }
  });

  test.each(boardNames())(
    '%s: a number that is none, or beyond the profile, is refused, and takes nothing',
    (board) => {
      const { ckremm } = boot(board, { lean });
      const { heapCount } = readBoard(board);
      const before = ckremm.devices.freeBytes();
      for (const nth of [-1, 0.5, NaN, '0', [0], true, null, heapCount, 1000, 2 ** 32])
        expect([nth, ckremm.devices.heap(nth), ckremm.fault()]).toEqual([nth, null, Fault.BadArgument]);
      expect(ckremm.devices.freeBytes()).toBe(before);
    },
  );

  test.each(boardNames())('%s: a heap is as large as the program asks, once', (board) => {
    for (const bytes of [24, 28, 1000, 4096, readBoard(board).heapBytes >> 1]) {
      const { ckremm } = boot(board, { lean });
      const heap = ckremm.devices.heap(0, bytes & -4);
      expect([bytes, heap.length, ckremm.heap.freeBytes(heap)]).toEqual([bytes, bytes & -4, (bytes & -4) - 16]);
      // Later calls give it as it is, whatever size they name.
      expect([ckremm.devices.heap(), ckremm.devices.heap(0, 2048)]).toEqual([heap, heap]);
    }
  });

  test.each(boardNames())('%s: a size that no heap can have is refused', (board) => {
    const { ckremm } = boot(board, { lean });
    for (const bytes of [0, 20, 25, -4, 4096.5, NaN, '4096', null, 2 ** 28, 2 ** 32 + 4096])
      expect([bytes, ckremm.devices.heap(0, bytes), ckremm.fault()]).toEqual([bytes, null, Fault.BadArgument]);
    expect(ckremm.devices.heap()).not.toBe(null);
  });

  test.each(espruino)('%s: no heap above 64 KB: such a bundle would not find its way there', (board) => {
    const { ckremm, newHeap } = boot(board, { lean });
    if (readBoard(board).heapBytes > 65536) throw new Error('the profile says that its heap is larger');
    expect([ckremm.devices.heap(0, 65540), ckremm.fault()]).toEqual([null, Fault.BadArgument]);
    for (const bytes of [65540, 131072]) {
      const larger = newHeap(bytes);
      if (lean) expect([ckremm.heap.format(larger), ckremm.fault()]).toEqual([null, Fault.BadArgument]);
      else expect(() => ckremm.heap.format(larger)).toThrow('at most 65536');
    }
    expect(ckremm.heap.format(newHeap(65536))).not.toBe(null);
  });
});

test('freeBytes is what the engine says, and falls by what is taken', () => {
  for (const board of [...espruino.slice(0, 2), ...kaluma]) {
    const { ckremm } = boot(board);
    const before = ckremm.devices.freeBytes();
    expect(before).toBeLessThanOrEqual(readBoard(board).ramBytes);
    ckremm.devices.heap();
    const taken = before - ckremm.devices.freeBytes();
    expect(Math.abs(taken - readBoard(board).heapBytes)).toBeLessThan(32);
  }
  expect(boot('host').ckremm.devices.freeBytes()).toBe(readBoard('host').ramBytes);
});
