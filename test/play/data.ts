/** What stands in docs/play.html: the boards, the examples, the bundles. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../host/boards/board.ts';
import type { PlayData } from '../../host/play/data.ts';

export const pageText = (): string => readFileSync(join(projectFolder, 'docs', 'play.html'), 'utf8');

export const dataOfPage = (): PlayData =>
  JSON.parse(/<script type="application\/json" id="data">(.*)<\/script>/.exec(pageText())![1]!) as PlayData;
