/** `ckremm play`: opens the page in which programs are tried. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectFolder } from '../boards/board.ts';
import { UserError } from '../support/errors.ts';
import type { Command, Values } from './command.ts';

export const playCommand: Command = {
  name: 'play',
  summary: 'Open the page that runs programs on emulated boards in your browser.',
  options: [{ name: 'print', help: 'print where the page is instead of opening it' }],
  notes: [
    'The page is one file, docs/play.html, and needs no network: choose a board and modules, run a program, step back and forth through what it\n' +
      'did, and download the bundle for the Web IDE.',
  ],
  run,
};

/** What opens a file with the program that is meant for it. */
const OPENERS: Partial<Record<NodeJS.Platform, string[]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

async function run(values: Values): Promise<void> {
  const file = join(projectFolder, 'docs', 'play.html');
  if (!existsSync(file)) throw new UserError('there is no docs/play.html: run `npm run play`');
  if (!values.print && (await opened(pathToFileURL(file).href))) console.log(`opened ${file}`);
  else console.log(file);
}

/** Whether a browser took it; on a machine without one nobody does. */
function opened(url: string): Promise<boolean> {
  const [program, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  return new Promise((done) => {
    const child = spawn(program!, [...args, url], { stdio: 'ignore' });
    child.on('error', () => done(false));
    child.on('exit', (code) => done(code === 0));
  });
}
