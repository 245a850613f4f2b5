/**
 * Puts a bundle and a program on a Kaluma board, as one file: Kaluma has no `require` for programs. Its own
 * uploader does it, which erases the program area first: a failure leaves the board without a program.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../errors.ts';

/** The latest with `write`; `npx` fetches it from the network the first time. */
const KALUMA_CLI = '@kaluma/cli@1.0.0';

export const kalumaCommand = (file: string, port: string): string[] => ['npx', '--yes', KALUMA_CLI, 'write', file, '--port', port];

export function flashKaluma(file: string, program: string, port: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, program);
  const [command, ...args] = kalumaCommand(file, port);
  const { status, stdout, stderr } = spawnSync(command!, args, { encoding: 'utf8' });
  if (status === 0) return;
  const log = `${stdout}${stderr}`;
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|E404|network/i.test(log))
    throw new UserError(`${KALUMA_CLI} is fetched the first time, which needs the network; nothing was sent`);
  const reason = log.trim().split('\n').at(-1) ?? '';
  throw new UserError(`${port}: ${reason || 'no answer'}; Kaluma erases before it writes, so the board may have no program now: ${[command, ...args].join(' ')} sends it again`);
}
