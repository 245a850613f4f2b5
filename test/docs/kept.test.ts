/**
 * The recipe of docs/bangle.md that keeps a heap over a change of app, run from the page, through damage of what was kept: after
 * at most one loss the log works again, the heap has as much room as ever, and no build throws.
 */
import { codeBlocks } from '../support/fences.ts';
import type { Bundles } from '../records/bundle.ts';
import { BUILDS, type Build, buildAll, start, storageWith } from './board.ts';

const BOARD = 'banglejs2';
const blocks = codeBlocks('docs/bangle.md');
const restore = blocks.find((code) => code.includes('readArrayBuffer'))!;
const keep = blocks.find((code) => code.includes("'kill'"))!;

let bundles: Bundles;
beforeAll(async () => {
  bundles = await buildAll([BOARD]);
}, 120000);

/** The lives of an app: each start finds what the one before kept. `poolBytes` in place of the page's. */
function appOf(build: Build, poolBytes = 8192) {
  const storage = storageWith(bundles, BOARD, build);
  const recipe = restore.replace('8192', String(poolBytes));
  return {
    storage,
    /** Starts it, adds a block of `bytes` to the log, and ends it; how many there are then, and what room the heap has. */
    live(...sizes: number[]): { blocks: number; free: number; check: string; said: string[] } {
      const { board, said, kill } = start(BOARD, storage);
      try {
        board.run(`var ckremm = require("ckremm"), heap = ckremm.devices.heap();\n${recipe}\n${keep}`);
        for (const bytes of sizes) expect(board.run(`ckremm.tables.alloc(log, ${bytes})`)).not.toBe(0);
        const found = {
          blocks: Number(board.run('ckremm.tables.stats(log).usedBlocks')),
          free: Number(board.run('ckremm.heap.freeBytes(heap)')),
          check: String(board.run('ckremm.tables.check(log)')),
          said,
        };
        kill();
        return found;
      } finally {
        board.close();
      }
    },
  };
}

const damages: [what: string, poolBytes: number, damage: (file: Uint8Array, sum: Uint8Array) => void][] = [
  ['one page of the pool, erased', 8192, (file) => file.fill(255, 4096, 8192)],
  ['the page with the directory', 8192, (file) => file.fill(255, 0, 4096)],
  ['a page of zeros', 8192, (file) => file.fill(0, 4096, 8192)],
  ['one byte of a payload', 8192, (file) => void (file[5000] ^= 16)],
  ['the tail of a pool that fills the heap', 49000, (file) => file.fill(255, 4096)],
  ['all of it', 8192, (file) => file.fill(255)],
  ['the sum', 8192, (_file, sum) => sum.fill(255)],
];

describe.each(BUILDS)('%s', (build) => {
  test('the first start makes a log, and the next ones find it', () => {
    const app = appOf(build);
    const first = app.live(100, 100);
    expect(first).toMatchObject({ blocks: 2, check: '', said: [] });
    for (let life = 3; life < 9; life++) expect(app.live(50)).toEqual({ ...first, blocks: life });
  });

  test.each(damages)(
    '%s is damaged: the log is lost once, works from then on, and nothing leaks',
    (_what, poolBytes, damage) => {
      const app = appOf(build, poolBytes);
      const { free } = app.live(...new Array<number>(70).fill(100));
      damage(app.storage.cellsOf('myapp.heap')!, app.storage.cellsOf('myapp.sum')!);
      for (let life = 1; life <= 6; life++) expect(app.live(50)).toEqual({ blocks: life, free, check: '', said: [] });
    },
  );

  test('a write that is cut at any page loses the log once', () => {
    for (let bytes = 0; bytes < 49152; bytes += 8192) {
      const app = appOf(build);
      app.live(100, 100);
      app.live(100);
      // The file is made anew, and the sum is still the one before.
      const cut = app.storage.cellsOf('myapp.heap')!;
      cut.set(new Uint8Array(100).fill(7), 40000);
      cut.fill(255, bytes);
      expect([app.live(50).blocks, app.live(50).blocks]).toEqual([1, 2]);
    }
  });

  test('a file of another length is not read', () => {
    const app = appOf(build);
    app.storage.write('myapp.heap', new Uint8Array(100));
    app.storage.write('myapp.sum', Buffer.from('7'));
    expect([app.live(50).blocks, app.live(50).blocks]).toEqual([1, 2]);
  });
});
