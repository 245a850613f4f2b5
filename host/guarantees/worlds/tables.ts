/** Tables with 500 blocks, with and without a pause; and strings in tables. */
import { FIRST, type Place, type Probe, type State, type World, poolProbes, some } from '../world.ts';
import type { Words } from '../way.ts';
import { goBlocks } from './blocks.ts';

const LIVE = 500;
/** Granules of 4 bytes with header and entry: what blocks of 8 to 64 bytes take, on average, in a pool that they fill to 80 %. */
const TABLES_BYTES = 26252;
const sizeFrom = (words: Words): number => 8 + words.below(57);

/** As many blocks as a pool has that is 80 % full, replaced in turn; then some are given back. */
function goTables({ library: { tables }, heap }: Place, words: Words, pause: number): State {
  const pool = tables.create(heap, TABLES_BYTES);
  tables.setPause(pool, pause);
  const live = Array.from({ length: LIVE }, () => tables.alloc(pool, sizeFrom(words)) as number);
  const pairs = words.below(500);
  const freed = words.below(120);
  for (let pair = 0; pair < pairs; pair++) {
    const at = words.below(LIVE);
    const bytes = sizeFrom(words);
    tables.dealloc(pool, live[at]);
    // Refused as not compact yet: again.
    for (let tries = 0; tries < 500 && !(live[at] = tables.alloc(pool, bytes)); tries++);
  }
  for (let i = 0; i < freed; i++) tables.dealloc(pool, live[words.below(LIVE)]);
  return { live: live.filter((handle) => tables.sizeOf(pool, handle)) };
}

function tablesProbes(place: Place, pool: any, { live }: State, isPaused: boolean): Probe[] {
  const { tables } = place.library;
  const blocks = some(live, 4);
  const bytes = place.run('new Uint8Array(8)') as Uint8Array;
  const pinFirst = (): void => void tables.pin(pool, blocks[0]);
  return [
    ...[2, 8, 16, 30, 58, 64, 100, 400, 1500, 4000, 20000].map((size): Probe => ({
      call: 'alloc',
      what: `${size} bytes`,
      run: () => tables.alloc(pool, size),
      isUsual: size >= 8 && size <= 64,
    })),
    ...blocks.flatMap((block): Probe[] => [
      ...[8, 40, 70, 300, 2000].map((size): Probe => ({
        call: 'resize',
        what: `to ${size} bytes`,
        run: () => tables.resize(pool, block, size),
        isUsual: size < 100,
      })),
      { call: 'dealloc', what: 'a block', run: () => tables.dealloc(pool, block), isUsual: true },
      { call: 'addrOf', what: '', run: () => tables.addrOf(pool, block), isUsual: true },
      { call: 'sizeOf', what: '', run: () => tables.sizeOf(pool, block), isUsual: true },
      { call: 'pin', what: '', run: () => tables.pin(pool, block), isUsual: true },
      { call: 'clean', what: '', run: () => tables.clean(pool, block), isUsual: true },
      { call: 'copy', what: '', run: () => tables.copy(pool, block, blocks[0]), isUsual: true },
      { call: 'write', what: '8 bytes', run: () => tables.write(pool, block, bytes), isUsual: true },
      { call: 'read', what: '8 bytes', run: () => tables.read(pool, block, bytes), isUsual: true },
    ]),
    { call: 'unpin', what: '', run: () => tables.unpin(pool, blocks[0]), isUsual: true, before: pinFirst },
    { call: 'view', what: '', run: () => tables.view(pool, blocks[0]), isUsual: true, before: pinFirst },
    { call: 'setLow', what: '', run: () => tables.setLow(pool, 100), isUsual: true },
    { call: 'setPause', what: '', run: () => tables.setPause(pool, 9), isUsual: true },
    { call: 'dealloc', what: 'no handle', run: () => tables.dealloc(pool, 99) },
    { call: 'isLow', what: '', run: () => tables.isLow(pool), isUsual: true },
    { call: 'reorder', what: '100 bytes', run: () => tables.reorder(pool, 100), isUsual: true },
    ...(isPaused
      ? []
      : [
          { call: 'reorder', what: 'all of it', run: () => tables.reorder(pool), isLong: true },
          { call: 'renew', what: '', run: () => tables.renew(pool), isLong: true, isUsual: true },
          ...poolProbes(
            tables,
            place,
            pool,
            () => tables.create(place.heap, TABLES_BYTES),
            () => place.raw.set([253, 255], 56),
          ),
        ]),
  ];
}

