/** The compiler refuses what some board's engine lacks: noLib and boards/es5.d.ts. */
import { join } from 'node:path';
import ts from 'typescript';
import { projectFolder } from '../../host/boards/board.ts';

const es5 = join(projectFolder, 'boards', 'es5.d.ts');

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(projectFolder, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, projectFolder);
  return {
    ...options,
    noEmit: true,
    rootDir: undefined,
    noUnusedLocals: false,
    noUnusedParameters: false,
    rewriteRelativeImportExtensions: false,
  };
}

const options = compilerOptions();
const files = new Map<string, ts.SourceFile>();

/** What the compiler says of a snippet inside `function f(u8: Uint8Array, a: number[])`. */
function complaints(snippet: string): string[] {
  const name = join(projectFolder, 'snippet.ts');
  const text = `export function f(u8: Uint8Array, a: number[], s: string): any { var x: any; ${snippet}; return x; }`;
  const host = ts.createCompilerHost(options);
  host.getSourceFile = (fileName, languageVersion) => {
    if (fileName === name) return ts.createSourceFile(name, text, languageVersion);
    if (!files.has(fileName))
      files.set(fileName, ts.createSourceFile(fileName, ts.sys.readFile(fileName) ?? '', languageVersion));
    return files.get(fileName);
  };
  const program = ts.createProgram([name, es5], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map((diagnostic) => ts.flattenDiagnosticMessageText(diagnostic.messageText, ' '));
}

test.each([
  'x = Math.clz32(1)',
  'x = Math.imul(2, 3)',
  'x = Math.trunc(1.5)',
  'x = a.includes(1)',
  'x = a.find(function (v) { return v > 1; })',
  'x = s.includes("a")',
  'x = s.padStart(3)',
  'x = new Map()',
  'x = Symbol("s")',
  'x = new Promise(function () {})',
  'x = new Proxy({}, {})',
  'throw new RangeError("no")',
  'Object.freeze(a)',
  'Object.assign({}, a)',
  'x = u8.indexOf(1)',
  'u8.fill(0)',
  'u8.copyWithin(0, 1)',
  'x = u8.slice(1)',
  'x = u8.byteLength',
  'x = Uint8Array.from(a)',
  'x = new DataView(u8.buffer)',
  'x = new Float64Array(1)',
  'for (var v of u8) x = v',
  'class Stack extends Array {}',
  'x = Array.from(a)',
  'x = new Array(3)',
  'a.length = 0',
  'x = 10n',
  'x = Number.isInteger(1)',
  'x = new Date()',
])('does not compile: %s', (snippet) => {
  expect(complaints(snippet)).not.toEqual([]);
});

test.each([
  'x = new Uint16Array(u8.buffer, u8.byteOffset, u8.length >> 1)',
  'u8.set(u8.subarray(4, 8), 0)',
  'x = Math.min(Math.floor(a[0]), u8[1])',
  'throw new Error("address " + a[0] + " is not in this pool")',
  'a.push(1); x = a.pop()',
  '(u8 as any as CopyWithin).copyWithin(0, 4, 8)',
])('compiles: %s', (snippet) => {
  expect(complaints(snippet)).toEqual([]);
});
