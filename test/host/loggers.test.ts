/** README's table of one logger in several ways: the engines that are given are asked again. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { boardNames, projectFolder, readBoard } from '../../host/emulator/index.ts';
import { namedEngines, variablesOf } from '../../host/engines/index.ts';
import { LOGGER_MODULES, type Way, leftOn, needTable } from '../../host/metrics/loggers.ts';
import { buildBundles } from '../support/project.ts';

const FOLDER = join(projectFolder, 'examples', 'event-logger');
const FILES: Partial<Record<Way, string>> = { objects: 'objects.js', typedArrays: 'typed-arrays.js', es5: 'logger.js' };
/** Of what is left: what `require` found there before differs from one way of starting a program to another. */
const MOST_DIFFERENT = 0.05;

test('each board is in the table, with what is left by each way it has', () => {
  const table = needTable();
  for (const name of boardNames().filter((one) => one !== 'host')) {
    expect(table).toContain(`|${name}|`);
    const left = leftOn(readBoard(name));
    expect(Object.keys(left)).toEqual(expect.arrayContaining(['objects', 'typedArrays', 'es5']));
    expect(left.native !== undefined).toBe(readBoard(name).native !== undefined);
  }
});

const sourceOf = (file: string): string => readFileSync(join(FOLDER, file), 'latin1');

for (const engine of namedEngines(process.env.CKREMM_ENGINES ?? ''))
  test(`${engine.name} leaves as much, if it is an Espruino with as many variables as a board`, async () => {
    const variables = (await variablesOf(engine))?.variables;
    const name = boardNames().find((one) => readBoard(one).engine.jsvarCount === variables);
    if (name === undefined || !readBoard(name).features.mappedFlash) return;
    const board = readBoard(name);
    const [out, kind] = [join(projectFolder, 'out', 'test-loggers'), 'ckremm.storage.js'];
    await buildBundles({ boards: [name], modules: LOGGER_MODULES, out, kinds: [kind], native: 'off' });
    const bundleFile = join(out, name, kind);
    for (const [way, file] of Object.entries(FILES)) {
      // What loads the library itself has it not loaded for it: here all do, or say so.
      const load = `${way === 'es5' ? '' : '// '}var ckremm = require("ckremm");`;
      const program = `print('begin');\n${load}\n${sourceOf(file)}\n${sourceOf('feed.js')}\nprint('done');`;
      const said = await engine.runFromFlash!({ board, bundleFile, program }).catch((error: Error) => [error.message]);
      const left = Number(/and (\d+) free/.exec(said.join('\n'))?.[1] ?? 0);
      const recorded = leftOn(board)[way as Way] ?? 0;
      expect([way, Math.abs(left - recorded) <= MOST_DIFFERENT * recorded]).toEqual([way, true]);
    }
  }, 300000);
