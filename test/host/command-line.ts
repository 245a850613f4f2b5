/** The command line: in this process, where nothing is built or loaded again, and as a user starts it. */
import { spawnSync } from 'node:child_process';
import { main } from '../../host/cli.ts';

export interface Answer {
  code: number | null;
  out: string;
  complaint: string;
}

/** Runs a command in this process. What it prints is kept from the terminal. */
export async function ckremm(...args: string[]): Promise<Answer> {
  const { log, error } = console;
  const { exitCode } = process;
  const printed = { out: '', complaint: '' };
  console.log = (...values: unknown[]) => void (printed.out += `${values.join(' ')}\n`);
  console.error = (...values: unknown[]) => void (printed.complaint += `${values.join(' ')}\n`);
  process.exitCode = undefined;
  try {
    await main(args);
    return { code: Number(process.exitCode ?? 0), ...printed };
  } finally {
    Object.assign(console, { log, error });
    process.exitCode = exitCode;
  }
}

/** Starts it as a user does, in a process of its own. */
export function spawnCkremm(...args: string[]): Answer {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['host/run.mjs', ...args], {
    encoding: 'utf8',
    env: process.env,
  });
  return { code: status, out: stdout, complaint: stderr };
}
