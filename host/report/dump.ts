/** The page of `ckremm dump`. */
import { escapeHtml, number } from './html.ts';
import { MAP_KEYS, renderHeap } from './map.ts';
import { bodyOf, renderPage } from './page.ts';
import { reportScript } from './script.ts';
import { damageOf } from '../image/groups.ts';
import type { Survey } from '../image/survey.ts';

export function renderDump(survey: Survey, heap: Uint8Array, name: string): string {
  const damage = damageOf(survey);
  const verdict =
    damage.length === 0
      ? '<p class="sound">Sound: every invariant of every region holds.</p>'
      : `<div class="damage" role="alert"><p>Damaged; what can be shown is shown.</p><ul>${damage.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join('')}</ul></div>`;
  const header = `<h1>${escapeHtml(name)}</h1>
<p>A heap of ${number(survey.heapBytes)} bytes.</p>
${verdict}`;
  return renderPage({
    title: name,
    body: bodyOf('Skip to the map', header, `${MAP_KEYS}\n${renderHeap(survey, heap, name)}`, reportScript()),
  });
}
