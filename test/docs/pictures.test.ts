/** docs/modules: each page has a program and a picture of the heap that the program leaves, as it is today. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PAGE_BOARD, PAGE_MODULES, loggerPicture, modulePictures } from '../../host/commands/module-pictures.ts';
import { buildBundles } from '../records/bundle.ts';
import { root } from '../support/project.ts';

let pictures: [file: string, svg: string][];
beforeAll(async () => {
  const bundles = await buildBundles([PAGE_BOARD], PAGE_MODULES);
  pictures = modulePictures(bundles.file(PAGE_BOARD, true));
}, 120000);

test('each page has one', () => {
  const pages = readdirSync(join(root, 'docs', 'modules')).filter((file) => file.endsWith('.md'));
  expect(pages.length).toBeGreaterThanOrEqual(8);
  expect(pictures.map(([file]) => file).sort()).toEqual(
    pages.map((file) => join('docs', 'modules', file.replace('.md', '.svg'))).sort(),
  );
});

test('they are what the programs leave: else run `npm run -s ckremm -- pictures`', () => {
  for (const [file, svg] of pictures) expect([file, readFileSync(join(root, file), 'utf8')]).toEqual([file, svg]);
});

test('docs/memory.svg is of what was measured', () => {
  expect(readFileSync(join(root, 'docs', 'memory.svg'), 'utf8')).toBe(loggerPicture());
});
