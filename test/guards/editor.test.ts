/** What an editor shows of the default import, the checked library: the whole contract of each call, and a name for each type. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { type Call, readModules } from '../../host/api/extract.ts';
import { Fault, Kind } from '../../src/names.ts';
import * as faults from '../../src/core/faults.ts';
import * as layout from '../../src/heap/layout.ts';
import * as checked from '../../src/index.ts';
import { root } from '../support/project.ts';
import { userFolder } from '../support/user.ts';

const options: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  target: ts.ScriptTarget.ES2022,
  strict: true,
  noEmit: true,
  types: [],
  lib: ['lib.es2022.d.ts'],
  isolatedModules: true,
};
const { folder, remove } = userFolder();
afterAll(remove);

/** A program of a user, in a file of its own. */
function fileOf(text: string): string {
  const file = join(folder, `program${text.length}.ts`);
  writeFileSync(file, text);
  return file;
}

function serviceFor(file: string): ts.LanguageService {
  return ts.createLanguageService({
    ...ts.sys,
    useCaseSensitiveFileNames: () => true,
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (name) =>
      ts.sys.fileExists(name) ? ts.ScriptSnapshot.fromString(ts.sys.readFile(name)!) : undefined,
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
  });
}

const flat = (parts: ts.SymbolDisplayPart[] | undefined): string =>
  ts.displayPartsToString(parts).replace(/\s+/g, ' ').trim();
const parametersOf = ({ parameters }: Call): string =>
  parameters.map(({ name, isOptional }) => `${name}${isOptional ? '?' : ''}`).join();

/** What is shown where the mouse is over each of these words: the parameters, and the comment. */
function hovers(text: string, words: string[]): [word: string, parameters: string, comment: string][] {
  const file = fileOf(text);
  const service = serviceFor(file);
  return words.map((word) => {
    const info = service.getQuickInfoAtPosition(file, text.indexOf(`${word};`) + word.length - 1);
    const shown = info?.displayParts ?? [];
    let depth = 0; // those of a callback lie deeper
    const names = shown.flatMap(({ kind, text: name }, i) => {
      if (name === '(' || name === ')') depth += name === '(' ? 1 : -1;
      return kind === 'parameterName' && depth === 1 ? [name + (shown[i + 1]!.text === '?' ? '?' : '')] : [];
    });
    return [word, names.join(), flat(info?.documentation)];
  });
}

/** Every call of the checked library, as src/ declares the lean one. */
const modules = readModules();
const inspected = (name: string): Call[] =>
  modules.find((module) => module.name === (name === 'strings' ? 'tables' : name))!.inspect;
const calls = modules.flatMap(({ name, calls: lean }) =>
  [...inspected(name), ...lean].map((call) => [`${name}.${call.name}`, call] as const),
);

/** Names of all functions of the checked library: headers.alloc, sync.tables.pin. */
function functionsOf(space: object, prefix = ''): string[] {
  return Object.entries(space).flatMap(([name, value]) =>
    typeof value === 'function'
      ? [prefix + name]
      : typeof value === 'object' && ![Fault, Kind].includes(value)
        ? functionsOf(value, `${prefix}${name}.`)
        : [],
  );
}

test('each call of the default import has the parameters and the comment of the lean one', () => {
  const declared = new Map<string, Call>(calls);
  const names = functionsOf(checked).filter((name) => name.includes('.'));
  const text = `import { ${Object.keys(checked).join(', ')} } from 'ckremm';\n${names.map((name) => `${name};`).join('\n')}\n`;
  expect(names.length).toBeGreaterThan(190);
  expect(names.filter((name) => !declared.has(name))).toEqual([]);
  expect(hovers(text, names)).toEqual(
    names.map((name) => [name, parametersOf(declared.get(name)!), declared.get(name)!.comment]),
  );
});

test('faults and kinds have names, with what they mean, and the numbers that the library has', () => {
  const numbers = (names: object): [string, unknown][] =>
    Object.entries(names).filter(([name]) => Number.isNaN(Number(name)));
  expect(numbers(Fault)).toEqual(numbers((faults as any).Fault));
  expect(numbers(Kind)).toEqual(
    numbers((layout as any).Kind).filter(([name]) => !['Hole', 'Last', 'New', 'None'].includes(name)),
  );
  expect(hovers("import { Fault } from 'ckremm';\nFault.Interrupted;\n", ['Fault.Interrupted'])[0]![2]).toBe(
    'An earlier call was cut off in the middle: repair makes the pool, or the directory, sound again.',
  );
});

