/** Traces from files. */
import { readFileSync, readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { UserError, fileTrouble } from '../errors.ts';
import { parseTrace } from './parse.ts';
import type { Trace } from './trace.ts';

/** The trace in `file`, named after the file without folder and extension. */
export function loadTrace(file: string): Trace {
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`cannot read trace ${file}: ${fileTrouble(error)}`);
  }
  return parseTrace(text.replace(/^\uFEFF/, ''), basename(file, extname(file)), file);
}

/** Every trace (*.txt) of a folder, in the order of their names. */
export function loadTraces(folder: string): Trace[] {
  let files: string[] = [];
  try {
    files = readdirSync(folder).filter((file) => file.endsWith('.txt')).sort();
  } catch (error) {
    throw new UserError(`cannot read the traces in ${folder}: ${fileTrouble(error)}`);
  }
  if (files.length === 0) throw new UserError(`there is no trace (*.txt) in ${folder}`);
  return files.map((file) => loadTrace(join(folder, file)));
}
