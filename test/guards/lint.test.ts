/** Lint refuses, in source and in bundles, what parses as ES5 and fails on an engine. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectFolder } from '../../host/boards/board.ts';

interface Planted {
  name: string;
  file: 'src' | 'bundle' | 'program' | 'host';
  text: string;
  caughtBy: string;
}

const bundle = (name: string, text: string, caughtBy: string): Planted => ({ name, file: 'bundle', text, caughtBy });
const host = (name: string, text: string, caughtBy = 'no-restricted-syntax'): Planted => ({
  name,
  file: 'host',
  text,
  caughtBy,
});
const source = (name: string, text: string, caughtBy: string): Planted => ({ name, file: 'src', text, caughtBy });

const planted: Planted[] = [
  bundle('an arrow function', 'var f = x => x;', 'Parsing error'),
  bundle('a const', 'const f = 1;', 'Parsing error'),
  bundle('a name no engine has', 'var m = new WeakRef(1);', 'no-undef'),
  bundle('a missing built-in', 'throw new RangeError("x");', 'no-undef'),
  bundle('a date', 'var d = new Date();', 'no-restricted-syntax'),
  bundle('Object.freeze', 'Object.freeze({});', 'no-restricted-properties'),
  bundle('a function used above its declaration', 'g(); function g() {}', 'engines/functions-first'),
  bundle(
    'a function within another, used above its declaration',
    'function f() { g(); function g() {} }',
    'engines/functions-first',
  ),
  bundle('a var of a branch used outside it', 'function f(a) { if (a) { var b = 1; } return b; }', 'block-scoped-var'),
  bundle('a var used above its declaration', 'function f() { c = 1; var c; return c; }', 'no-use-before-define'),
  bundle('a label', 'a: for (;;) { break a; }', 'no-labels'),
  bundle(
    'a case after default',
    'function f(a) { switch (a) { default: return 1; case 2: return 2; } }',
    'default-case-last',
  ),
  bundle('an empty do body', 'function f(a) { do; while (a()); }', 'no-restricted-syntax'),
  bundle('an assigned length', 'function f(a) { a.length = 0; }', 'no-restricted-syntax'),
  bundle('the name `of`', 'var of = 1;', 'id-denylist'),
  bundle('a name beyond ASCII', 'var größe = 1;', 'no-restricted-syntax'),
  bundle(
    'the same catch name twice',
    'function f() { try { f(); } catch (e) {} try { f(); } catch (e) {} }',
    'engines/unique-catch-names',
  ),
  bundle(
    'a catch name that is a parameter',
    'function f(e) { try { f(); } catch (e) {} }',
    'engines/unique-catch-names',
  ),
  bundle(
    'a catch name that is a captured variable',
    'function f() { var e; function g() { try { f(e); } catch (e) {} } return g; }',
    'engines/unique-catch-names',
  ),
  bundle('an array with a hole', 'var a = [1, , 2];', 'no-sparse-arrays'),
  bundle('slice.call', 'function f() { return Array.prototype.slice.call(arguments); }', 'no-restricted-syntax'),
  bundle('a constructed bound function', 'function F() {} var f = new (F.bind(null, 1))();', 'no-restricted-syntax'),
  bundle(
    'what TypeScript makes of new F(...a)',
    'function F() {} var f = new (F.bind.apply(F, [null]))();',
    'no-restricted-syntax',
  ),
  source('a label', 'export function f(): void { a: for (;;) { break a; } }', 'no-labels'),
  source(
    'a function used above its declaration',
    'export function f(): number { return g(); }\nfunction g(): number { return 1; }',
    '@typescript-eslint/no-use-before-define',
  ),
  source('a var of a branch', 'export function f(a: any): any { if (a) { var b = 1; } return b; }', 'block-scoped-var'),
  source(
    'the same catch name twice',
    'export function f(): void { try { f(); } catch (e) {} try { f(); } catch (e) {} }',
    'engines/unique-catch-names',
  ),
  source('a class', 'export class Pool {}', 'no-restricted-syntax'),
  source('a plain enum', 'export enum Off { Size }', 'no-restricted-syntax'),
  source('spread', 'export function f(a: number[]): number[] { return [...a]; }', 'no-restricted-syntax'),
  source(
    'buffers that are compared',
    'export function f(a: Uint8Array, b: Uint8Array): boolean {\n  return a.buffer === b.buffer;\n}',
    'no-restricted-syntax',
  ),
  source('a file of 301 lines', 'f();\n'.repeat(301), 'max-lines'),
  host('a path given to import()', "import { join } from 'node:path';\nawait import(join('a', 'b.js'));"),
  host('a variable given to import()', 'export const f = (file: string): Promise<unknown> => import(file);'),
  host(
    'a path spliced into a URL',
    'export const f = (file: string): Promise<unknown> => import(new URL(`file://${file}`).href);',
  ),
  host('the pathname of a URL as a path', "export const folder = new URL('..', import.meta.url).pathname;"),
  host(
    'a line for a shell',
    "import { execSync } from 'node:child_process';\nexport const f = (file: string): Buffer => execSync(`ls ${file}`);",
  ),
  host('spawn with a shell', "import { spawn } from 'node:child_process';\nspawn('ls', ['a'], { shell: true });"),
  host('a shell that is spawned', "import { spawn } from 'node:child_process';\nspawn('sh', ['-c', 'ls']);"),
  host('a batch file', "import { spawnSync } from 'node:child_process';\nspawnSync('npx', ['ckremm']);"),
  source('a function of 51 lines', `export function f(): void {\n${'f();\n'.repeat(50)}}`, 'max-lines-per-function'),
];

/** Counts that an engine on ARM takes as they are: what a row number, a difference or a variable of any name may be. */
const unboundedShifts = [
  '1 << row',
  'row >> pool.bits',
  '8 >>> (32 - row)',
  '1 << ~row',
  '1 << 32',
  '1 << -1',
  '1 << (row & 63)',
  'row <<= pool',
  '1 << (logOf(pool) - 3)',
  'row >> (log + 1)',
];
const boundedShifts = [
  '1 << 31',
  '1 << (row & 31)',
  '1 << (7 & row)',
  'row >>> Header.SizeShift',
  'row >>= log',
  'row << (logOf(pool) - 2)',
  'row << shiftOf(pool)',
  'row >> pool.log',
];
const shifted = (code: string): string =>
  `declare const log: any, logOf: any, shiftOf: any, Header: any;\nexport function f(row: number, pool: any): number { return ${code}; }`;
