/** Each numbered invariant of layout.ts is broken on purpose, and `check` must name it. */
import { Fault } from '../../src/core/faults.ts';
import { Bit, Control } from '../../src/headers/layout.ts';
import {
  blocksOf,
  busy,
  fill,
  type FoundBlock,
  freeCounter,
  headerAt,
  listHeads,
  mapWords,
  slotWords,
} from './dense.ts';
import { fault, headers, heap, poolOf, type Pool } from './support.ts';

/** The first block that is `state` and right above one that is `below`. */
function above(pool: Pool, below: FoundBlock['state'], state: FoundBlock['state'], least = 0): FoundBlock {
  const blocks = blocksOf(pool);
  return blocks.find(
    (block, i) => i > 0 && block.state === state && blocks[i - 1]!.state === below && block.bytes >= least,
  )!;
}
const freeBlock = (pool: Pool): FoundBlock => blocksOf(pool).find(({ state }) => state === 'free')!;
const linked = (pool: Pool): FoundBlock =>
  blocksOf(pool).find(({ state, address }) => state === 'free' && pool.w[headerAt(pool, address) + 1])!;
const deferred = (pool: Pool): FoundBlock => blocksOf(pool).find(({ state }) => state === 'deferred')!;
const header = (pool: Pool, { address }: FoundBlock): number => headerAt(pool, address);

/** What is broken, its number, and how. */
const damages: [number, string, (pool: Pool) => void][] = [
  [
    1,
    'a block of one granule',
    (pool) => {
      pool.w[header(pool, above(pool, 'used', 'used'))] = 7;
    },
  ],
  [
    1,
    'a block of no granules',
    (pool) => {
      pool.w[header(pool, above(pool, 'used', 'used'))] &= 3;
    },
  ],
  [
    1,
    'a block that reaches beyond the pool',
    (pool) => {
      pool.w[header(pool, above(pool, 'used', 'used'))] |= 0x4000;
    },
  ],
  [
    1,
    'an overwritten sentinel',
    (pool) => {
      pool.w[2 * pool.end - 1] ^= 0x10;
    },
  ],
  [
    1,
    'an unused sentinel',
    (pool) => {
      pool.w[2 * pool.end - 1] ^= Bit.Used;
    },
  ],
  [
    2,
    'two free neighbours',
    (pool) => {
      pool.w[header(pool, above(pool, 'free', 'used'))] &= ~Bit.Used;
    },
  ],
  [
    3,
    'P of a block above a used one cleared',
    (pool) => {
      pool.w[header(pool, above(pool, 'used', 'used'))] ^= Bit.BelowUsed;
    },
  ],
  [
    3,
    'P of a block above a free one set',
    (pool) => {
      pool.w[header(pool, above(pool, 'free', 'used'))] ^= Bit.BelowUsed;
    },
  ],
  [
    4,
    'the size at the end of a free block',
    (pool) => {
      pool.w[repeatAt(pool, freeBlock(pool))] ^= 4;
    },
  ],
  [
    4,
    'a used block marked free',
    (pool) => {
      const block = above(pool, 'used', 'used', 30);
      pool.u8.fill(9, block.address, block.address + block.bytes);
      pool.w[header(pool, block)] &= ~Bit.Used;
    },
  ],
  [
    5,
    'a link to the next block that is no free block',
    (pool) => {
      pool.w[header(pool, freeBlock(pool)) + 1] = pool.first + 1;
    },
  ],
  [
    5,
    'a link far outside the pool',
    (pool) => {
      pool.w[header(pool, freeBlock(pool)) + 1] = 0xffff;
    },
  ],
  [
    5,
    'a link back that is gone',
    (pool) => {
      const next = pool.w[header(pool, linked(pool)) + 1]!;
      pool.w[2 * next + 2] = 0;
    },
  ],
  [
    5,
    'a map bit lost',
    (pool) => {
      const word = mapWords(pool).find((at) => pool.w[at])!;
      pool.w[word] &= pool.w[word]! - 1;
    },
  ],
  [
    5,
    'a map bit too many',
    (pool) => {
      pool.w[mapWords(pool)[3]!] |= 0x8000;
    },
  ],
  [5, 'an emptied list, its map bit included', emptyList],
  [
    6,
    'the counter of free granules',
    (pool) => {
      pool.w[freeCounter(pool)] += 2;
    },
  ],
  [
    7,
    'a deferred block that is none',
    (pool) => {
      pool.w[slotWords(pool).find((at) => !pool.w[at])!] = pool.end - 2;
    },
  ],
  [
    7,
    'a deferred block of another size',
    (pool) => {
      pool.w[slotWords(pool).find((at) => !pool.w[at])!] = deferred(pool).address >> pool.log;
    },
  ],
  [
    6,
    'a counter above all there is',
    (pool) => {
      pool.w[pool.control] = pool.end - pool.first + 2;
    },
  ],
  [
    8,
    'a low mark that no setLow writes',
    (pool) => {
      pool.w[pool.control - Control.Low] = pool.end;
    },
  ],
  [
    6,
    'the state emptied',
    (pool) => {
      pool.w[pool.control] = 0;
    },
  ],
  [
    8,
    'the word behind it emptied',
    (pool) => {
      pool.w[pool.control + 1] = 0;
    },
  ],
];

