/** The words of `ckremm flash BOARD [PORT] [APP.js]`: which of them is the port, and which the program. */
import { statSync } from 'node:fs';
import { UserError } from '../support/errors.ts';
import type { Values } from './command.ts';

/** In front of a board's name: a simulated one. */
export const SIMULATED = 'sim:';

export interface Words {
  board: string;
  isSimulated: boolean;
  port: string | undefined;
  app: string | undefined;
  modules: string | undefined;
  isBoot: boolean;
  /** Not with --configNative off. */
  isNative: boolean;
  isSelftest: boolean;
  isUninstall: boolean;
  name: string | undefined;
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** Files, and what is called like one; ports have no ending ("Puck.js 1a2b" has none). */
const isProgram = (word: string): boolean =>
  !word.startsWith('tcp://') && (/\.[a-z]{1,5}$/i.test(word) || isFile(word));

/** What --configNative says: whether native code is wanted where the board can run it. */
export function isNativeFor(word: string | undefined): boolean {
  if (word !== undefined && word !== 'on' && word !== 'off')
    throw new UserError(`--configNative is "${word}"; it is on or off`);
  return word !== 'off';
}

export function wordsOf(values: Values): Words {
  const text = (name: string): string | undefined =>
    typeof values[name] === 'string' && values[name] !== '' ? values[name] : undefined;
  const given = ['operand', 'operand2', 'operand3'].map(text).filter((word) => word !== undefined);
  const board = text('board') ?? given.shift() ?? '';
  const isSimulated = board.startsWith(SIMULATED);
  const app =
    text('app') ??
    (given.length > 1 || isSimulated || (given.length > 0 && isProgram(given[0]!)) ? given.pop() : undefined);
  const port = isSimulated ? undefined : (text('port') ?? given.shift());
  if (given.length > 0)
    throw new UserError(
      `too much: ${given.join(' ')}; usage: ckremm flash ${isSimulated ? 'sim:BOARD' : 'BOARD [PORT]'} [APP.js]`,
    );
  return {
    board: isSimulated ? board.slice(SIMULATED.length) : board,
    isSimulated,
    port,
    app,
    modules: text('modules') ?? (process.env.MODULES || undefined),
    isBoot: values.boot === true,
    isNative: isNativeFor(text('configNative')),
    isSelftest: values.selftest === true,
    isUninstall: values.uninstall === true,
    name: text('name'),
  };
}
