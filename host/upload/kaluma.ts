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

/** A board that says nothing is waited for this long, and a second more for so many bytes: its uploader would wait for ever. */
const PATIENCE_MILLISECONDS = 90_000;
const BYTES_PER_SECOND = 1000;

/**
 * Writes the program to a file, and that to the board. Throws a UserError of one line unless the uploader says
 * that all bytes were taken: it ends well, too, when the port cannot be opened or the board breaks off.
 */
export function flashKaluma(file: string, program: string, port: string, command = kalumaCommand(file, port)): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, program);
  const bytes = Buffer.byteLength(program);
  const timeout = PATIENCE_MILLISECONDS + (1000 * bytes) / BYTES_PER_SECOND;
  const { stdout, stderr } = spawnSync(command[0]!, command.slice(1), { encoding: 'utf8', timeout });
  const log = `${stdout ?? ''}${stderr ?? ''}`;
  const written = Number(/^Done\. \(.* : (\d+) bytes\)/m.exec(log)?.[1] ?? -1);
  if (written === bytes) return;
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|E404|network/i.test(log))
    throw new UserError(`${KALUMA_CLI} is fetched the first time, which needs the network; nothing was sent`);
  if (/cannot open|No such file|Permission denied|Access denied/i.test(log))
    throw new UserError(`cannot open the port ${port}; is the board plugged in, and no other program connected to it? Nothing was sent`);
  const reason = written >= 0 ? `${written} of ${bytes} bytes were taken` : 'no answer';
  throw new UserError(`${port}: ${reason}; Kaluma erases its program area before it writes, so the board has no program now: ${command.join(' ')} sends it again`);
}
