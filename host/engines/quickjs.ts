/** QuickJS in a process of its own, with no more memory than the board has: see quickjs.mjs. */
import { join } from 'node:path';
import { projectFolder } from '../emulator/index.ts';
import type { Engine } from './engine.ts';
import { runProgram } from './program.ts';

const RUNNER = join(projectFolder, 'host', 'engines', 'quickjs.mjs');

export const quickjsEngine: Engine = {
  name: 'quickjs',
  run: (script) =>
    runProgram('quickjs', script, [process.execPath, RUNNER], (bundle, program) => [
      bundle,
      program,
      String(script.board.ramBytes),
    ]),
};
