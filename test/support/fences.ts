/** The code blocks of a Markdown page, in order: what is between ```js, or another language's name, and ```. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../host/boards/board.ts';

export const codeBlocks = (file: string, language = 'js'): string[] =>
  [
    ...readFileSync(join(projectFolder, file), 'utf8').matchAll(
      new RegExp(`^ *\`\`\`${language}\\n([^]*?)^ *\`\`\`$`, 'gm'),
    ),
  ].map(([, code]) => code!);
