/** The page of the benchmark: figures where a chart would say less than they do, and no row without one. */
import { renderBench } from '../../host/bench/page.ts';
import type { Measured } from '../../host/bench/run.ts';

const row = (more: Partial<Measured>): Measured => ({
  allocator: 'headers',
  load: 'even, 100',
  operationsPerSecondRatio: 0.5,
  p9999ns: 900,
  heapOverPeak: null,
  bytesPerBlock: 4,
  worstSteps: 8,
  verified: true,
  operationsPerSecond: 12345,
  trouble: '',
  synthetic: { family: 'even', liveBlocks: 100 },
  ...more,
});
const render = (rows: Measured[]): string => renderBench(rows, [{ name: 'headers', about: 'ours' }]);
const NOTHING = { operationsPerSecondRatio: null, p9999ns: null, bytesPerBlock: null, operationsPerSecond: null };

test('a chart with points at one place only is a table of them', () => {
  const html = render([row({}), row({ allocator: 'tables', operationsPerSecond: 54321 })]);
  expect(html).not.toMatch(/<circle/);
  expect(html).toMatch(
    /even: operations per second, 100 blocks live.*\n[^]*tables<\/th><td>54,321<[^]*headers<\/th><td>12,345</,
  );
  const wide = render([row({}), row({ load: 'even, 1000', synthetic: { family: 'even', liveBlocks: 1000 } as any })]);
  expect(wide.match(/<circle/g)).toHaveLength(2);
});

test('a row and a column have a figure, and trouble is told below the table', () => {
  const html = render([
    row({}),
    row({ ...NOTHING, allocator: 'gone' }),
    row({ ...NOTHING, allocator: 'broken', verified: false, trouble: 'lost a byte' }),
  ]);
  expect(html).not.toMatch(/<th scope="row">gone/);
  expect(html).not.toMatch(/<th scope="row">broken/);
  expect(html).not.toMatch(/heap \/ peak<\/th>/);
  expect(html).toMatch(/<\/table><\/div>\n<ul class="trouble"><li><b>broken<\/b>: lost a byte<\/li><\/ul>/);
});
