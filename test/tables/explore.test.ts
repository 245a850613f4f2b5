/** Every state of a small pool, breadth first: sound, contents kept, stale handles refused, and each image is one that attach takes. */
import { explore } from '../support/explore.ts';
import { lengthOf, note } from '../support/soak.ts';
import { isSound } from './oracle.ts';
import { fault, heap, tables } from './support.ts';

interface Block {
  handle: number;
  bytes: number;
  isPinned: boolean;
}

interface Live {
  blocks: Block[];
  gone: number[];
}

/** What a block of that handle is filled with. */
const patternOf = (handle: number): number => ((handle >> 16) * 7 + (handle & 65535) * 31) & 255;

function world(regionBytes: number, sizes: number[], hasPins: boolean) {
  const image = heap.format(new Uint8Array(regionBytes + 24))!;
  const pool = tables.create(image, heap.freeBytes(image))!;
  const fillNew = (handle: number): Block => {
    const bytes = tables.sizeOf(pool, handle);
    tables.write(pool, handle, new Uint8Array(bytes).fill(patternOf(handle)));
    return { handle, bytes, isPinned: false };
  };
  const changed = ({ blocks, gone }: Live, block: Block, to: Block | null): Live => ({
    blocks: blocks.flatMap((each) => (each !== block ? [each] : to ? [to] : [])),
    gone,
  });
  return {
    heap: image,
    live: { blocks: [], gone: [] } as Live,
    calls: (live: Live): [string, () => Live][] => [
      ...sizes.map((bytes): [string, () => Live] => [
        `alloc(${bytes})`,
        () => {
          const handle = tables.alloc(pool, bytes);
          if (live.gone.includes(handle)) throw new Error(`handle ${handle} is one that was given back`);
          return handle ? { ...live, blocks: [...live.blocks, fillNew(handle)] } : live;
        },
      ]),
      ...live.blocks
        .filter(({ isPinned }) => !isPinned)
        .flatMap((block): [string, () => Live][] => [
          [
            `dealloc(${block.handle})`,
            () => {
              if (!tables.dealloc(pool, block.handle)) throw new Error('refused');
              return { ...changed(live, block, null), gone: [...live.gone, block.handle] };
            },
          ],
          [
            `resize(${block.handle})`,
            () => {
              const done = tables.resize(pool, block.handle, block.bytes > 10 ? 3 : 13);
              return done ? changed(live, block, fillNew(block.handle)) : live;
            },
          ],
        ]),
      ...(hasPins
        ? live.blocks.map((block): [string, () => Live] => [
            `pin(${block.handle})`,
            () => {
              if (block.isPinned ? !tables.unpin(pool, block.handle) : !tables.pin(pool, block.handle))
                throw new Error('refused');
              return changed(live, block, { ...block, isPinned: !block.isPinned });
            },
          ])
        : []),
      [
        'reorder()',
        () => {
          tables.reorder(pool);
          return live;
        },
      ],
    ],
    verify: ({ blocks, gone }: Live): void => {
      const why = tables.check(pool);
      if (why || !isSound(image.subarray(24))) throw new Error(why || 'the oracle finds fault');
      for (const { handle, bytes } of blocks) {
        const at = tables.addrOf(pool, handle);
        if (
          tables.sizeOf(pool, handle) !== bytes ||
          image.subarray(at, at + bytes).some((byte) => byte !== patternOf(handle))
        )
          throw new Error(`block ${handle} is not what it was`);
      }
      for (const handle of gone) if (tables.addrOf(pool, handle)) throw new Error(`handle ${handle} is stale`);
      if (!tables.attach(image, pool.base)) throw new Error(`attach refuses: ${fault(image)}`);
    },
  };
}

test.each<[string, number, number[], boolean]>([
  ['104 bytes', 104, [2, 6, 14], false],
  ['136 bytes', 136, [1, 10, 40], false],
  ['128 bytes, blocks pinned and not', 128, [2, 7, 20], true],
])('all that happens in %s', (_name, bytes, sizes, hasPins) => {
  const { states, calls } = explore(world(bytes, sizes, hasPins), lengthOf(2500, 200000));
  note(`tables: ${states} states, ${calls} calls`);
  expect(states).toBeGreaterThan(1000);
});
