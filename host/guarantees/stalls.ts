/** What to say, and to do, when one call of a program keeps its board busy for long. */
import type { TakenCall } from '../cost/watch.ts';
import type { BoardProfile } from '../emulator/index.ts';
import { isRunning } from './calls.ts';
import { shownMilliseconds } from './words.ts';

/** From so many milliseconds on somebody who presses a button, or sends the next byte, notices. */
export const STALL_MILLISECONDS = 100;

const COMPACTION =
  'blocks had to move. tables.setPause(pool, 8) limits each call (not compact yet: call again); tables.reorder(pool, budget) from an idle loop does it beforehand';

const ADVICE: Record<string, string> = {
  'tables.alloc': COMPACTION,
  'tables.resize': COMPACTION,
  'strings.alloc': COMPACTION,
  'strings.set': COMPACTION,
  'strings.append': COMPACTION,
  'tables.reorder': 'with a budget, reorder(pool, budget), it does only as much at a time as you allow',
  'headers.reorder': 'with `moved` it goes through all blocks: call it when nobody is waiting',
  'gc.alloc': 'a collection or a compaction was due. gc.step(pool, budget) from an idle loop does it beforehand',
  'gc.step': 'a smaller budget does less at a time',
  'gc.collect': 'gc.step(pool, budget) does the same in parts',
  'messages.push': 'it replaced many small messages: shift messages once they are read',
  'records.next': 'it skipped many free rows',
  'paging.commit': 'it writes everything that changed: commit after fewer writes, and when nobody is waiting',
  'paging.flush': 'it writes everything that changed: call it when nobody is waiting',
};

/** Fields that are looked up by name. */
const BY_NAME = /^(records|queue)\.(get|set|column|field)$/;

function adviceFor(call: string): string {
  if (BY_NAME.test(call)) return 'access by number takes a fraction of that: n = field(pool, name), once';
  if (ADVICE[call]) return ADVICE[call];
  return isRunning(call)
    ? 'use a smaller pool, or fewer bytes at a time'
    : 'it goes through the whole pool: call it at boot or when nobody is waiting, or make the pool smaller';
}

/** A warning, in one line. */
function warningOf({ title, native }: BoardProfile, { call, milliseconds, mostMilliseconds }: TakenCall): string {
  const least = shownMilliseconds(milliseconds);
  const most = shownMilliseconds(mostMilliseconds);
  const machineCode = native ? '; machine code takes a fraction of that (docs/design/native.md)' : '';
  return `! ${call} took about ${least === most ? least : `${least} to ${most}`} ms of ${title}: ${adviceFor(call)}${machineCode}`;
}

/** Of several calls those of which to warn, a line for each name: the longest, in the order in which they came. */
export function warningsOf(board: BoardProfile, taken: TakenCall[]): string[] {
  const longest = new Map<string, TakenCall>();
  for (const one of taken) {
    const known = longest.get(one.call);
    const isLong = one.mostMilliseconds >= STALL_MILLISECONDS;
    if (isLong && (!known || one.milliseconds > known.milliseconds)) longest.set(one.call, one);
  }
  return [...longest.values()].map((one) => warningOf(board, one));
}
