/** Who imports whom in src/, and what is wrong with it. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Path in src/ -> text. */
export type Sources = Map<string, string>;

export function readSources(folder: string): Sources {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  return new Map(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

/** What each module stands on besides `core`, `heap` and board.ts. Modules not named: nothing. */
const standsOn: Record<string, string[]> = {
  core: [],
  heap: [],
  devices: [],
  gc: ['tables'],
  records: [],
  queue: ['records'],
  strings: ['tables'],
  sync: ['headers', 'tables', 'records', 'queue'],
};
const forAll: Record<string, string[]> = { core: ['core'], heap: ['core', 'heap'] };

const moduleOf = (file: string): string =>
  file.includes('/') ? file.slice(0, file.indexOf('/')) : '';
const importPattern =
  /\b(?:import|export)\b[^;'"]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]/g;

function importsOf(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return [...code.matchAll(importPattern)].map((match) => (match[1] ?? match[2])!);
}

function mayImport(from: string, to: string): boolean {
  const module = moduleOf(from);
  if (module === '') return from === 'index.ts' || from === 'lean.ts';
  if (to === 'board.ts') return true;
  const allowed = [module, ...(forAll[module] ?? ['core', 'heap']), ...(standsOn[module] ?? [])];
  return allowed.includes(moduleOf(to));
}

/** A sentence per fault; none when imports are as they should be. */
export function importFaults(sources: Sources): string[] {
  const faults: string[] = [];
  const edges = new Map<string, string[]>();
  for (const [file, text] of sources) {
    const targets = [];
    for (const name of importsOf(text)) {
      const target = name.startsWith('.') ? normalize(join(dirname(file), name)) : name;
      if (!sources.has(target)) faults.push(`${file} imports ${name}, which is not a file of src/`);
      else if (!mayImport(file, target))
        faults.push(
          `${file} imports ${target}: ${moduleOf(file) || 'that file'} does not stand on it`,
        );
      else if (file.endsWith('index.ts') && target.endsWith('inspect.ts'))
        faults.push(`${file} imports ${target}: a bundle without it would pay for it`);
      targets.push(target);
    }
    edges.set(file, targets);
  }
  return [...faults, ...circles(edges)];
}

function circles(edges: Map<string, string[]>): string[] {
  const faults: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: string[]): void => {
    if (path.includes(file))
      faults.push(`circle: ${[...path.slice(path.indexOf(file)), file].join(' -> ')}`);
    if (done.has(file) || path.includes(file)) return;
    for (const target of edges.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of edges.keys()) visit(file, []);
  return faults;
}
