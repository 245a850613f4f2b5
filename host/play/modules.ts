/** Which modules a program needs, and how programs of one engine become those of another. */
import { usesOf } from '../upload/uses.ts';

/** Modules of the library that the program names, in their order. */
export function modulesIn(program: string, known: string[]): string[] {
  const named = new Set(usesOf(program).parts.map((part) => part.split('.')[0]!));
  return known.filter((name) => named.has(name));
}

const REQUIRED = /^var ckremm = require\((['"])ckremm\1\);$/m;
const THERE = '// ckremm is there: on Kaluma it is in one file with the program.';

/** On Espruino a program requires the library, on Kaluma it is in front of it. */
export const adapted = (program: string, engine: 'espruino' | 'kaluma'): string =>
  engine === 'kaluma' ? program.replace(REQUIRED, THERE) : program.replace(THERE, `var ckremm = require('ckremm');`);
