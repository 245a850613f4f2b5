/** Instructions that an engine executes, counted by valgrind: the same on every machine. */
import { capture } from '../support/capture.ts';

/** Instructions of a whole run of a script, which ends by printing "done". Throws when it did not. */
export async function countInstructions(engine: string, file: string): Promise<number> {
  const { text } = await capture('valgrind', [
    '--tool=cachegrind',
    '--cache-sim=no',
    '--cachegrind-out-file=/dev/null',
    engine,
    file,
  ]);
  const found = /I +refs: +([\d,]+)/.exec(text);
  if (!found || !/^>?done\r?$/m.test(text)) throw new Error(`${file} did not finish: ${text.slice(-600)}`);
  return Number(found[1].replaceAll(',', ''));
}
