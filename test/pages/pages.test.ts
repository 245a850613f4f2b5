/**
 * The pages in a browser: they are drawn, tell what mouse and keyboard point at, in light and dark, on paper
 * and on a phone, and ask nobody for anything. Where there is no Chromium that is said in a line, and nothing is tested.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type Locator, type Page, chromium } from 'playwright-core';
import { readBoard } from '../../host/emulator/index.ts';
import { renderDump } from '../../host/report/dump.ts';
import { surveyHeap } from '../../host/image/survey.ts';
import { studyGraphs } from '../../host/gc/graphs.ts';
import { pageOn } from '../../host/paging/run.ts';
import { workloadNamed } from '../../host/paging/workload.ts';
import { renderBench } from '../../host/bench/page.ts';
import type { Measured } from '../../host/bench/run.ts';
import { poolNamed } from '../../host/replay/pools.ts';
import { replayOn, smallestHeapOf } from '../../host/replay/assess.ts';
import { boardNamed } from '../../host/replay/realm.ts';
import { findChromium, launchOptions } from '../../host/report/browser.ts';
import { takePicture } from '../../host/replay/picture.ts';
import { renderReport } from '../../host/report/report.ts';
import { parseTrace } from '../../host/trace/parse.ts';
import { fullHeap } from '../dump/heaps.ts';
import { randomFrom } from '../support/random.ts';

/** Blocks of 8 to 300 bytes that come and go, so that tables must compact. */
function trace() {
  const draw = randomFrom(5);
  const lines: string[] = [];
  const live: number[] = [];
  for (let id = 0; id < 900; id++) {
    lines.push(`a ${id} ${8 + draw.below(292)}`);
    live.push(id);
    while (live.length > 40) lines.push(`f ${live.splice(draw.below(live.length), 1)[0]}`);
  }
  return parseTrace(lines.join('\n'), 'made up');
}

function report(): string {
  const made = trace();
  const pools = ['headers', 'tables'].map(poolNamed);
  const host = boardNamed('host');
  const smallest = pools.map((pool) => smallestHeapOf(pool, made));
  return renderReport(
    [
      {
        trace: made,
        smallest,
        tooSmall: [],
        results: pools.map((pool, i) => replayOn(host, pool, made, smallest[i]!.smallestHeapBytes)),
        pictures: pools.map((pool, i) =>
          takePicture(made, pool, host, smallest[i]!.smallestHeapBytes, 'in the smallest heap'),
        ),
      },
    ],
    [host],
    [pageOn(readBoard('kaluma-pico'), workloadNamed('zipf', 65536), 8)],
    studyGraphs(2000),
  );
}

/** Two loads of several allocators, one of which loses memory, in as many words as it takes. */
function bench(): string {
  const row = (allocator: string, load: string, trouble = ''): Measured => ({
    allocator,
    load,
    operationsPerSecondRatio: 0.5,
    p9999ns: 12345,
    heapOverPeak: 1.234,
    bytesPerBlock: 4.1,
    worstSteps: 8,
    verified: !trouble,
    operationsPerSecond: 12345678,
    trouble,
    synthetic: null,
  });
  const lost = 'memory is lost: 63 blocks of 2192 bytes fit after all blocks were freed, 61 the next time';
  const loads = ['cjson-cmd', 'jerry-app'];
  const rows = loads.flatMap((load) => [
    row('ckreMM headers, large', load),
    row('@thi.ng/malloc', load, lost),
    row('new Uint8Array(n)', load),
  ]);
  const subjects = [...new Set(rows.map(({ allocator }) => allocator))];
  return renderBench(
    rows,
    subjects.map((name) => ({ name, about: 'an allocator' })),
  );
}

