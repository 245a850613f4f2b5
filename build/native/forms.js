/** The table of docs/design/native.md that says of every public call how a board with native code makes it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import profiles from '../profiles.cjs';
import { LOADED } from './loaded.js';
import { formOf } from './loader.js';
import { blobsFor } from './sets.js';

const FILE = join(profiles.root, 'docs', 'design', 'native.md');
const MARKED = /(<!-- forms -->\n)[^]*(<!-- \/forms -->)/;

/** Public names of a module as the compiled library has them. */
function namesOf(module) {
  const text = readFileSync(join(profiles.root, 'dist', 'es', module, 'index.js'), 'utf8');
  const names = [...text.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, list]) => list.split(','));
  return names.map((name) => name.trim().split(' as ').at(-1)).filter(Boolean).sort();
}

const COLUMNS = { resident: 'native, stays', front: 'native behind JavaScript, stays', made: 'native, made when it is looked up', 'made front': 'native behind JavaScript, made', cold: 'ES5' };

/** The table, a row a module. */
export function formsTable() {
  const { modules, calls } = blobsFor(Object.keys(LOADED).filter((name) => !LOADED[name].isES5));
  const rows = modules.map((module) => {
    const forms = namesOf(module).map((name) => [formOf(module, name, calls), name]);
    const cells = Object.keys(COLUMNS).map((form) => forms.filter(([one]) => one === form).map(([, name]) => name).join(' '));
    return `| ${module} | ${cells.join(' | ')} |`;
  });
  return [`| | ${Object.values(COLUMNS).join(' | ')} |`, `|${' --- |'.repeat(6)}`, ...rows, ''].join('\n');
}

/** The document with that table. */
export const withForms = (text) => text.replace(MARKED, (_all, begin, end) => begin + formsTable() + end);

export const formsFile = () => readFileSync(FILE, 'utf8');

if (process.argv[2] === '--write') writeFileSync(FILE, withForms(formsFile()));
