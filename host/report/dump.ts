/** The page of `ckremm dump`: one file that needs nothing else, neither files nor a network. */
import { escapeHtml, number } from './html.ts';
import { MAP_KEYS, renderHeap } from './map.ts';
import { reportScript } from './script.ts';
import { STYLE } from './style.ts';
import { damageOf } from '../image/groups.ts';
import type { Survey } from '../image/survey.ts';

export function renderDump(survey: Survey, heap: Uint8Array, name: string): string {
  const damage = damageOf(survey);
  const verdict = damage.length === 0 ? '<p class="sound">Sound: every invariant of every region holds.</p>'
    : `<div class="damage" role="alert"><p>Damaged; what can be shown is shown.</p><ul>${damage.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join('')}</ul></div>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>ckreMM: ${escapeHtml(name)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the map</a>
<header>
<h1>${escapeHtml(name)}</h1>
<p>A heap of ${number(survey.heapBytes)} bytes.</p>
${verdict}
</header>
<main id="main">
${MAP_KEYS}
${renderHeap(survey, heap, name)}
</main>
<script>
${reportScript()}
</script>
</body>
</html>
`;
}
