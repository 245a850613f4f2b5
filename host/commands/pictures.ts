/** `ckremm pictures`: the pictures of the documentation: heaps that its programs leave, and what the report shows, photographed in Chromium. */
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { outFolder, projectFolder } from '../boards/board.ts';
import { buildBundles } from '../boards/bundles.ts';
import { UserError } from '../support/errors.ts';
import { findChromium, launchOptions } from '../report/browser.ts';
import type { Command, Values } from './command.ts';
import { PAGE_BOARD, PAGE_MODULES, loggerPicture, modulePictures } from './module-pictures.ts';

const WIDTH = 1200;
const MARGIN = 3;
/** What one can press on the page is dead in a picture of it. */
const DEAD = 'button, output, .pictures > fieldset { display: none !important; }';

/** Each picture, and from the top of the first thing to the bottom of the second. */
const PICTURES: [file: string, from: string, to: string][] = [
  ['heap.png', '#trace-cjson-cmd', '.picture:visible .below'],
  ['boards.png', '.matrix', '.matrix'],
  ['map.png', 'section:has(#collector) .heap-map', 'section:has(#collector) .heap-map'],
];

export const picturesCommand: Command = {
  name: 'pictures',
  summary: 'Draw the pictures in docs/: heaps of its programs, and parts of the report, using Chromium.',
  options: [
    { name: 'report', value: 'FILE', help: 'the report; out/report.html, as ckremm start writes it, if not given' },
  ],
  notes: [
    'docs/memory.svg; docs/modules/*.svg, of the first program of each page; then docs/heap.png, docs/boards.png and docs/map.png, which need chromium:\n' +
      'apt-get install chromium, or CKREMM_CHROMIUM=/path.',
  ],
  run,
};

async function run(values: Values): Promise<void> {
  await drawHeaps();
  await photographReport(values);
}

async function drawHeaps(): Promise<void> {
  const out = join(outFolder(), 'pictures');
  const kind = 'ckremm.min.js';
  await buildBundles({ boards: [PAGE_BOARD], modules: PAGE_MODULES, out, kinds: [kind] });
  const pictures = modulePictures(join(out, PAGE_BOARD, kind));
  pictures.push([join('docs', 'memory.svg'), loggerPicture()]);
  for (const [file, svg] of pictures) writeFileSync(join(projectFolder, file), svg);
  console.log(`wrote ${pictures.map(([file]) => file).join(', ')}`);
}

async function photographReport(values: Values): Promise<void> {
  const report = resolve(String(values.report ?? join(outFolder(), 'report.html')));
  if (!existsSync(report)) throw new UserError(`there is no report ${report}: run \`npm start\` first`);
  const { path, missing } = findChromium();
  if (path === null) throw new UserError(missing);
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch(launchOptions(path));
  try {
    const page = await browser.newPage({ viewport: { width: WIDTH, height: 900 }, colorScheme: 'light' });
    await page.goto(pathToFileURL(report).href);
    await page.addStyleTag({ content: DEAD });
    for (const [file, from, to] of PICTURES) await photograph(page, join(projectFolder, 'docs', file), from, to);
  } finally {
    await browser.close();
  }
  console.log(`wrote ${PICTURES.map(([file]) => `docs/${file}`).join(', ')}`);
}

async function photograph(page: Page, file: string, from: string, to: string): Promise<void> {
  const boxOf = async (selector: string) => {
    const box = await page.locator(selector).first().boundingBox();
    if (!box)
      throw new UserError(`the report shows nothing at ${selector}: is it from this version? run \`npm start\` again`);
    return box;
  };
  const [first, last] = [await boxOf(from), await boxOf(to)];
  const top = Math.max(0, first.y - MARGIN);
  await page.screenshot({
    path: file,
    fullPage: true,
    clip: { x: 0, y: top, width: WIDTH, height: last.y + last.height + MARGIN - top },
  });
}
