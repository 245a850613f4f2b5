/** Writes a page for a browser, with the folders it is in; a UserError, one line, when that cannot be. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError, fileTrouble } from '../support/errors.ts';

/** Not mkdirSync's own recursion: below /proc that never ends. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

/** `what` names it in a complaint: 'report'. With the flag 'a' nothing is changed: only whether it can be is found out. */
export function writePage(file: string, html: string, what: string, flag: 'a' | 'w' = 'w'): void {
  try {
    makeFolder(dirname(file));
    writeFileSync(file, html, { flag });
  } catch (error) {
    throw new UserError(`cannot write the ${what} ${file}: ${fileTrouble(error)}`);
  }
}
