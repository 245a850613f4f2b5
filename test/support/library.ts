/**
 * The library from src/, as it is or with other text in places. Each is one of its own: nothing is shared with another, not even the
 * last fault, and what it draws is the same each time, so that a seed repeats a run.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type TypeScript from 'typescript';
import { instrumentLoops } from '../../host/emulator/index.ts';
import { fractionsFrom } from '../../host/support/random.ts';
import { root } from './project.ts';

/** What to put in place of a text that stands exactly once in a file of src/, or at a place in it. */
export interface Patch {
  file: string;
  from: string;
  to: string;
  /** Where `from` stands, when it stands there more than once. */
  at?: number;
}

/** A patch that does not apply, or does not compile. */
export class MutantFault extends Error {}

/** Gives the exports of files of src/ by name, "headers/index.ts". */
export type Load = (file: string) => any;

/** The board's figures as a library has them, where they are not the host's. */
export type Constants = Record<string, unknown>;

export interface LoadOptions {
  constants?: Constants;
  /** What it draws from, in place of Math.random. */
  random?: () => number;
  /** Globals of its engine. */
  globals?: Record<string, unknown>;
  /** Changes the text of each file, once it is compiled. */
  instrument?: Instrument;
  /** Loop steps that it may make in all before it is taken for one that loops for ever. Infinity: its loops are not counted, which is quicker. */
  mostSteps?: number;
}

const MOST_STEPS = 2e7;

const texts = new Map<string, string>();

export function sourceOf(file: string): string {
  if (!texts.has(file)) texts.set(file, readFileSync(join(root, 'src', file), 'utf8'));
  return texts.get(file)!;
}

/** That text, whatever spaces and line ends a formatter puts between its words. */
const howeverSpaced = (text: string): RegExp =>
  new RegExp(
    text
      .trim()
      .split(/\s+/)
      .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('\\s+'),
    'g',
  );

function patched(file: string, patches: Patch[]): string {
  let text = sourceOf(file);
  for (const { from, to, at } of patches.filter((patch) => patch.file === file)) {
    const found =
      at === undefined
        ? [...text.matchAll(howeverSpaced(from))]
        : text.startsWith(from, at)
          ? [{ index: at, 0: from }]
          : [];
    if (found.length !== 1)
      throw new MutantFault(`src/${file} should have ${at === undefined ? 'exactly once' : `at ${at}`}: ${from}`);
    text = text.slice(0, found[0]!.index) + to + text.slice(found[0]!.index + found[0]![0].length);
  }
  return text;
}

/** Values of the constant enums of a text that are written as numbers, by name: "Control.State". */
function enumsOf(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const [, name, body] of text.matchAll(/const enum (\w+) \{([\s\S]*?)\n\}/g)) {
    for (const [, key, value] of body!.matchAll(/^\s*(\w+) = (-?\w+),/gm))
      if (Number.isInteger(Number(value))) values.set(`${name}.${key}`, value!);
  }
  return values;
}

/** Values in place of the names of imported enums, as the build has it: campaigns spend their time in the library. */
function withValues(file: string, text: string, patches: Patch[]): string {
  const values = new Map<string, string>();
  for (const [, names, from] of text.matchAll(/import \{([^}]*)\} from '(\.[^']*)'/g)) {
    const wanted = names!.split(',').map((name) => name.trim());
    for (const [name, value] of enumsOf(patched(join(dirname(file), from!), patches)))
      if (wanted.includes(name.split('.')[0]!)) values.set(name, value);
  }
  return text.replace(/\b[A-Z]\w*\.\w+\b/g, (name) => (values.has(name) ? `(${values.get(name)})` : name));
}

const requireTool = createRequire(import.meta.url);

function transpile(file: string, text: string): string {
  const ts = requireTool('typescript') as typeof TypeScript;
  const compilerOptions = { target: ts.ScriptTarget.ES2015, module: ts.ModuleKind.CommonJS, isolatedModules: true };
  const { outputText, diagnostics } = ts.transpileModule(text, { compilerOptions, reportDiagnostics: true });
  if (diagnostics?.length)
    throw new MutantFault(
      `src/${file} does not compile: ${ts.flattenDiagnosticMessageText(diagnostics[0]!.messageText, ' ')}`,
    );
  return outputText;
}

