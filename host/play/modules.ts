/** What can be told of a program from its text: which modules it needs, where it is none, and how one engine's becomes another's. */
import { parse } from 'acorn';
import { usesOf } from '../support/uses.ts';

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

/** Where a text is no program: `line 3: Unexpected token`; '' where it is one. Engines in browsers do not tell the line. */
export function troubleIn(program: string): string {
  try {
    parse(program, { ecmaVersion: 'latest' });
    return '';
  } catch (error) {
    const { loc, message } = error as SyntaxError & { loc: { line: number } };
    return `line ${loc.line}: ${message.replace(/ \(\d+:\d+\)$/, '')}`;
  }
}
