/** What programs find on a Kaluma beside what the emulated board has: console and clock. The library is in front of the program, in one file. */
import type { Emulated } from '../emulator/index.ts';
import { shown } from '../sim/values.ts';
import type { Host } from './host.ts';

/** Puts them into the realm. */
export function addKaluma({ realm }: Emulated, host: Host): void {
  const print = (...values: unknown[]): void => host.print(values.map(shown).join(' '));
  Object.assign(realm, {
    print,
    millis: () => Math.floor(host.now()),
    micros: () => Math.floor(host.now() * 1000),
    delay: (milliseconds: number) => host.wait(milliseconds),
    delayMicroseconds: (microseconds: number) => host.wait(microseconds / 1000),
  });
  for (const name of Object.keys(realm.console as object)) realm.console[name] = print;
}
