/** rp2040js, an RP2040 in JavaScript: only who runs machine code needs the package, so it is an optional one. */
import { createRequire } from 'node:module';
import type * as Rp2040 from 'rp2040js';

/** Throws what `require` throws where it is not installed: the command line says how to get it. */
export const theEmulator = (): typeof Rp2040 => createRequire(import.meta.url)('rp2040js') as typeof Rp2040;

/** What the clock of the emulation can do beside what its types say. */
export interface Clock {
  readonly nanos: number;
  /** To the next alarm; 0: there is none. */
  readonly nanosToNextAlarm: number;
  tick(nanos: number): void;
}
