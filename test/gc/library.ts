/** The library from src/, as it is or with a fault planted in its text: a mutant, for which no production code pays. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import type * as Faults from '../../src/core/faults.ts';
import type * as Gc from '../../src/gc/index.ts';
import type * as Inspect from '../../src/gc/inspect.ts';
import type * as Heap from '../../src/heap/index.ts';
import type * as Tables from '../../src/tables/index.ts';
import type * as TablesInspect from '../../src/tables/inspect.ts';
import { root } from '../support/project.ts';

export interface Library {
  fault: typeof Faults.fault;
  heap: typeof Heap;
  gc: typeof Gc & typeof Inspect;
  tables: typeof Tables & typeof TablesInspect;
}

/** What to put in place of a text that stands exactly once in a file of src/. */
export interface Patch {
  file: string;
  from: string;
  to: string;
}

const texts = new Map<string, string>();
const transpiled = new Map<string, string>();

function textOf(file: string): string {
  if (!texts.has(file)) texts.set(file, readFileSync(join(root, 'src', file), 'utf8'));
  return texts.get(file)!;
}

function patched(file: string, patches: Patch[]): string {
  let text = textOf(file);
  for (const { from, to } of patches.filter((patch) => patch.file === file)) {
    if (text.split(from).length !== 2) throw new Error(`src/${file} should have exactly once: ${from}`);
    text = text.replace(from, () => to);
  }
  return text;
}

function transpile(text: string): string {
  if (!transpiled.has(text)) {
    const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, isolatedModules: true };
    transpiled.set(text, ts.transpileModule(text, { compilerOptions }).outputText);
  }
  return transpiled.get(text)!;
}

/** A library of its own: nothing is shared with another one, not even the last fault. */
export function loadLibrary(patches: Patch[] = []): Library {
  const modules = new Map<string, object>();
  const load = (file: string): any => {
    if (!modules.has(file)) {
      const exports = {};
      modules.set(file, exports);
      const require = (name: string): unknown => load(join(dirname(file), name));
      new Function('exports', 'require', transpile(patched(file, patches)))(exports, require);
    }
    return modules.get(file);
  };
  for (const { file } of patches) patched(file, patches);
  return {
    fault: load('core/faults.ts').fault,
    heap: load('heap/index.ts'),
    gc: { ...load('gc/index.ts'), ...load('gc/inspect.ts') },
    tables: { ...load('tables/index.ts'), ...load('tables/inspect.ts') },
  };
}
