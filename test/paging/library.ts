/** The library from source, as it is or with a line changed: a mutant, which the tests must notice. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type TypeScript from 'typescript';
import { diceFrom } from '../../host/flash/nor.ts';
import { root } from '../support/project.ts';

export interface Library {
  heap: any;
  paging: any;
  /** The same with the checked wrappers. */
  checked: any;
  fault(heap?: Uint8Array): number;
}

/** A line of src/paging that a mutant has in place of another. */
export interface Change {
  file: string;
  from: string;
  to: string;
}

// Whole-program enums are worth having: the campaigns spend their time in the library.
const enumsOf = (text: string): Map<string, number> => {
  const values = new Map<string, number>();
  for (const [, name, body] of text.matchAll(/const enum (\w+) \{([\s\S]*?)\n\}/g)) {
    for (const [, key, value] of body!.matchAll(/^\s*(\w+) = ([-\w]+),/gm)) values.set(`${name}.${key}`, Number(value!.replace('-', '')) * (value![0] === '-' ? -1 : 1));
  }
  return values;
};

// As parameters: in the realm of a test runner each look at a global is a call.
const globalNames = ['Math', 'Uint8Array', 'Uint16Array', 'Int32Array'];
// What the library draws is the same each time, so that a seed repeats a life.
const seeded = (): (() => number) => {
  const dice = diceFrom(1);
  return () => dice() / 2 ** 32;
};
const globals = (random: () => number): unknown[] => {
  const { floor, ceil, min, max } = Math;
  return [{ floor, ceil, min, max, random }, Uint8Array, Uint16Array, Int32Array];
};

const requireTool = createRequire(import.meta.url);
const { version } = requireTool('typescript/package.json') as { version: string };

/** JavaScript of a text, kept from one test file to the next: the compiler is large, and takes longer than most of them. */
function transpiled(text: string): string {
  const folder = join(root, 'out', 'transpiled');
  const kept = join(folder, `${createHash('sha256').update(version + text).digest('hex')}.js`);
  if (existsSync(kept)) return readFileSync(kept, 'utf8');
  const ts = requireTool('typescript') as typeof TypeScript;
  const code = ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2015, module: ts.ModuleKind.CommonJS } }).outputText;
  mkdirSync(folder, { recursive: true });
  // Whole or not at all: another worker may be at it.
  writeFileSync(`${kept}.${process.pid}`, code);
  renameSync(`${kept}.${process.pid}`, kept);
  return code;
}

const read = (file: string): string => readFileSync(join(root, 'src', file), 'utf8');
const compiled = new Map<string, string>();

function compile(file: string, changes: Change[]): string {
  const own = changes.filter((change) => change.file === file);
  const known = own.length === 0 && compiled.get(file);
  if (known) return known;
  let text = read(file);
  for (const { from, to } of own) {
    if (text.split(from).length !== 2) throw new Error(`${file} does not have "${from}" once: the mutant is out of date`);
    text = text.replace(from, () => to);
  }
  for (const layout of ['heap/layout.ts', 'paging/layout.ts', 'core/faults.ts']) {
    if (layout.startsWith('heap') || !file.startsWith('heap'))
      for (const [name, value] of enumsOf(read(layout)))
        if (layout !== 'paging/layout.ts' || file.startsWith('paging')) text = text.replace(new RegExp(`\\b${name.replace('.', '\\.')}\\b`, 'g'), `(${value})`);
  }
  const code = transpiled(text);
  if (own.length === 0) compiled.set(file, code);
  return code;
}

/** The library with these changes; `random` is what it draws from. */
export function libraryWith(changes: Change[] = [], random = seeded()): Library {
  const modules = new Map<string, { exports: any }>();
  const values = globals(random);
  const load = (file: string): any => {
    const known = modules.get(file);
    if (known) return known.exports;
    const module = { exports: {} };
    modules.set(file, module);
    const need = (name: string): any => load(join(dirname(file), name));
    new Function('module', 'exports', 'require', ...globalNames, compile(file, changes))(module, module.exports, need, ...values);
    return module.exports;
  };
  return {
    heap: load('heap/index.ts'),
    paging: { ...load('paging/index.ts'), ...load('paging/inspect.ts') },
    checked: load('paging/checked.ts'),
    fault: load('core/faults.ts').fault,
  };
}
