/** A pager over a store in memory that counts what flash would have to do: the board's times for that come on top. */
import { FIRST, type Place, type Probe, type World, poolProbes } from '../world.ts';

const PAGES = 24;
/** At most: what the tables of the pager leave. */
const FRAMES = 20;
const PAGE_BYTES = 128;
/** A commit that is cut off after so many stores leaves a pager to repair. */
const CUT_STORES = 30;
const STORE_BYTES = 16384;

/** Made in the realm of the library, uncounted; `n` is [erases, bytes programmed]. */
const STORE =
  `(function(){var m=new Uint8Array(${STORE_BYTES}),n=[0,0],e=new Uint8Array(1024),i;for(i=0;i<1024;i++)e[i]=255;` +
  `for(i=0;i<16;i++)m.set(e,i*1024);return{m:m,n:n,s:{size:${STORE_BYTES},eraseBytes:1024,programBytes:4,` +
  'read:function(a,v,t,c){v.set(m.subarray(a,a+c),t);return true},' +
  'program:function(a,v,t,c){n[1]+=c;m.set(v.subarray(t,t+c),a);return true},' +
  'erase:function(a){n[0]++;m.set(e,a);return true}}}})()';

interface Flash {
  m: Uint8Array;
  n: [erases: number, programmedBytes: number];
  s: unknown;
}

const flashes = new WeakMap<object, Flash>();

/** The store of a place: one, whose bytes a state brings. */
function flashOf(place: Place): Flash {
  const flash = flashes.get(place.library) ?? (place.run(STORE) as Flash);
  flashes.set(place.library, flash);
  return flash;
}

/** What the store did since the last call. */
export function takeFlashWork(place: Place): { erases: number; programmedBytes: number } {
  const flash = flashes.get(place.library);
  if (!flash) return { erases: 0, programmedBytes: 0 };
  const erases = flash.n[0];
  const programmedBytes = flash.n[1];
  flash.n[0] = flash.n[1] = 0;
  return { erases, programmedBytes };
}

function cutCommit(place: Place, pool: any): void {
  const { paging } = place.library;
  place.cut(CUT_STORES, () => {
    paging.write8(pool, 5, 7);
    paging.commit(pool);
  });
}

const create = (place: Place): any =>
  place.library.paging.create(place.heap, 2400, flashOf(place).s, PAGES, { pageBytes: PAGE_BYTES });

export const PAGING: World = {
  name: 'paging',
  module: 'paging',
  needs: 'create attach read8 write8 write32 commit pin',
  pool: `${PAGES} pages of ${PAGE_BYTES} bytes, 10 of them in frames, over 16 sectors of 1 KB`,
  heapBytes: 4096,
  go(place, words) {
    const { paging } = place.library;
    const flash = flashOf(place);
    place.behind(flash.m).set(new Uint8Array(STORE_BYTES).fill(255));
    const pool = create(place);
    while (!words.isEmpty) {
      const word = words.next();
      const address = (word >>> 4) % (PAGES * PAGE_BYTES);
      if (word & 8) paging.read8(pool, address);
      else if ((word & 7) < 6) paging.write8(pool, address, word >>> 24);
      else if ((word & 7) === 6) paging.commit(pool);
      else paging.write32(pool, address, word);
    }
    takeFlashWork(place);
    return { live: [], store: Uint8Array.from(place.behind(flash.m)) };
  },
  attach: (place) => place.library.paging.attach(place.heap, FIRST, flashOf(place).s),
  restore: (place, { store }) => place.behind(flashOf(place).m).set(store!),
  probes(place, pool) {
    const { paging } = place.library;
    const { s } = flashOf(place);
    const bytes = place.run('new Uint8Array(300)') as Uint8Array;
    const usual = (call: string, what: string, run: () => unknown): Probe => ({ call, what, run, isUsual: true });
    const at = [5, 700, 1500, 2300, PAGES * PAGE_BYTES - 5];
    return [
      ...at.flatMap((address) => [
        usual('read8', '', () => paging.read8(pool, address)),
        usual('read16', '', () => paging.read16(pool, address)),
        usual('read32', '', () => paging.read32(pool, address)),
        usual('write8', '', () => paging.write8(pool, address, 7)),
        usual('write16', '', () => paging.write16(pool, address, 7)),
        usual('write32', '', () => paging.write32(pool, address, 7)),
        usual('pin', '', () => paging.pin(pool, address >> 7)),
        usual('prefetch', '', () => paging.prefetch(pool, address >> 7)),
        usual('copyOut', '64 bytes', () => paging.copyOut(pool, Math.min(address, 3000), bytes, 0, 64)),
        usual('copyIn', '64 bytes', () => paging.copyIn(pool, Math.min(address, 3000), bytes, 0, 64)),
      ]),
      // Across two pages, neither at hand.
      { call: 'read32', what: 'in two pages', run: () => paging.read32(pool, 7 * PAGE_BYTES - 2) },
      { call: 'write32', what: 'in two pages', run: () => paging.write32(pool, 7 * PAGE_BYTES - 2, 7) },
      { call: 'copyIn', what: '300 bytes', run: () => paging.copyIn(pool, 900, bytes, 0, 300) },
      { call: 'copyOut', what: '300 bytes', run: () => paging.copyOut(pool, 900, bytes, 0, 300) },
      usual('flush', '', () => paging.flush(pool)),
      usual('commit', '', () => paging.commit(pool)),
      usual('rollback', '', () => paging.rollback(pool)),
      usual('sectorsFor', '', () => paging.sectorsFor(s, PAGES)),
      usual('sectorsForHeap', '', () => paging.sectorsForHeap(s, 4096)),
      usual('lifetimeDays', '', () => paging.lifetimeDays(pool, 1000)),
      { ...usual('sectors', '', () => paging.sectors(pool, () => undefined)), isLong: true },
      {
        ...usual('unpin', '', () => paging.unpin(pool, 0)),
        before: () => paging.pin(pool, 0),
      },
      ...poolProbes(
        paging,
        place,
        pool,
        () => create(place),
        () => cutCommit(place, pool),
      ).filter(({ call }) => !['attach', 'repairAt'].includes(call)),
      {
        call: 'repairAt',
        what: '',
        run: () => paging.repairAt(place.heap, FIRST, s),
        before: () => cutCommit(place, pool),
        isLong: true,
        isUsual: true,
      },
      {
        call: 'attach',
        what: '',
        run: () => paging.attach(place.heap, FIRST, s),
        isLong: true,
        isUsual: true,
      },
    ];
  },
  // Of each frame its page: one that is in none any more is elsewhere, too.
  places({ library: { paging } }, pool) {
    const pages = new Array<number>(FRAMES).fill(-1);
    paging.walk(pool, (frame: number, page: number) => (pages[frame] = page + 1));
    return pages;
  },
};
