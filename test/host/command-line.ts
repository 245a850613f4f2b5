/** Runs the command line as a user would. */
import { spawnSync } from 'node:child_process';

export interface Answer {
  code: number | null;
  out: string;
  complaint: string;
}

export function ckremm(...args: string[]): Answer {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['host/run.mjs', ...args], { encoding: 'utf8' });
  return { code: status, out: stdout, complaint: stderr };
}
