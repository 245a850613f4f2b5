/** Espruino's prompt: code is run on the board, and what it answers is told apart from what programs write. */
import { isUtf8 } from 'node:buffer';
import { UserError } from '../support/errors.ts';
import type { Dialog } from './dialog.ts';

/** Stands in front of each line that is an answer to us, with the number of the question. */
const MARK = 'ckremm:';
/** At the start of a line: it is not echoed. */
const ECHO_OFF = '\x10';
const CTRL_C = '\x03';
const AGAIN_MILLISECONDS = 5000;
/** A board that writes all the time is waited for so many times as long as a silent one. */
const TALKATIVE = 4;
/** An error ends the line that asks, and so no answer comes; but a program may write such a line, too. */
const AFTER_ERROR_MILLISECONDS = 1000;

let asked = 0;

/** What a line that failed on the board wrote. */
export class BoardError extends Error {}

/** The value of an expression on the board, by way of JSON; undefined when it does not answer. Throws a BoardError. */
export async function ask(dialog: Dialog, expression: string): Promise<any> {
  const from = dialog.log.length;
  const number = ++asked;
  dialog.write(`${ECHO_OFF}print("${MARK}${number}:"+JSON.stringify(${expression}))\n`);
  const answerOrError = await dialog.until((text) => answerIn(text, number) ?? errorIn(text), from);
  if (answerOrError === undefined || 'value' in answerOrError) return answerOrError?.value;
  const answer = await dialog.until((text) => answerIn(text, number), from, AFTER_ERROR_MILLISECONDS);
  if (!answer) throw new BoardError(answerOrError.error);
  return answer.value;
}

/**
 * Whether a board answers that may lose what is sent, or be busy: asked again, ever more rarely, until it has said
 * nothing for so long, or has written for many times as long without an answer. Few and short questions: what a
 * busy board has not read keeps Ctrl-C from it.
 */
export async function answers(dialog: Dialog, silence = dialog.silenceMilliseconds): Promise<boolean> {
  const from = dialog.log.length;
  const first = asked + 1;
  let seen = from;
  for (let waited = 0, wait = AGAIN_MILLISECONDS; waited < silence && !dialog.isClosed; waited += wait, wait *= 2) {
    if (isInDebugger(dialog, seen)) await interrupt(dialog);
    seen = dialog.log.length;
    dialog.write(`${ECHO_OFF}print("${MARK}${++asked}:1")\n`);
    const last = asked;
    if (
      await dialog.until(
        (text) => anyAnswerIn(text, first, last),
        from,
        Math.min(wait, silence - waited),
        TALKATIVE * silence,
      )
    )
      return true;
  }
  return false;
}

/** Interrupts what runs, and clears what was typed. What is interrupted is in the debugger, which a second one ends. */
export async function interrupt(dialog: Dialog): Promise<void> {
  for (let times = 0, from = dialog.log.length; times === 0 || (times === 1 && isInDebugger(dialog, from)); times++) {
    dialog.write(CTRL_C);
    await dialog.rest();
  }
}

const isInDebugger = ({ log }: Dialog, from: number): boolean => log.includes('debug>', from);

/** Runs a line that answers nothing: reset() or load(). */
export async function command(dialog: Dialog, code: string): Promise<void> {
  dialog.write(`${ECHO_OFF}${code}\n`);
  await dialog.rest();
}

function answerIn(text: string, number: number): { value: any } | undefined {
  for (const [, json] of text.matchAll(new RegExp(`${MARK}${number}:([^\\r\\n]*)[\\r\\n]`, 'g'))) {
    try {
      return { value: json === 'undefined' ? undefined : JSON.parse(json!) };
    } catch {
      // The question itself, echoed: the answer is still to come.
    }
  }
  return undefined;
}

function anyAnswerIn(text: string, first: number, last: number): { value: any } | undefined {
  for (let number = last; number >= first; number--) {
    const answer = answerIn(text, number);
    if (answer) return answer;
  }
  return undefined;
}

const errorIn = (text: string): { error: string } | undefined => {
  const error = troubleIn(text.slice(0, text.lastIndexOf('\n') + 1));
  return error === undefined ? undefined : { error };
};

/** What a board wrote, without colours and places of the cursor; its bytes are UTF-8 where they can be. */
export function plain(text: string): string {
  const bytes = Buffer.from(text.replace(/\x1b\[[\d;]*[A-Za-z]|\x1b[78]|[\r\x08]/g, ''), 'latin1');
  return isUtf8(bytes) ? bytes.toString() : bytes.toString('latin1');
}

/** What went wrong in a program, as Espruino or Kaluma says it; undefined when nothing did. */
export function troubleIn(text: string): string | undefined {
  return /^.*\b(Uncaught\b.*|Execution Interrupted.*|ERROR: Out of Memory.*)$/im.exec(plain(text))?.[1]?.trim();
}

/** Lines that a program wrote, without prompts and answers to us. */
export function printed(text: string): string {
  return plain(text)
    .split('\n')
    .map((line) => line.replace(/^[>\s]*/, '').trimEnd())
    .filter((line) => line && !line.startsWith(MARK) && line !== '=undefined')
    .join('\n');
}

/** The board at the other end does not answer: in one line. */
export const silent = (port: string): UserError =>
  new UserError(
    `the board at ${port} does not answer; is it Espruino, and is this the right port? Unplug it, plug it in and try again`,
  );
