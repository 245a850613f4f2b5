/** Recorded programs by what makes the calls of a script, and whether it has the guards that campaigns count on. */
import { lengthOf } from '../support/soak.ts';
import { headers, newHeaders, replayOn } from './scenes/headers.ts';
import { Script, type Runner } from './script.ts';

/** The first calls of a recorded program; how many there were. */
export function replay(runner: Runner, file: string): number {
  const script = new Script(runner, 'headers', headers, newHeaders(65536));
  replayOn(script, file, lengthOf(4000, Infinity));
  script.compare();
  return script.check();
}

/** That what is before and behind the heap cannot be touched. */
export function requireGuards(runner: Runner): void {
  for (const [at, isInside] of [[0, true], [4095, true], [-1, false], [4096, false]] as const) {
    const script = new Script(runner, 'headers', headers, newHeaders(4096));
    script.touch(at);
    if (isInside) script.check();
    else expect(() => script.check()).toThrow(/the harness ended with/);
  }
}
