/** Every image that a handful of calls can make of a small pool: sound, accepted by attach and the oracle, and no payload is lost. */
import { explore } from '../support/explore.ts';
import { lengthOf, note } from '../support/soak.ts';
import { isSound } from './oracle.ts';
import { fault, headers, heap } from './support.ts';

interface Block {
  address: number;
  bytes: number;
  pattern: number;
}

/** Free payload is zeroed in the key: what was there makes no difference to a pool. */
function world(poolBytes: number, sizes: number[], isDeep: boolean) {
  const image = heap.format(new Uint8Array(poolBytes + 16))!;
  const pool = headers.create(image, heap.freeBytes(image))!;
  const fill = (address: number): Block => {
    const bytes = headers.sizeOf(pool, address);
    // The same for the same block, so that states meet again.
    const pattern = (address & 127) * 2 || 2;
    image.fill(pattern, address, address + bytes);
    return { address, bytes, pattern };
  };
  const add = (live: Block[], address: number): Block[] =>
    address ? [...live, fill(address)].sort((a, b) => a.address - b.address) : live;
  const calls = (live: Block[]): [string, () => Block[]][] => [
    ...sizes.map((bytes): [string, () => Block[]] => [`alloc(${bytes})`, () => add(live, headers.alloc(pool, bytes))]),
    ...live.map((block): [string, () => Block[]] => [
      `dealloc(${block.address})`,
      () => {
        if (!headers.dealloc(pool, block.address)) throw new Error(`refused, fault ${fault()}`);
        return live.filter((other) => other !== block);
      },
    ]),
    ...(!isDeep
      ? []
      : ([
          ['allocAligned(8, 16)', () => add(live, headers.allocAligned(pool, 8, 16))],
          [
            'reorder',
            () => {
              headers.reorder(pool);
              return live;
            },
          ],
          ...live.map((block): [string, () => Block[]] => [
            `resize(${block.address}, 20)`,
            () => {
              const to = headers.resize(pool, block.address, 20);
              return to
                ? add(
                    live.filter((other) => other !== block),
                    to,
                  )
                : live;
            },
          ]),
          [
            'reorder with moved',
            () => {
              const now = new Map<number, number>();
              headers.reorder(pool, (from, to) => void now.set(from, to));
              return live.reduce((left: Block[], { address }) => add(left, now.get(address) ?? address), []);
            },
          ],
        ] as [string, () => Block[]][])),
  ];
  return {
    heap: image,
    live: [] as Block[],
    calls,
    verify: (live: Block[]): void => {
      const found = headers.check(pool) || (headers.attach(image, pool.base) ? '' : `attach refuses, fault ${fault()}`);
      if (found) throw new Error(found);
      if (!isSound(image, pool.base, image.length)) throw new Error('the oracle finds fault with it');
      const used: number[] = [];
      headers.walk(pool, (address, _bytes, state) => state === 'used' && used.push(address));
      if (used.join() !== live.map(({ address }) => address).join())
        throw new Error(`used are ${used}, handed out ${live.map(({ address }) => address)}`);
      const lost = live.find(({ address, bytes, pattern }) =>
        image.subarray(address, address + bytes).some((byte) => byte !== pattern),
      );
      if (lost) throw new Error(`the block at ${lost.address} has lost its payload`);
    },
    keyOf: (): string => {
      const key = image.slice();
      headers.walk(pool, (address, bytes, state) => {
        if (state === 'used') key.fill(0, address, address + bytes);
        else if (state === 'deferred') key.fill(0, address, address + bytes);
        else if (bytes > 12) key.fill(0, address + 8, address + bytes - 4);
      });
      key[8] = 0;
      return Buffer.from(key).toString('latin1');
    },
  };
}

test.each([
  [112, [6, 10, 14, 30], true],
  [160, [6, 18, 40], false],
  [256, [10, 34, 60], true],
] as const)('a pool of %i bytes, blocks of %j', (poolBytes, sizes, isDeep) => {
  const { states, calls } = explore(world(poolBytes, [...sizes], isDeep), lengthOf(1500, 200000));
  expect(states).toBeGreaterThan(30);
  expect(calls).toBeGreaterThan(states);
  note(`${poolBytes} bytes: ${states} states, ${calls} calls`);
});
