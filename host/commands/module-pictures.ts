/** The pictures of docs/modules: each page's program is run on an emulated board, and its heap drawn as it is then. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../boards/board.ts';
import { surveyHeap } from '../image/survey.ts';
import { FREE_AT_BOOT, loggerBars } from '../metrics/loggers.ts';
import { heapPicture } from '../report/heap-svg.ts';
import { memoryPicture } from '../report/memory-svg.ts';
import { BoardStorage, SimulatedBoard } from '../sim/index.ts';

/** Modules that a bundle must have for the programs of all pages. */
export const PAGE_MODULES = 'headers,tables,records,queue,messages,strings,gc,paging,stores';
export const PAGE_BOARD = 'pico';
const FOLDER = join('docs', 'modules');
const FLASH_BYTES = 1 << 20;

/** What is between the first ```js and its end. */
const programOf = (page: string): string | undefined => /^```js\n([^]*?)^```$/m.exec(page)?.[1];

/** Each picture's path in the project, and its text; `bundleFile`: a lean bundle of PAGE_BOARD with PAGE_MODULES. */
export function modulePictures(bundleFile: string): [file: string, svg: string][] {
  const library = `${readFileSync(bundleFile, 'latin1')};module.exports = ckremm;`;
  return readdirSync(join(projectFolder, FOLDER))
    .filter((file) => file.endsWith('.md'))
    .sort()
    .flatMap((file) => {
      const page = readFileSync(join(projectFolder, FOLDER, file), 'utf8');
      const picture = /!\[([^\]]*)\]\((\w+\.svg)\)/.exec(page);
      const program = programOf(page);
      if (!picture || !program) return [];
      return [[join(FOLDER, picture[2]!), heapPicture(surveyHeap(heapAfter(program, library)), picture[1]!)]];
    });
}

/** The heap that a session leaves in its variable `heap`. Answers are not looked at: the tests of the pages do. */
function heapAfter(session: string, library: string): Uint8Array {
  const storage = new BoardStorage(FLASH_BYTES);
  storage.write('ckremm', Buffer.from(library, 'latin1'));
  const board = new SimulatedBoard(PAGE_BOARD, storage, () => undefined);
  try {
    for (const line of session.split('\n')) if (line.startsWith('>')) board.run(line.slice(1));
    return new Uint8Array(board.run('heap') as ArrayLike<number>);
  } finally {
    board.close();
  }
}

/** README's: one logger, written in four ways. */
export const loggerPicture = (): string =>
  memoryPicture(
    'RAM of a Puck.js that keeps 600 samples and 60 texts, measured with Espruino',
    FREE_AT_BOOT,
    'variables',
    loggerBars(),
  );
