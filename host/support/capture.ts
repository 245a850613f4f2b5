/** A program run to its end, or until its time is over, and all that it said. */
import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';

export interface Captured {
  stdout: string;
  stderr: string;
  /** Both in the order in which they came. */
  text: string;
  /** The exit code, or null when a signal ended it. */
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Its time was over, and it was killed. */
  isLate: boolean;
}

/**
 * Runs `program`, with nothing to read, so that one that would go on to a prompt ends. After `mostMilliseconds` it is killed by SIGKILL:
 * some engines ignore other signals. Throws when it cannot be started.
 */
export function capture(
  program: string,
  args: string[],
  { cwd, mostMilliseconds }: { cwd?: string; mostMilliseconds?: number } = {},
): Promise<Captured> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const said: [isError: boolean, bytes: Buffer][] = [];
    let isLate = false;
    const timer =
      mostMilliseconds === undefined
        ? undefined
        : setTimeout(() => {
            isLate = child.kill('SIGKILL');
          }, mostMilliseconds);
    child.stdout.on('data', (bytes: Buffer) => void said.push([false, bytes]));
    child.stderr.on('data', (bytes: Buffer) => void said.push([true, bytes]));
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const textOf = (isWanted: (isError: boolean) => boolean): string =>
        Buffer.concat(said.filter(([isError]) => isWanted(isError)).map(([, bytes]) => bytes)).toString();
      resolve({
        stdout: textOf((isError) => !isError),
        stderr: textOf((isError) => isError),
        text: textOf(() => true),
        code,
        signal,
        isLate,
      });
    });
  });
}
