/** The picture at the top of README: a board's memory with one program, written in several ways. It stands alone, in light and dark. */
import { escapeHtml, number } from './html.ts';

export interface Bar {
  title: string;
  /** Units of memory that are left; null where the program ran out of it. */
  left: number | null;
  note: string;
}

const WIDTH = 760;
const LEFT = 190;
const BAR = 30;
const PITCH = 44;
const TOP = 34;

const STYLE = `text { font: 14px system-ui, sans-serif; fill: #1b1f24; } .quiet { fill: #57606a; font-size: 13px; } .taken { fill: #27477f; }
.left { fill: #cfe3f5; } .none { fill: #cf222e; } .in { fill: #ffffff; font-weight: 600; } .on { fill: #1b1f24; font-weight: 600; }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3; } .quiet { fill: #9da7b3; } .taken { fill: #5b8fd6; } .left { fill: #1d3348; }
.none { fill: #b3382f; } .in { fill: #ffffff; } .on { fill: #e6edf3; } }`;

/** `total`: what there is before the program, in `unit`. */
export function memoryPicture(title: string, total: number, unit: string, bars: Bar[]): string {
  const height = TOP + bars.length * PITCH + 6;
  const scale = (WIDTH - LEFT - 10) / total;
  const spoken = `${title}. ${bars.map(({ title, left, note }) => `${title}: ${left === null ? 'runs out of memory' : `${number(left)} of ${number(total)} ${unit} left`}, ${note}`).join('. ')}.`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escapeHtml(spoken)}">`,
    `<title>${escapeHtml(title)}</title><style>${STYLE}</style>`,
    `<text class="quiet" x="0" y="16">${escapeHtml(title)}</text>`,
    ...bars.flatMap((bar, i) => barShapes(bar, TOP + i * PITCH, total, scale, unit)),
    '</svg>\n',
  ].join('\n');
}

function barShapes({ title, left, note }: Bar, y: number, total: number, scale: number, unit: string): string[] {
  const taken = (total - (left ?? 0)) * scale;
  const said = left === null ? 'out of memory' : `${number(left)} ${unit} left`;
  // What is left is said where it is, if there is room; else in what is taken.
  const isInside = left === null || left * scale < 150;
  return [
    `<text x="0" y="${y + 14}">${escapeHtml(title)}</text><text class="quiet" x="0" y="${y + 30}">${escapeHtml(note)}</text>`,
    `<rect class="left" x="${LEFT}" y="${y}" width="${WIDTH - LEFT - 10}" height="${BAR}"/>`,
    `<rect class="${left === null ? 'none' : 'taken'}" x="${LEFT}" y="${y}" width="${taken.toFixed(1)}" height="${BAR}"/>`,
    `<text class="${isInside ? 'in' : 'on'}" x="${(isInside ? LEFT + 12 : LEFT + taken + 12).toFixed(1)}" y="${y + 20}">${said}</text>`,
  ];
}