const found = findChromium();
// The reporter tells what is skipped.
(found.path ? describe : describe.skip)(found.path ? 'in Chromium' : found.missing, () => {
  let browser: Browser;
  let page: Page;
  let folder = '';
  /** Requests that left the page, and errors of its script. */
  let trouble: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
    writeFileSync(join(folder, 'report.html'), report());
    writeFileSync(join(folder, 'bench.html'), bench());
    writeFileSync(join(folder, 'dump.html'), renderDump(surveyHeap(fullHeap()), fullHeap(), 'full.heap'));
    const damaged = fullHeap().fill(0xff, 4500, 5000);
    writeFileSync(join(folder, 'damaged.html'), renderDump(surveyHeap(damaged), damaged, 'damaged.heap'));
    browser = await chromium.launch(launchOptions(found.path!));
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });
  afterEach(async () => {
    await page.close();
    expect(trouble).toEqual([]);
  });

  async function open(name: string, options: { colorScheme?: 'light' | 'dark'; width?: number } = {}): Promise<void> {
    trouble = [];
    page = await browser.newPage({
      colorScheme: options.colorScheme ?? 'light',
      viewport: { width: options.width ?? 1200, height: 900 },
    });
    page.on('pageerror', (error) => trouble.push(error.message));
    page.on('console', (message) => void (message.type() === 'error' && trouble.push(message.text())));
    page.on(
      'request',
      (request) => void (request.url().startsWith(pathToFileURL(`${folder}/`).href) || trouble.push(request.url())),
    );
    await page.goto(pathToFileURL(join(folder, name)).href);
  }

  const press = async (where: Locator, ...keys: string[]): Promise<void> => {
    await where.focus();
    for (const key of keys) await page.keyboard.press(key);
  };
  /** Colours of a canvas, how many different ones. */
  const coloursOf = (canvas: Locator): Promise<number> =>
    canvas.evaluate((element) => {
      const { width, height } = element as unknown as { width: number; height: number };
      const { data } = (element as any).getContext('2d').getImageData(0, 0, width, height);
      return new Set(new Uint32Array(data.buffer)).size;
    });
  const visible = (selector: string): Locator => page.locator(`.picture:visible ${selector}`).first();

  test('the report draws its pictures, one of a group at a time', async () => {
    await open('report.html');
    expect(await coloursOf(visible('.plot canvas'))).toBeGreaterThan(20);
    expect(await page.locator('.picture:visible').count()).toBe(1);
    await page.getByLabel('tables, in the smallest heap').first().check();
    expect(await visible('.plot').getAttribute('aria-label')).toMatch(/tables, in the smallest heap/);
    expect(await coloursOf(visible('.plot canvas'))).toBeGreaterThan(20);
    expect(await visible('path.moves').getAttribute('d')).toMatch(/^M/);
  });

  test('a block tells of itself under the mouse and at the keyboard, zoomed as well', async () => {
    await open('report.html');
    const output = visible('.plot > output:not(.of-strip)');
    await press(visible('.plot .map'), 'ArrowRight', 'ArrowRight', 'ArrowUp');
    expect(await output.textContent()).toMatch(/^\d+ bytes at address [\d,]+: placed by operation \d+, lives/);
    await press(visible('.plot .map'), '+', '+');
    expect(await visible('.fragmentation svg').getAttribute('viewBox')).toMatch(/^[\d.]+ 0 (4\d\d|43\d.\d+) 100$/);
    await press(visible('.plot .map'), '0', 'Escape');
    await visible('.plot .map').hover({ position: { x: 500, y: 340 } });
    expect(await output.textContent()).toMatch(/address [\d,]+/);
  });

  test.each([
    [
      'fragmentation and compactions',
      '.picture:visible .fragmentation',
      /^After operation [\d,]+: [\d,]+ bytes free, the largest piece [\d,]+; fragmentation \d+ %; [\d,]+ bytes moved/,
    ],
    [
      'cycles of the collector',
      '.teeth',
      /^Turn [\d,]+: [\d,]+ bytes of objects; (a cycle is under way|no cycle); \d+ units/,
    ],
    ['pauses', '.pauses', /units of collecting: [\d,]+ of 2,000 calls$/],
    [
      'pages in frames',
      '.residency',
      /^Sample \d+ of \d+, frame \d+: (empty|page \d+, (written since it was read|as in the flash))$/,
    ],
    ['wear', '.wear', /^Sector \d+, (root|data|retired): erased \d+ times$/],
  ])('%s: a chart tells of its columns, by mouse and keyboard', async (_what, selector, sentence) => {
    await open('report.html');
    const chart = page.locator(selector).first();
    const output = page
      .locator(`figure:has(${selector.replace('.picture:visible ', '')}):visible output.of-strip`)
      .first();
    await press(chart, 'ArrowRight', 'ArrowRight', 'ArrowDown');
    const first = await output.textContent();
    expect(first).toMatch(sentence);
    await press(chart, 'End');
    expect(await output.textContent()).toMatch(sentence);
    expect(await output.textContent()).not.toBe(first);
    await chart.hover({ position: { x: 333, y: 30 } });
    expect(await output.textContent()).toMatch(sentence);
    expect(await chart.locator('.column-cursor').isVisible()).toBe(true);
  });

  test('the heap at the peak, block by block, opens and is drawn then', async () => {
    await open('report.html');
    await page.locator('details.of-figure:visible > summary').first().click();
    const map = page.locator('details.of-figure .map:visible').first();
    await press(map, 'ArrowRight', 'ArrowRight');
    expect(await page.locator('details.of-figure output:visible').first().textContent()).toMatch(
      /^block: \d+ bytes at address [\d,]+, (used|free|deferred), in headers at 24$/,
    );
    expect(await coloursOf(map.locator('canvas'))).toBeGreaterThan(2);
  });

  test('a dump tells of each stretch, its bytes, and colours by state, age and type', async () => {
    await open('dump.html');
    const map = page.locator('.map');
    const output = page.locator('output');
    await press(map, 'PageDown', 'ArrowRight');
    expect(await output.textContent()).toMatch(
      /^handle 65537: \d+ bytes at address [\d,]+, used, in tables at 4120; block number 1 of its entry$/,
    );
    expect(await page.locator('pre.bytes').textContent()).toMatch(/^ +\d+ {2}00 00 /);
    await press(map, 'Escape', 'End', 'Home', 'ArrowDown');
    expect(await output.textContent()).not.toBe('');
    await map.hover({ position: { x: 700, y: 60 } });
    expect(await output.textContent()).toMatch(/address [\d,]+/);
    const before = await map.locator('canvas').evaluate((canvas) => (canvas as any).toDataURL());
    await page.getByRole('radio', { name: 'age' }).check();
    expect(await map.locator('canvas').evaluate((canvas) => (canvas as any).toDataURL())).not.toBe(before);
  });

  test('a damaged dump says so first', async () => {
    await open('damaged.html');
    expect(await page.locator('header [role=alert]').textContent()).toMatch(
      /Damaged; what can be shown is shown\.\s*tables at 4120: invariant/,
    );
    expect(await coloursOf(page.locator('canvas'))).toBeGreaterThan(3);
  });

  test('dark is dark, pictures included', async () => {
    for (const name of ['report.html', 'dump.html']) {
      const pictures: string[] = [];
      for (const colorScheme of ['light', 'dark'] as const) {
        await page?.close();
        await open(name, { colorScheme });
        const back = await page.evaluate(
          () => (globalThis as any).getComputedStyle((globalThis as any).document.body).backgroundColor as string,
        );
        const light = back
          .match(/\d+/g)!
          .slice(0, 3)
          .reduce((sum, part) => sum + Number(part), 0);
        expect(light > 380).toBe(colorScheme === 'light');
        pictures.push(
          await page
            .locator('canvas')
            .first()
            .evaluate((canvas) => (canvas as any).toDataURL()),
        );
      }
      expect(pictures[0]).not.toBe(pictures[1]);
    }
  });

  test('on paper there are no buttons, and the pictures are there', async () => {
    await open('report.html');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('button:visible').count()).toBe(0);
    expect(await page.locator('canvas:visible').count()).toBeGreaterThan(0);
    expect((await page.pdf()).length).toBeGreaterThan(20000);
  });

  test.each(['report.html', 'dump.html', 'bench.html'])('%s on a phone is no wider than the phone', async (name) => {
    await open(name, { width: 360 });
    expect(
      await page.evaluate(() => (globalThis as any).document.documentElement.scrollWidth as number),
    ).toBeLessThanOrEqual(360);
  });

  test('on a phone a caption is nearer to its own table than to the one before, and no row is taller than three lines', async () => {
    await open('bench.html', { width: 360 });
    const boxes = await page.locator('.scroll:has(caption)').evaluateAll((all) =>
      (all as any[]).map((scroll) => {
        const of = (selector: string): any => scroll.querySelector(selector).getBoundingClientRect();
        const lineHeight = parseFloat((globalThis as any).getComputedStyle(scroll).lineHeight);
        const rows = [...scroll.querySelectorAll('tbody tr')].map((row: any) => row.getBoundingClientRect().height);
        return {
          top: of('caption').top,
          bottom: scroll.getBoundingClientRect().bottom,
          gap: of('thead').top - of('caption span').bottom,
          lines: Math.max(...rows) / lineHeight,
        };
      }),
    );
    expect(boxes).toHaveLength(2);
    expect(boxes[1]!.top - boxes[0]!.bottom).toBeGreaterThan(boxes[1]!.gap);
    for (const { lines } of boxes) expect(lines).toBeLessThan(3.5);
  });

  test('on a phone the word at the peak is inside its picture', async () => {
    await open('report.html', { width: 360 });
    const inside = await page.locator('.plot:visible .map').evaluateAll((all) =>
      (all as any[]).map((map) => {
        const [box, word] = [map, map.querySelector('.peak span')].map((one) => one.getBoundingClientRect());
        return word.width > 0 && word.left >= box.left && word.right <= box.right;
      }),
    );
    expect(inside.length).toBeGreaterThan(0);
    expect(inside).not.toContain(false);
  });

  test.each(['report.html', 'dump.html', 'bench.html'])(
    'on a phone the captions of %s stay with their tables',
    async (name) => {
      await open(name, { width: 360 });
      const wide = page.locator('.scroll:visible').filter({ has: page.locator('caption') });
      const places = await wide.evaluateAll((all) =>
        (all as any[])
          .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
          .map((scroll) => {
            scroll.scrollLeft = scroll.scrollWidth;
            const { left, right } = scroll.querySelector('caption span').getBoundingClientRect();
            return left >= 0 && right <= 360;
          }),
      );
      expect(places.length).toBeGreaterThan(0);
      expect(places).not.toContain(false);
    },
  );
});
