/** A chart as HTML that tells of its columns: a picture over its whole width, and below it what is pointed at. */
import { escapeHtml } from './html.ts';

export interface Strip {
  /** For who does not see it; also says what its columns are. */
  label: string;
  className: string;
  viewBox: string;
  /** The picture: paths of SVG. */
  picture: string;
  /** A sentence about a column, {0}, {1} ... in place of its numbers; {row} and {value} where there is a grid. */
  text: string;
  columns: (number | string)[][];
  /** Where each column's middle is; column n at n + 0.5 when not given. */
  at?: number[];
  grid?: string[][];
}

export function renderStrip({ label, className, viewBox, picture, text, columns, at, grid }: Strip): string {
  const data = JSON.stringify({ text, columns, at: at ?? columns.map((_, i) => i + 0.5), grid }).replace(
    /</g,
    '\\u003c',
  );
  return `<div class="strip ${className}" tabindex="0" role="application" aria-roledescription="chart" aria-describedby="strip-keys"
 aria-label="${escapeHtml(label)}"><script type="application/json">${data}</script>
<svg viewBox="${viewBox}" preserveAspectRatio="none" aria-hidden="true">
${picture}</svg><div class="column-cursor" hidden></div></div>`;
}

/** Where the words of the charts of a figure appear. */
export const STRIP_OUTPUT = '<output class="of-strip" aria-live="polite"></output>';
