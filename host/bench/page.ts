/** out/bench.html: the charts and every figure, in the style of the report, without a script. */
import { escapeHtml, number, tableOf } from '../report/html.ts';
import { renderPage } from '../report/page.ts';
import { chartOf } from './chart.ts';
import type { Series } from './chart.ts';
import type { Measured } from './run.ts';

const CHART_STYLE = `
figure { margin: 1rem 0 2rem; max-width: 40rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 0 2rem; }
svg.chart { display: block; width: 100%; height: auto; font: 12px system-ui, sans-serif; }
svg.chart text { fill: var(--text); }
svg.chart .grid { stroke: var(--line); stroke-width: 1; }
svg.chart polyline { fill: none; stroke: currentColor; stroke-width: 2; }
svg.chart .mark { fill: currentColor; stroke: none; }
${[0, 1, 2, 3, 4, 5, 6, 7, 8].map((i) => `.series-${i} { color: var(--series-${i}); }`).join('\n')}
.series-6 polyline, .series-7 polyline, .series-8 polyline { stroke-dasharray: 5 4; }
:root { --series-0: #0550ae; --series-1: #1a7f8e; --series-2: #116329; --series-3: #6a4c9c;
  --series-4: #c8500f; --series-5: #a40e26; --series-6: #b5446e; --series-7: #9a5b00; --series-8: #57606a; }
@media (prefers-color-scheme: dark) { :root { --series-0: #79b8ff; --series-1: #5fd0de; --series-2: #56d364;
  --series-3: #b9a3ea; --series-4: #ff9d57; --series-5: #ff8e86; --series-6: #f08db4; --series-7: #ffd166; --series-8: #9da7b3; } }
`;

/** What an allocator is called, and is. */
type Named = { name: string; about: string };

/** The page of a run over these allocators. */
export function renderBench(rows: Measured[], subjects: Named[]): string {
  const indexOf = (allocator: string): number => subjects.findIndex(({ name }) => name === allocator);
  const families = [...new Set(rows.flatMap(({ synthetic }) => (synthetic ? [synthetic.family] : [])))];
  const loads = [...new Set(rows.map(({ load }) => load))];
  const body = `<h1>Measured beside other allocators</h1>
<p>One run on one machine. Ratios within it mean something, its times elsewhere little.</p>
${legend(subjects)}
<h2>Throughput against live blocks</h2>
<div class="charts">${families.map((family) => throughputOf(family, rows, indexOf)).join('\n')}</div>
<h2>Smallest heap over peak of live bytes, per trace</h2>
${densityOf(rows, indexOf)}
<h2>Every figure</h2>
${loads
  .map((load) =>
    figuresOf(
      load,
      rows.filter((row) => row.load === load),
    ),
  )
  .join('\n')}`;
  return renderPage({ title: 'measured beside other allocators', body, style: CHART_STYLE });
}

type IndexOf = (allocator: string) => number;

function legend(subjects: Named[]): string {
  return `<ul>${subjects
    .map(({ name, about }, i) => `<li><b class="series-${i}">■</b> ${escapeHtml(name)}: ${escapeHtml(about)}</li>`)
    .join('')}</ul>`;
}

function throughputOf(family: string, rows: Measured[], indexOf: IndexOf): string {
  const points = rows.filter(
    ({ synthetic, operationsPerSecond }) => synthetic?.family === family && operationsPerSecond,
  );
  return chartOf({
    title: `${family}: operations per second`,
    series: seriesOf(points, indexOf, (row) => [row.synthetic!.liveBlocks, row.operationsPerSecond!]),
    isLine: true,
    nameX: (x) => number(x),
    nameY: siName,
    xAxis: 'blocks live',
  });
}

function densityOf(rows: Measured[], indexOf: IndexOf): string {
  const points = rows.filter(({ synthetic, heapOverPeak }) => !synthetic && heapOverPeak);
  const traces = [...new Set(points.map(({ load }) => load))];
  return chartOf({
    title: 'heap / peak',
    isLine: false,
    xAxis: '',
    series: seriesOf(points, indexOf, (row) => [2 ** traces.indexOf(row.load), row.heapOverPeak!]),
    nameX: (x) => traces[Math.round(Math.log2(x))],
    nameY: (y) => y.toFixed(2),
  });
}

function seriesOf(rows: Measured[], indexOf: IndexOf, point: (row: Measured) => [number, number]): Series[] {
  return [...new Set(rows.map(({ allocator }) => allocator))].map((name) => ({
    name,
    index: indexOf(name),
    points: rows.filter(({ allocator }) => allocator === name).map(point),
  }));
}

function figuresOf(load: string, rows: Measured[]): string {
  const cell = (value: number | null, digits: number): string => (value === null ? '-' : value.toFixed(digits));
  return tableOf(
    load,
    ['allocator', 'x AssemblyScript TLSF', 'p99.99, ns', 'heap / peak', 'bytes per block', 'worst steps', 'contents'],
    rows.filter(saysSomething).map((row) => [
      escapeHtml(row.allocator),
      cell(row.operationsPerSecondRatio, 2),
      cell(row.p9999ns, 0),
      cell(row.heapOverPeak, 3),
      cell(row.bytesPerBlock, 1),
      cell(row.worstSteps, 0),
      {
        html: row.verified ? 'kept' : escapeHtml(row.trouble || 'changed'),
        className: row.verified ? 'fits' : 'fails',
      },
    ]),
  );
}

/** Whether anything was measured, or went wrong. */
const saysSomething = ({
  verified,
  operationsPerSecondRatio,
  p9999ns,
  heapOverPeak,
  bytesPerBlock,
}: Measured): boolean =>
  !verified || [operationsPerSecondRatio, p9999ns, heapOverPeak, bytesPerBlock].some((value) => value !== null);

function siName(value: number): string {
  if (value >= 1e6) return `${value / 1e6} M`;
  return value >= 1e3 ? `${value / 1e3} k` : String(value);
}
