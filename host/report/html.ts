/** Small helpers to write HTML. */

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

export const number = (value: number): string => value.toLocaleString('en-US');

export const percent = (share: number): string => `${Math.round(100 * share)} %`;

export interface Cell {
  html: string;
  className?: string;
}

/** A table with a caption, whose first column names the rows. Cells are HTML. */
export function tableOf(caption: string, titles: string[], rows: (string | Cell)[][], className = ''): string {
  const head = titles.map((title) => `<th scope="col">${title}</th>`).join('');
  const body = rows
    .map(([first, ...rest]) => `<tr><th scope="row">${htmlOf(first)}</th>${rest.map(cellOf).join('')}</tr>`)
    .join('\n');
  return `<div class="scroll" role="region" tabindex="0" aria-label="${escapeHtml(caption)}">
<table${className ? ` class="${className}"` : ''}><caption><span>${escapeHtml(caption)}</span></caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody></table></div>`;
}

const htmlOf = (cell: string | Cell): string => (typeof cell === 'string' ? cell : cell.html);

function cellOf(cell: string | Cell): string {
  const className = typeof cell === 'string' ? '' : cell.className;
  return `<td${className ? ` class="${className}"` : ''}>${htmlOf(cell)}</td>`;
}
