/** The sources as TypeScript sees them: types, symbols, constants, and where in which file something stands. */
import { relative, resolve } from 'node:path';
import ts from 'typescript';
import { stop } from './subset.js';

const OPTIONS = {
  target: ts.ScriptTarget.ES5,
  ignoreDeprecations: '6.0',
  noLib: true,
  types: [],
  strict: true,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  noEmit: true,
};

/** A host that reads files with their patches, each of which must apply once. */
function patchedHost(base, patches) {
  const host = ts.createCompilerHost(OPTIONS);
  const read = host.readFile;
  host.readFile = (name) =>
    patches
      .filter(({ file }) => resolve(base, `${file}.ts`) === resolve(name))
      .reduce((text, { from, to }) => {
        if (text.split(from).length !== 2) throw new Error(`${name} should have exactly once: ${from}`);
        return text.replace(from, () => to);
      }, read(name));
  return host;
}

/**
 * Opens sources, types checked.
 * @param {string} base the folder that files are named from, as 'headers/index'
 * @param {string[]} files absolute names; what they import comes along
 * @param {object[]} [patches] other text in places, for mutants: { file: 'headers/bins', from, to }
 */
export function openProgram(base, files, patches = []) {
  const program = ts.createProgram(files, OPTIONS, patchedHost(base, patches));
  const checker = program.getTypeChecker();
  const fileOf = (node) => relative(base, node.getSourceFile().fileName).replaceAll('\\', '/').replace(/\.ts$/, '');

  const symbols = new Map();

  /** The symbol that an identifier means, through imports. Asked again in each round over a function, and found once. */
  function symbolOf(identifier) {
    if (!symbols.has(identifier)) {
      const symbol = checker.getSymbolAtLocation(identifier);
      symbols.set(
        identifier,
        symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
      );
    }
    return symbols.get(identifier);
  }

  /** The function `name` that the file 'headers/index' exports, its own or passed on. */
  function exported(file, name) {
    const source = program.getSourceFiles().find((one) => fileOf(one) === file);
    const symbol =
      source && checker.getExportsOfModule(checker.getSymbolAtLocation(source)).find((one) => one.name === name);
    if (!symbol) throw new Error(`${file}.ts exports no ${name}`);
    return (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol).valueDeclaration;
  }

  /** The function that a call calls, or undefined: it is no plain function. */
  function calleeOf(call) {
    const declaration = ts.isIdentifier(call.expression) ? symbolOf(call.expression)?.valueDeclaration : undefined;
    return declaration && ts.isFunctionDeclaration(declaration) && declaration.body ? declaration : undefined;
  }

  /** Types that do not agree stop the pass: what is emitted for them would mean nothing. */
  function requireTypes() {
    const [first] = ts.getPreEmitDiagnostics(program);
    if (!first) return;
    const { line } = first.file.getLineAndCharacterOfPosition(first.start);
    const words = ts.flattenDiagnosticMessageText(first.messageText, ' ');
    throw new Error(`${fileOf(first.file)}.ts:${line + 1}: ${words}`);
  }

  requireTypes();
  return {
    checker,
    fileOf,
    symbolOf,
    exported,
    calleeOf,
    stop: (node, why) => stop(fileOf(node), node, why),
    /** A name in C for a function: 'headers_index_alloc'. */
    functionName: (declaration) => `${fileOf(declaration).replace(/\W/g, '_')}_${declaration.name.text}`,
  };
}
