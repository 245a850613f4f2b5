/** out/bench.html: the charts and every figure, in the style of the report, without a script. */
import { escapeHtml, number, tableOf } from '../report/html.ts';
import { renderPage } from '../report/page.ts';
import { chartOf } from './chart.ts';
import type { Series } from './chart.ts';
import type { Measured } from './run.ts';

const CHART_STYLE = `
figure { margin: 1rem 0 2rem; max-width: 40rem; }
h2 ~ .scroll { margin-top: 2rem; }
.trouble { margin: .5rem 0 0; }
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
<p>One run on one machine. The ratios within it are meaningful; its times say little about other machines. Where an allocator failed, or lost or changed contents,
its figures are red, and the reason stands below the table.</p>
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

const STEPS = 'worst steps';
const COLUMNS: [title: string, of: (row: Measured) => number | null, digits: number][] = [
  ['x AssemblyScript TLSF', (row) => row.operationsPerSecondRatio, 2],
  ['p99.99, ns', (row) => row.p9999ns, 0],
  ['heap / peak', (row) => row.heapOverPeak, 3],
  ['bytes per block', (row) => row.bytesPerBlock, 1],
  [STEPS, (row) => row.worstSteps, 0],
];

const shown = (value: number | null, digits: number): string =>
  value === null
    ? '-'
    : value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** Columns and rows that have a figure; below them, in words, what went wrong. */
function figuresOf(load: string, rows: Measured[]): string {
  const columns = COLUMNS.filter(([, of]) => rows.some((row) => of(row) !== null));
  // Steps are counted of what could not be measured, too, and alone say nothing.
  const measured = rows.filter((row) => columns.some(([title, of]) => title !== STEPS && of(row) !== null));
  const trouble = rows
    .filter(({ verified }) => !verified)
    .map((row) => `<li><b>${escapeHtml(row.allocator)}</b>: ${escapeHtml(row.trouble || 'contents changed')}</li>`);
  return [
    tableOf(
      load,
      ['allocator', ...columns.map(([title]) => title)],
      measured.map((row) => [
        escapeHtml(row.allocator),
        ...columns.map(([, of, digits]) => ({
          html: shown(of(row), digits),
          ...(row.verified ? {} : { className: 'fails' }),
        })),
      ]),
    ),
    ...(trouble.length > 0 ? [`<ul class="trouble">${trouble.join('')}</ul>`] : []),
  ].join('\n');
}

function siName(value: number): string {
  if (value >= 1e6) return `${value / 1e6} M`;
  return value >= 1e3 ? `${value / 1e3} k` : String(value);
}
