/** Traces from files. */
import { readFileSync, readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { UserError, fileTrouble } from '../support/errors.ts';
import { textOf } from '../support/text.ts';
import { linesOfMtrace, looksLikeMtrace } from './mtrace.ts';
import { parseTrace } from './parse.ts';
import type { Trace } from './trace.ts';

/** How a trace is written: as traces/README.md says, or as glibc's mtrace() does. */
export const TRACE_FORMATS = ['ckremm', 'mtrace'] as const;
export type TraceFormat = (typeof TRACE_FORMATS)[number];

/** The trace in `file`, named after the file without folder and extension. */
export function loadTrace(file: string, format: TraceFormat = 'ckremm'): Trace {
  let text = '';
  try {
    text = textOf(readFileSync(file));
  } catch (error) {
    throw new UserError(`cannot read trace ${file}: ${fileTrouble(error)}`);
  }
  if (format === 'ckremm' && looksLikeMtrace(text))
    throw new UserError(`trace ${file} is a log of mtrace: read it with --format mtrace`);
  return parseTrace(format === 'mtrace' ? linesOfMtrace(text, file) : text, basename(file, extname(file)), file);
}

/** Every trace (*.txt) of a folder, in the order of their names. */
export function loadTraces(folder: string): Trace[] {
  let files: string[] = [];
  try {
    files = readdirSync(folder)
      .filter((file) => file.endsWith('.txt'))
      .sort();
  } catch (error) {
    throw new UserError(`cannot read the traces in ${folder}: ${fileTrouble(error)}`);
  }
  if (files.length === 0) throw new UserError(`there is no trace (*.txt) in ${folder}`);
  return files.map((file) => loadTrace(join(folder, file)));
}