const tablesPlaces = ({ library: { tables } }: Place, pool: any, { live }: State): number[] =>
  live.map((handle) => tables.addrOf(pool, handle) as number);

function tablesWorld(pause: number): World {
  return {
    name: pause ? `tables after setPause(pool, ${pause})` : 'tables',
    module: 'tables',
    needs: 'create attach alloc dealloc setPause sizeOf pin',
    ...(pause && { after: `setPause(pool, ${pause})` }),
    pool: `500 blocks of 8 to 64 bytes, which fill a pool of 25.6 KB to 80 %${pause ? `, after setPause(pool, ${pause})` : ''}`,
    heapBytes: TABLES_BYTES + 24,
    times: pause ? 12 : 1,
    go: (place, words) => goTables(place, words, pause),
    attach: ({ library, heap }) => library.tables.attach(heap, FIRST),
    probes: (place, pool, state) => tablesProbes(place, pool, state, pause > 0),
    places: tablesPlaces,
  };
}

export const PAUSE = 8;
export const TABLES = tablesWorld(0);
export const PAUSED = tablesWorld(PAUSE);

const STRINGS_BYTES = 4080;
const LETTERS = 'the quick brown fox jumps over the lazy dog, and over two more of them';

/** Texts of up to 60 letters, as a log has them. */
export const STRINGS: World = {
  name: 'strings',
  module: 'strings',
  needs: 'create attach alloc dealloc',
  pool: 'texts of up to 60 letters in a pool of 4 KB',
  heapBytes: STRINGS_BYTES + 40,
  go({ library: { strings }, heap }, words) {
    const pool = strings.create(heap, STRINGS_BYTES);
    return {
      live: goBlocks(
        words,
        (bytes) => strings.alloc(pool, LETTERS.slice(0, bytes % 61)),
        (handle) => strings.dealloc(pool, handle),
      ),
    };
  },
  attach: ({ library, heap }) => library.strings.attach(heap, FIRST),
  probes(place, pool, { live }) {
    const { strings } = place.library;
    const handles = some(live, 5);
    const last = handles[handles.length - 1];
    return [
      ...[1, 7, 27, 60].map((count): Probe => ({
        call: 'alloc',
        what: `${count} letters`,
        run: () => strings.alloc(pool, LETTERS.slice(0, count)),
        isUsual: true,
      })),
      ...handles.flatMap((handle): Probe[] => [
        { call: 'set', what: '7 letters', run: () => strings.set(pool, handle, 'kitchen'), isUsual: true },
        { call: 'set', what: '60 letters', run: () => strings.set(pool, handle, LETTERS.slice(0, 60)), isUsual: true },
        { call: 'append', what: '7 letters', run: () => strings.append(pool, handle, 'kitchen'), isUsual: true },
        { call: 'dealloc', what: '', run: () => strings.dealloc(pool, handle), isUsual: true },
        { call: 'length', what: '', run: () => strings.length(pool, handle), isUsual: true },
        { call: 'text', what: '', run: () => strings.text(pool, handle), isUsual: true },
        { call: 'bytes', what: '', run: () => strings.bytes(pool, handle), isUsual: true },
        { call: 'equals', what: '', run: () => strings.equals(pool, handle, LETTERS.slice(0, 27)), isUsual: true },
        { call: 'equals', what: '', run: () => strings.equals(pool, handle, last) },
        { call: 'compare', what: '', run: () => strings.compare(pool, handle, last), isUsual: true },
      ]),
      ...poolProbes(
        strings,
        place,
        pool,
        () => strings.create(place.heap, STRINGS_BYTES),
        () => place.raw.set([253, 255], 56),
      ),
    ];
  },
  places: tablesPlaces,
};
