/** Code in which a check of src/ is missing: what bounds alone then hold, and guards alone tell. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blobText, SETS } from '../../build/native/blobs.js';
import { openLibrary, translate } from '../../build/native/index.js';
import { MODULES } from '../../build/native/modules.js';
import { root } from '../support/project.ts';
import type { Blob } from './runners.ts';

/** A check that keeps an index inside, and what is put in its place: by the name of a scene. */
interface Mutant {
  file: string;
  from: string;
  to: string;
}

export const MUTANTS: Record<string, Mutant> = {
  tables: {
    file: 'tables/index',
    from: 'pool.end > (i = w[at]) &&\n    pool.end > (k = wordAt(w[pool.end - i], pool)) &&',
    to: '(i = w[at]) >= 0 && (k = wordAt(w[pool.end - i], pool)) >= 0 &&',
  },
  strings: {
    file: 'tables/block',
    from: '(k = wordAt(w[e], pool)) < e &&\n    (header = w[k]) < Header.Free',
    to: '(k = wordAt(w[e], pool)) >= 0 && (header = w[k]) < Header.Free',
  },
  gc: {
    file: 'gc/pool',
    from: 'var colour = i <= gc.end ? gc.u8[gc.colours + i] : Colour.None',
    to: 'var colour = gc.u8[gc.colours + (i << 4)]',
  },
  'records, x:i32': {
    file: 'records/index',
    from: 'return row >>> 0 === row && row <= pool.end && (pool.live',
    to: 'return row >>> 0 === row && (pool.live',
  },
  'queue, x:i32': {
    file: 'queue/index',
    from: 'if (!row || row > queue.end || count > queue.end) return refuse(queue.u8, Fault.Corrupt);\n  if (count',
    to: 'if (count',
  },
  messages: { file: 'messages/pool', from: 'return granule < pool.end && granule + granulesOf', to: 'return granule + granulesOf' },
  paging: { file: 'paging/bytes', from: 'return frame < p.frameCount ? frame : -1', to: 'return frame' },
};

/** Seconds after which what does not come back is ended: a mutant may go round in circles. */
const SECONDS = 60;

const parse = (text: string): Blob => {
  const { code, calls } = JSON.parse(text);
  return { code: Buffer.from(code.join(''), 'base64'), calls, seconds: SECONDS };
};

/** The mutant of headers, which is committed. */
export const committedMutant = (name: 'bounded' | 'unbounded'): Blob =>
  parse(readFileSync(join(root, 'test/native/blobs', `${name}.json`), 'utf8'));

/** A mutant of a set, compiled here: with its bounds, and without. */
export function compiledMutant(set: keyof typeof SETS, { file, from, to }: Mutant): { bounded: Blob; unbounded: Blob } {
  const names = SETS[set] as (keyof typeof MODULES)[];
  const translated = translate(openLibrary([{ file, from, to }]), names.map((name) => MODULES[name]));
  return { bounded: parse(blobText(set, translated)), unbounded: parse(blobText(set, translated, ['-DUNBOUNDED'])) };
}
