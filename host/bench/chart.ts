/** A chart as SVG, both axes logarithmic. */
import { escapeHtml, number, tableOf } from '../report/html.ts';

export interface Series {
  name: string;
  /** Which colour. */
  index: number;
  points: [x: number, y: number][];
}

export interface Chart {
  title: string;
  series: Series[];
  /** Whether the points of a series belong together. */
  isLine: boolean;
  xAxis: string;
  nameX(x: number): string;
  nameY(y: number): string;
}

const WIDTH = 560;
const HEIGHT = 340;
const LEFT = 64;
const RIGHT = 48;
const TOP = 16;
const BOTTOM = 44;

/** The chart, or a sentence where there is nothing to draw. */
export function chartOf(chart: Chart): string {
  const points = chart.series.flatMap(({ points: own }) => own);
  const caption = `<figcaption>${escapeHtml(chart.title)}</figcaption>`;
  if (points.length === 0) return `<figure>${caption}<p>Not measured in this run.</p></figure>`;
  const columns = [...new Set(points.map(([x]) => x))].sort((a, b) => a - b);
  if (columns.length === 1) return tableInstead(chart, columns[0]!);
  const rows = ticksOf(points.map(([, y]) => y));
  const placeX = scale(columns[0], columns[columns.length - 1], LEFT + 24, WIDTH - RIGHT);
  const placeY = scale(rows[0], rows[rows.length - 1], HEIGHT - BOTTOM, TOP);
  return `<figure>${caption}
<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(chart.title)}">
${rows.map((y) => horizontal(placeY(y), chart.nameY(y))).join('\n')}
${columns.map((x) => label(placeX(x), HEIGHT - BOTTOM + 18, 'middle', chart.nameX(x))).join('\n')}
${label((LEFT + WIDTH) / 2, HEIGHT - 6, 'middle', chart.xAxis)}
${chart.series.map((series) => drawSeries(series, chart, placeX, placeY)).join('\n')}
</svg></figure>`;
}

/** Where there is one place on the way across, dots one above the other say less than their figures. */
function tableInstead({ title, series, xAxis, nameX }: Chart, x: number): string {
  const found = series.flatMap(({ name, points }) => points.map(([, y]): [string, number] => [name, y]));
  const rows = found.sort((a, b) => b[1] - a[1]).map(([name, y]) => [escapeHtml(name), number(y)]);
  return `<figure>${tableOf(`${title}, ${nameX(x)} ${xAxis}`.trim(), ['allocator', escapeHtml(title)], rows)}</figure>`;
}

type Place = (value: number) => number;

/** Places `low`..`high` between two coordinates, by their logarithms. */
function scale(low: number, high: number, from: number, to: number): Place {
  const span = Math.log(high / low) || 1;
  return (value) => Number((from + ((to - from) * Math.log(value / low)) / span).toFixed(1));
}

/** Round values around `values`: decades over a wide range, steps of a tenth over a narrow one. */
function ticksOf(values: number[]): number[] {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const ticks: number[] = [];
  if (most / least < 4) {
    for (let tick = Math.floor(least * 5); tick < Math.ceil(most * 5) + 1; tick++) ticks.push(tick / 5);
    return ticks;
  }
  for (let tick = 10 ** Math.floor(Math.log10(least)); ; tick *= 10) {
    ticks.push(tick);
    if (tick >= most) return ticks;
  }
}

const label = (x: number, y: number, anchor: string, text: string): string =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}">${escapeHtml(text)}</text>`;

const horizontal = (y: number, text: string): string =>
  `<line class="grid" x1="${LEFT}" x2="${WIDTH}" y1="${y}" y2="${y}"/>${label(LEFT - 6, y + 4, 'end', text)}`;

function drawSeries({ name, index, points }: Series, chart: Chart, placeX: Place, placeY: Place): string {
  const places = points.map(([x, y]) => [placeX(x), placeY(y)]);
  const line = chart.isLine ? `<polyline points="${places.map((place) => place.join()).join(' ')}"/>` : '';
  const marks = places.map(([x, y], i) => {
    const title = `${name}, ${chart.nameX(points[i][0])}: ${points[i][1].toLocaleString('en-US')}`;
    return `<circle class="mark" cx="${x}" cy="${y}" r="4"><title>${escapeHtml(title)}</title></circle>`;
  });
  return `<g class="series-${index}">${line}${marks.join('')}</g>`;
}
