/** Which ckreMM this is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './board.ts';

export function versionInWords(): string {
  const { version } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as { version: string };
  return `ckremm ${version}`;
}