planted.push(...unboundedShifts.map((code) => source(`the shift ${code}`, shifted(code), 'engines/bounded-shift')));
planted.push({
  name: 'a shift of a program for boards',
  file: 'program',
  text: 'exports.f = function (row) { return 1 << row; };',
  caughtBy: 'engines/bounded-shift',
});

const clean: Planted[] = [
  bundle('a function that names one below it', 'function f() { return g(); } function g() {} f();', ''),
  ...boundedShifts.map((code) => source(`the shift ${code}`, shifted(code), '')),
  source(
    'different catch names',
    'export function f(): void { try { f(); } catch (a) {} try { f(); } catch (b) {} }',
    '',
  ),
  source(
    'a const enum and functions',
    'const enum Off { Size }\nfunction g(u: Uint8Array): number { return u[Off.Size]; }\nexport function f(u: Uint8Array): number { return g(u); }',
    '',
  ),
  bundle(
    'a function above a var of the bundle',
    'var ckremm = function (e) { function g() { return a; } var a = 1; e.g = g; return e; }({});',
    '',
  ),
  host(
    'URLs given to import()',
    "import { pathToFileURL } from 'node:url';\nexport const f = (file: string): Promise<unknown> => import(pathToFileURL(file).href);\nexport const g = (): Promise<unknown> => import(new URL('a.js', import.meta.url) as never);\nexport const h = (): Promise<unknown> => import('node:fs');",
    '',
  ),
  host(
    'a program with its arguments',
    "import { spawn } from 'node:child_process';\nexport const found = /a/.exec('a');\nspawn(process.execPath, ['a b.js']);",
    '',
  ),
  bundle(
    'hoisted vars',
    'var ckremm = function (e) { var a; function g() { return a; } return a = 1, e.g = g, e; }({});',
    '',
  ),
];

const filePaths = {
  src: 'src/core/planted.ts',
  bundle: 'dist/esp32/ckremm.min.js',
  program: 'examples/planted/planted.js',
  host: 'host/planted.ts',
};
const all = [...planted, ...clean];
let found: string[][];

beforeAll(() => {
  const input = JSON.stringify(all.map(({ file, text }) => ({ file: join(projectFolder, filePaths[file]), text })));
  const run = spawnSync(process.execPath, [join(projectFolder, 'test/support/lint.mjs')], { input, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  found = JSON.parse(run.stdout) as string[][];
});

test.each(planted.map((fault, index) => [fault.file, fault.name, index] as const))(
  'lint of %s catches %s',
  (_file, _name, index) => {
    expect(found[index]!.join('; ')).toContain(planted[index]!.caughtBy);
  },
);

test.each(clean.map((text, index) => [text.file, text.name, planted.length + index] as const))(
  'lint of %s accepts %s',
  (_file, _name, index) => {
    expect(found[index]).toEqual([]);
  },
);