/** Index of the word that repeats a free block's size at its end. */
const repeatAt = (pool: Pool, { address, bytes }: FoundBlock): number => ((address + bytes) >> (pool.log - 1)) - 2;

function emptyList(pool: Pool): void {
  const list = listHeads(pool).find((at) => pool.w[at])!;
  const bin = list - (pool.control - Control.Bins);
  pool.w[list] = 0;
  pool.w[pool.control - Control.Map + (bin >> 4)] &= ~(1 << (bin & 15));
}

/** A dense pool of 4 KB and a wide one; the wide one has a heap below it that it does not use. */
const kinds: [string, () => Pool][] = [
  ['dense', () => poolOf(4096)],
  [
    'wide',
    () => {
      const image = heap.format(new Uint8Array(270336))!;
      headers.create(image, 262144);
      return headers.create(image, heap.freeBytes(image))!;
    },
  ],
];

describe.each(kinds)('a %s pool', (_kind, open) => {
  test('is sound before it is damaged, and has blocks of every state', () => {
    const pool = open();
    busy(pool);
    expect(headers.check(pool)).toBe('');
    expect(new Set(blocksOf(pool).map(({ state }) => state))).toEqual(new Set(['used', 'free', 'deferred']));
  });

  test.each(damages)('invariant %i, %s: check names it, and attach refuses the image', (number, _what, damage) => {
    const pool = open();
    busy(pool);
    damage(pool);
    expect(headers.check(pool)).toMatch(new RegExp(`^invariant ${number} at address \\d+: [a-z].{20,}`));
    expect(headers.attach(pool.u8, pool.base)).toBe(null);
    expect(fault()).toBe(Fault.Corrupt);
  });
});

describe('a write past the end of a block', () => {
  /** A filled pool of mixed sizes: every block has a neighbour above, the last one the sentinel. */
  function filled(): Pool {
    const pool = poolOf(4096);
    fill(pool, 4, 20, 9, 100, 33, 14, 60, 2, 31, 6);
    fill(pool, 4);
    expect(headers.stats(pool).freeBlocks).toBe(0);
    return pool;
  }
  const texts: [string, number[]][] = [
    ['zeros', [0]],
    ['text', [0x41, 0x62, 0x20, 0x69]],
    ['0xaa', [0xaa]],
    ['even bytes', [0xfe, 0x10, 0x7e]],
  ];

  test.each([1, 2, 4, 16].flatMap((bytes) => texts.map(([name, text]) => [bytes, name, text] as const)))(
    '%i bytes of %s past every block: check names the block above',
    (overrun, _name, text) => {
      const pool = filled();
      for (const { address, bytes } of blocksOf(pool)) {
        const end = address + bytes;
        const saved = pool.u8.slice(end, end + overrun);
        // What is beyond the heap is out of reach for everybody.
        for (let i = 0; i < saved.length; i++) pool.u8[end + i] = text[i % text.length]!;
        expect(headers.check(pool)).toMatch(
          new RegExp(
            `^invariant [134] at address ${end + 2}: .*(a write past the end of the block below|wrote .* past a block)`,
          ),
        );
        pool.u8.set(saved, end);
      }
      expect(headers.check(pool)).toBe('');
    },
  );

  test('any other byte is found, too, unless what it makes of the header is sound: flags of a used block, and an end where a block ends', () => {
    const pool = filled();
    const blocks = blocksOf(pool);
    const ends = new Set(blocks.map(({ address, bytes }) => address + bytes + 2));
    let unseen = 0;
    for (const { address, bytes } of blocks.slice(0, -1)) {
      const at = address + bytes;
      const saved = pool.u8[at]!;
      for (let byte = 0; byte < 256; byte++) {
        pool.u8[at] = byte;
        const isSeen = headers.check(pool) !== '';
        const granules = pool.w[at >> 1]! >> 2;
        const looksSound = (byte & Bit.Both) === Bit.Both && granules > 1 && ends.has(at + 2 + 4 * granules);
        if (isSeen === looksSound) throw new Error(`byte ${byte} at ${at} is ${isSeen ? '' : 'not '}seen`);
        if (!isSeen && byte !== saved) unseen++;
      }
      pool.u8[at] = saved;
    }
    // One byte in a few hundred; the word after it, hit by two bytes and more, gives nearly all of those away.
    expect(unseen / blocks.length).toBeLessThan(256 / 12);
  });
});