/** Types of the library that a declaration refers to. */
function typesIn(checker: ts.TypeChecker, node: ts.Node): ts.Symbol[] {
  const found: ts.Symbol[] = [];
  const visit = (child: ts.Node): void => {
    const symbol = ts.isTypeReferenceNode(child) ? checker.getSymbolAtLocation(child.typeName) : undefined;
    if (symbol) found.push(symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return found.filter(({ declarations }) =>
    declarations?.some(
      (each) => !ts.isTypeParameterDeclaration(each) && /\/dist\/(es|tools)\//.test(each.getSourceFile().fileName),
    ),
  );
}

/** Their fields are the library's own. */
const OPAQUE = ['Gc', 'Guard', 'Pager', 'Pool'];
const { exports: entries } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  exports: Record<string, unknown>;
};
const perModule = readdirSync(join(root, 'src'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'core')
  .map(({ name }) => name);
/** What a program can import: `./*` is a module each. Bundles of boards have the types of what they are made of; null is closed. */
const imports = Object.keys(entries)
  .filter((entry) => entries[entry] !== null && !entry.endsWith('.json') && !entry.startsWith('./boards/'))
  .flatMap((entry) =>
    !entry.includes('*')
      ? [entry]
      : perModule
          .filter((name) => existsSync(join(root, 'src', name, entry.includes('inspect') ? 'inspect.ts' : 'index.ts')))
          .map((name) => entry.replace('*', name)),
  )
  .map((entry) => entry.replace('.', 'ckremm'));

test.each(imports)('every type that a call of %s takes or returns can be named by a program', (from) => {
  const program = ts.createProgram(
    [fileOf(`import * as all from '${from}';\nexport type All = typeof all;\n`)],
    options,
  );
  const checker = program.getTypeChecker();
  const [file] = program.getRootFileNames().map((name) => program.getSourceFile(name)!);
  const entry = checker.getSymbolAtLocation((file!.statements[0] as ts.ImportDeclaration).moduleSpecifier)!;
  const resolved = (symbol: ts.Symbol): ts.Symbol =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const missing: string[] = [];
  let seen = 0;
  const look = (space: ts.Symbol, prefix: string, around: ts.Symbol[]): void => {
    const exported = checker.getExportsOfModule(space).map((symbol) => [symbol.name, resolved(symbol)] as const);
    const known = [...around, ...exported.map(([, symbol]) => symbol)];
    for (const [name, symbol] of exported) {
      if (symbol.flags & ts.SymbolFlags.ValueModule) look(symbol, `${prefix}${name}.`, known);
      else if (symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Interface) && !OPAQUE.includes(name)) {
        const types = symbol.declarations!.flatMap((node) => typesIn(checker, node));
        seen += types.length;
        missing.push(...types.filter((type) => !known.includes(type)).map((type) => `${prefix}${name}: ${type.name}`));
      }
    }
  };
  look(entry, '', []);
  expect(seen).toBeGreaterThan(0);
  expect([...new Set(missing)]).toEqual([]);
});

const PROGRAM = `
import { Fault, fault, gc, headers, heap, Kind, paging, records, sync, tables } from 'ckremm';
import type { stores } from 'ckremm';
const image: heap.Heap = heap.format(new Uint8Array(4096))!;
const pool: headers.Pool | null = headers.create(image, 1024);
const address: number = heap.find(image, Kind.Headers, 0);
const moved: headers.Moved = (from, to, bytes) => void [from, to, bytes];
const stats: headers.Stats = headers.stats(pool!);
if (!headers.alloc(pool!, 20) && fault() === Fault.NoSpace) headers.reorder(pool!, moved);
const why: Fault = Fault.NoSpace;
const what: Kind = Kind.Tables;
export const all = [address, stats, why, what];
export type All = [gc.Gc, tables.Moved, paging.Pager, paging.Stats, records.Value, sync.Guard<tables.Pool>, stores.Store];
// @ts-expect-error a name is a constant
Fault.NoSpace = 3;
// @ts-expect-error there is no such fault
fault() === Fault.Nothing;
// @ts-expect-error a pool of holes is none
heap.find(image, Kind.Hole, 0);
`;

test('a program names them', () => {
  const program = ts.createProgram([fileOf(PROGRAM)], options);
  expect(
    ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
  ).toEqual([]);
});
