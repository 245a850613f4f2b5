/** What the report draws of paging. */
import { readBoard } from '../../host/emulator/index.ts';
import { pageOn } from '../../host/paging/run.ts';
import { workloadNamed } from '../../host/paging/workload.ts';
import { renderPaging } from '../../host/report/paging.ts';

const study = pageOn(readBoard('kaluma-pico'), workloadNamed('zipf', 65536), 8);
const html = renderPaging([study]);

test('a bar per erased sector, none higher than the most worn', () => {
  const wear = html.match(/class="strip wear"[^]*?<svg viewBox="0 0 96 (\d+)"[^]*?<\/svg>/)!;
  expect(Number(wear[1])).toBe(Math.max(...study.wear.map(({ erases }) => erases)));
  expect(wear[0].match(/v-\d+/g)).toHaveLength(study.wear.filter(({ erases }) => erases > 0).length);
});

test('the frames of a column are covered exactly where pages are', () => {
  const picture = html.match(/class="strip residency"[^]*?<\/svg>/)![0];
  const drawn = [...picture.matchAll(/M\d+,\d+h(\d+)v1/g)].reduce((sum, match) => sum + Number(match[1]), 0);
  const resident = study.residency.reduce((sum, column) => sum + column.filter((page) => page >= 0).length, 0);
  expect(drawn).toBe(resident);
  expect(resident).toBeGreaterThan(1000);
});

test('the same in words and numbers; nothing where nothing was studied', () => {
  expect(html).toMatch(/zipf on kaluma-pico: 256 pages in 8 frames, \d+ % hits/);
  expect(html).toContain('<caption>');
  expect(renderPaging([])).toBe('');
});
