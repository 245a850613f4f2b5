/** The exported calls of src/, with their doc comments, as the compiler sees them. */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { projectFolder } from '../boards/board.ts';

export interface Parameter {
  name: string;
  type: string;
  isOptional: boolean;
}

export interface Call {
  name: string;
  /** File of src/ it is defined in. */
  file: string;
  parameters: Parameter[];
  returns: string;
  /** The doc comment, one paragraph. */
  comment: string;
}

export interface Module {
  name: string;
  /** The first comment of its index.ts. */
  about: string;
  calls: Call[];
  /** Those of inspect.ts, a part of its own. */
  inspect: Call[];
}

const src = join(projectFolder, 'src');
/** In the order a reader needs them; what is not here comes behind. */
const ORDER = [
  'heap',
  'devices',
  'headers',
  'tables',
  'records',
  'queue',
  'messages',
  'strings',
  'gc',
  'paging',
  'stores',
  'processes',
  'sync',
];

/** Every module of src/ that a bundle can have. */
export function readModules(): Module[] {
  const files = ts.sys.readDirectory(src, ['.ts']);
  const program = ts.createProgram([...files, join(projectFolder, 'boards', 'es5.d.ts')], {
    target: ts.ScriptTarget.ES5,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    noLib: true,
    types: [],
    allowImportingTsExtensions: true,
    noEmit: true,
    strict: true,
    ignoreDeprecations: '6.0',
  });
  const names = readdirSync(src, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'core')
    .map(({ name }) => name);
  const place = (name: string): number => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  return names.sort((a, b) => place(a) - place(b)).flatMap((name) => modulesIn(program, name));
}

/** The module of a folder; a folder whose index.ts exports namespaces has one for each. */
function modulesIn(program: ts.Program, name: string): Module[] {
  const file = program.getSourceFile(join(src, name, 'index.ts'))!;
  const checker = program.getTypeChecker();
  const exported = checker
    .getExportsOfModule(checker.getSymbolAtLocation(file)!)
    .map((symbol) => resolved(checker, symbol));
  const inspect = program.getSourceFile(join(src, name, 'inspect.ts'));
  const whole: Module = {
    name,
    about: firstComment(file),
    calls: callsOf(checker, file),
    inspect: inspect ? callsOf(checker, inspect) : [],
  };
  const spaces = exported
    .filter((symbol) => symbol.flags & ts.SymbolFlags.ValueModule)
    .map((symbol) => symbol.valueDeclaration as ts.SourceFile);
  return [
    whole,
    ...spaces.map((space) => ({
      name: `${name}.${nameOf(space)}`,
      about: firstComment(space),
      calls: callsOf(checker, space),
      inspect: [],
    })),
  ];
}

const nameOf = (file: ts.SourceFile): string => relative(src, file.fileName).replace(/^.*\/|\.ts$/g, '');

const resolved = (checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

/** What a program calls before all else of a module, and after all else; what is in between stands as in the sources. */
const FIRST = ['create', 'attach', 'repair', 'repairAt'];
const LAST = 'destroy';
const rankOf = ({ name }: Call): number =>
  name === LAST ? FIRST.length + 1 : FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length;

/** Exported functions, in the order of their names in the file, those of other files behind them: but for the first and the last of a pool. */
function callsOf(checker: ts.TypeChecker, file: ts.SourceFile): Call[] {
  return callsAsTheyStand(checker, file).sort((a, b) => rankOf(a) - rankOf(b));
}

function callsAsTheyStand(checker: ts.TypeChecker, file: ts.SourceFile): Call[] {
  return checker.getExportsOfModule(checker.getSymbolAtLocation(file)!).flatMap((symbol) => {
    const target = resolved(checker, symbol);
    const declaration = target.valueDeclaration;
    if (!declaration || !ts.isFunctionDeclaration(declaration)) return [];
    const { parameters, type } = declaration;
    return [
      {
        name: symbol.name,
        file: relative(src, declaration.getSourceFile().fileName),
        parameters: parameters.map((parameter) => ({
          name: parameter.name.getText(),
          type: parameter.type?.getText() ?? '',
          isOptional: parameter.questionToken !== undefined,
        })),
        returns: type?.getText() ?? 'void',
        comment: flat(ts.displayPartsToString(target.getDocumentationComment(checker))),
      },
    ];
  });
}

const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** The comment a file begins with, without its pictures: the first paragraph. */
function firstComment(file: ts.SourceFile): string {
  const [range] = ts.getLeadingCommentRanges(file.text, 0) ?? [];
  if (!range) return '';
  const text = file.text
    .slice(range.pos, range.end)
    .replace(/^\/\*\*?|\*\/$/g, '')
    .replace(/^ *\* ?/gm, '');
  return flat(text.split(/\n\s*\n/)[0]!).replace(/ See (\S+\/)?layout\.ts\.?$/, '');
}
