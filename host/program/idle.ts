/** What a library takes of a board's memory while nobody calls it. `npm run build` imports this from dist/tools; see build/takes.js. */
import { readBoard } from '../boards/board.ts';
import { runProgram } from './run.ts';

/** Variables of an Espruino that a bundle takes once it is required, as the emulated board counts them. */
function idleVariables(board: string, bundleFile: string): number {
  const freeAfter = (program: string): number =>
    runProgram(board, program, { bundleFile, forMilliseconds: 1 }).result.samples[0]!.freeVariables!;
  return freeAfter('') - freeAfter('var ckremm = require("ckremm");');
}

/** The end of a line about a bundle; '' on engines whose code is not counted. */
export function idleInWords(board: string, bundleFile: string, hasNative: boolean): string {
  const { engine } = readBoard(board);
  if (engine.name !== 'espruino') return '';
  const idle = idleVariables(board, bundleFile).toLocaleString('en-US');
  const all = engine.jsvarCount!.toLocaleString('en-US');
  return `; idle, it takes ${idle} of ${all} variables${hasNative ? ' in ES5, fewer as machine code' : ''}`;
}
