/**
 * Puts a bundle and a program on a Kaluma board, as one file: Kaluma has no `require` for programs. It erases its
 * program area before it takes a new one, so a failure from then on leaves the board without a program.
 */
import type { BoardProfile } from '../emulator/index.ts';
import { UserError } from '../support/errors.ts';
import { type Dialog, withDialog } from './dialog.ts';
import type { Opener } from './link.ts';
import { sendFile, isAskedFor } from './ymodem.ts';
import { plain, troubleIn } from './prompt.ts';

export interface KalumaRequest {
  port: string;
  open: Opener;
  board: BoardProfile;
  program: Uint8Array;
  say(line: string): void;
  silenceMilliseconds?: number;
}

const NAME = 'usercode';
const FIRST_SILENCE_MILLISECONDS = 10_000;
const PROMPT = /> $/;
/** Ends what a program does; ends a transfer that broke off, of which the board still waits for the rest. */
const CTRL_C = '\x03',
  CANCEL = '\x18\x18';

const isAtPrompt = (text: string): true | undefined => PROMPT.test(plain(text)) || undefined;

async function greet(dialog: Dialog, { port, silenceMilliseconds }: KalumaRequest): Promise<void> {
  for (const end of [CTRL_C, CANCEL]) {
    const from = dialog.log.length;
    dialog.write(end);
    await dialog.rest();
    dialog.write('\r');
    if (await dialog.until(isAtPrompt, from, Math.min(FIRST_SILENCE_MILLISECONDS, silenceMilliseconds ?? Infinity)))
      return;
  }
  throw new UserError(
    `the board at ${port} does not answer; is it Kaluma, and is this the right port? Nothing was sent`,
  );
}

/** Sends the program, and starts nothing. Throws a UserError of one line that says what the board has now. */
export async function sendKaluma(dialog: Dialog, request: KalumaRequest): Promise<void> {
  const { port, board, program, say } = request;
  const { storageBytes } = board.link!;
  if (program.length > storageBytes)
    throw new UserError(
      `the program has ${program.length} bytes with its bundle, and the program area of ${board.title} ${storageBytes}; name fewer modules (MODULES=headers). Nothing was sent`,
    );
  await greet(dialog, request);
  say(`found Kaluma: sending ${program.length} bytes`);
  const from = dialog.log.length;
  dialog.write('.flash -w\r');
  const isReady = await isAskedFor(dialog, from);
  const { takenBytes, trouble } = isReady
    ? await sendFile(dialog, NAME, program)
    : { takenBytes: 0, trouble: 'it does not accept programs' };
  if (trouble !== undefined)
    throw new UserError(
      `${port}: ${trouble}; ${takenBytes} of ${program.length} bytes were taken. Kaluma erases its program area before it writes, so the board has no program now: try again`,
    );
  say('arrived whole: starting it');
}

/** Sends the program, runs it, and returns what it wrote. Throws as `sendKaluma` does. */
export const flashKaluma = (request: KalumaRequest): Promise<string> =>
  withDialog(request.open, request.silenceMilliseconds, async (dialog) => {
    await sendKaluma(dialog, request);
    return run(dialog, request.port);
  });

async function run(dialog: Dialog, port: string): Promise<string> {
  await dialog.rest();
  const from = dialog.log.length;
  dialog.write('\r.load\r');
  const isBack = await dialog.until((text) => isAtPrompt(text.slice(text.indexOf('.load') + 1)), from);
  if (!isBack)
    throw new UserError(
      `the program is on the board, but ${port} does not answer after starting it: is it in an endless loop?`,
    );
  await dialog.quiet();
  return plain(dialog.log.slice(from))
    .split('\n')
    .map((line) => line.replace(/^(> ?)+/, '').trimEnd())
    .filter((line) => line && line !== '.load')
    .join('\n');
}

/** What went wrong in a program, as Kaluma says it. */
export const kalumaTrouble = (log: string): string | undefined =>
  troubleIn(log) ?? /^(?:\w*Error\b.*)$/m.exec(log)?.[0];
