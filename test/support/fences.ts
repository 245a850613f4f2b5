/** The code blocks of a Markdown page, in order: what is between ```js and ```. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../host/emulator/board.ts';

export const codeBlocks = (file: string): string[] =>
  [...readFileSync(join(projectFolder, file), 'utf8').matchAll(/^ *```js\n([^]*?)^ *```$/gm)].map(([, code]) => code!);