/** The same, kept on disk from one test file to the next: the compiler is large, and takes longer than most of them. */
function transpiledOnce(file: string, text: string): string {
  const { version } = requireTool('typescript/package.json') as { version: string };
  const folder = join(root, 'out', 'transpiled');
  const kept = join(
    folder,
    `${createHash('sha256')
      .update(version + text)
      .digest('hex')}.js`,
  );
  if (existsSync(kept)) return readFileSync(kept, 'utf8');
  const code = transpile(file, text);
  mkdirSync(folder, { recursive: true });
  // Whole or not at all: another worker may be at it.
  writeFileSync(`${kept}.${process.pid}`, code);
  renameSync(`${kept}.${process.pid}`, kept);
  return code;
}

const importsIn = new Map<string, string[]>();

/** The files of src/ that a file imports from. */
function importsOf(file: string): string[] {
  if (!importsIn.has(file))
    importsIn.set(
      file,
      [...sourceOf(file).matchAll(/from '(\.[^']*)'/g)].map(([, from]) => join(dirname(file), from!)),
    );
  return importsIn.get(file)!;
}

const compiled = new Map<string, string>();

/** Most files are the same in every mutant: those are compiled, and their constants put in place, once. */
function compile(file: string, patches: Patch[], isCounted: boolean): string {
  const isChanged = patches.some((patch) => patch.file === file || importsOf(file).includes(patch.file));
  const text = isChanged ? withValues(file, patched(file, patches), patches) : file;
  const key = `${isCounted} ${text}`;
  if (!compiled.has(key)) {
    const code = isChanged ? transpile(file, text) : transpiledOnce(file, withValues(file, sourceOf(file), []));
    compiled.set(key, isCounted ? instrumentLoops(code) : code);
  }
  return compiled.get(key)!;
}

type Instrument = (code: string) => string;
const unchanged: Instrument = (code) => code;
const makers = new Map<Instrument, Map<string, Map<string, Function>>>();

const within = <Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value => {
  if (!map.has(key)) map.set(key, make());
  return map.get(key)!;
};

/** The function that a module's code is the body of: called for each library, and parsed once. */
function makerOf(code: string, names: string[], instrument: Instrument): Function {
  const ofNames = within(makers, instrument, () => new Map<string, Map<string, Function>>());
  const known = within(ofNames, names.join(), () => new Map<string, Function>());
  return within(known, code, () => new Function('exports', 'require', ...globalNames, ...names, instrument(code)));
}

function stepCounter(mostSteps: number): { steps: number } {
  let steps = 0;
  return {
    get steps() {
      return steps;
    },
    set steps(value) {
      if ((steps = value) > mostSteps) throw new Error('a loop without end');
    },
  };
}

// As parameters: in the realm of a test runner each look at a global is a call.
const globalNames = ['__loops', 'Math', 'Uint8Array', 'Uint16Array', 'Uint32Array', 'Int32Array'];
function globals(mostSteps: number, random: () => number): unknown[] {
  const { floor, ceil, min, max, clz32 } = Math;
  return [
    stepCounter(mostSteps),
    { floor, ceil, min, max, clz32, random },
    Uint8Array,
    Uint16Array,
    Uint32Array,
    Int32Array,
  ];
}

/** `npm run coverage` sees what jest loads, and nothing that is made of text: the library as it is comes from there, then. */
const isCovered = process.env.CKREMM_COVERAGE !== undefined;

/** The library with these patches. Throws a MutantFault where one does not apply; what does not compile throws when it is loaded. */
export function loadWith(
  patches: Patch[] = [],
  {
    constants = {},
    random = fractionsFrom(1),
    mostSteps = MOST_STEPS,
    globals: more = {},
    instrument = unchanged,
  }: LoadOptions = {},
): Load {
  if (isCovered && patches.length === 0 && Object.keys(constants).length === 0) {
    Math.random = random;
    return (file) => requireTool(join(root, 'src', file));
  }
  const modules = new Map<string, any>();
  const values = globals(mostSteps, random);
  for (const { file } of patches) patched(file, patches);
  const load: Load = (file) => {
    if (!modules.has(file)) {
      const exports: Record<string, unknown> = {};
      modules.set(file, exports);
      const require = (name: string): unknown => load(join(dirname(file), name));
      const code = compile(file, patches, mostSteps < Infinity);
      // The library is that of a PC; what makes a board of it are the constants.
      const isOfBoard = file !== 'board.ts';
      const added = isOfBoard ? more : {};
      makerOf(code, Object.keys(added), isOfBoard ? instrument : unchanged)(
        exports,
        require,
        ...values,
        ...Object.values(added),
      );
      if (file === 'board.ts') Object.assign(exports, constants);
    }
    return modules.get(file);
  };
  return load;
}
