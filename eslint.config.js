import { existsSync } from 'node:fs';
import tseslint from 'typescript-eslint';
import { engineRules, engineSyntax, engines } from './build/eslint-engines.js';
import { pathSyntax } from './build/eslint-paths.js';
import profiles from './build/profiles.cjs';
import { surfaceOf } from './build/surface.js';

/** Globals of the bundles: what es5.d.ts lists, and what an engine adds. */
const es5Globals = surfaceOf(`${profiles.root}/boards/es5.d.ts`).globals;
/** ES5 names that eslint takes for granted, and that some engine lacks or no board needs. */
const notGlobals = [
  'EvalError',
  'RangeError',
  'ReferenceError',
  'RegExp',
  'SyntaxError',
  'TypeError',
  'URIError',
  'decodeURI',
  'decodeURIComponent',
  'encodeURI',
  'encodeURIComponent',
  'escape',
  'unescape',
  'eval',
];
const engineGlobals = [
  ...['E', 'process', 'global', 'require', 'module'],
  ...['setTimeout', 'setInterval', 'clearTimeout', 'setWatch', 'clearWatch'],
];
const bundleGlobals = Object.fromEntries([
  ...notGlobals.map((name) => [name, 'off']),
  ...[...es5Globals, ...engineGlobals].map((name) => [name, 'readonly']),
]);

const common = {
  eqeqeq: 'error',
  'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
  'no-unused-vars': 'off',
  'no-undef': 'off',
  'prefer-const': 'error',
};

export default [
  {
    ignores: ['node_modules/', 'out/', 'coverage/', 'dist/es/', 'dist/cjs/', 'dist/tools/', 'traces/', '**/*.d.ts'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['src/**/*.ts'],
    languageOptions: { parser: tseslint.parser },
    plugins: { engines, '@typescript-eslint': tseslint.plugin },
    rules: {
      ...common,
      ...engineRules,
      'engines/bounded-shift': 'error',
      'prefer-const': 'off', // `var` at the top of a function is how bundles end up
      'no-use-before-define': 'off',
      '@typescript-eslint/no-use-before-define': ['error', { functions: true, variables: true, typedefs: false }],
      'no-restricted-syntax': [
        'error',
        ...engineSyntax,
        {
          selector: 'ClassDeclaration, ClassExpression',
          message: 'Plain functions over the heap: no classes.',
        },
        {
          selector: 'TSEnumDeclaration[const=false]',
          message: 'A plain enum costs kilobytes in the bundle: use `const enum`.',
        },
        {
          selector: 'SpreadElement, RestElement',
          message: 'Boards cannot run the helper this needs.',
        },
        { selector: 'ForOfStatement', message: 'Not in ES5 for typed arrays.' },
        {
          selector: 'BinaryExpression[operator=/^[!=]==?$/] > MemberExpression[property.name="buffer"]',
          message: 'Espruino compares two buffers as text, and makes one of all that is in them.',
        },
      ],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['host/**/*.ts', 'test/**/*.ts'],
    languageOptions: { parser: tseslint.parser },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      ...common,
      'no-var': 'error',
      'no-restricted-syntax': ['error', ...pathSyntax],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: [
      '*.js',
      'build/*.js',
      'build/native/*.js',
      'build/play/*.js',
      'build/*.cjs',
      'host/**/*.mjs',
      'test/**/*.cjs',
      'test/**/*.mjs',
      'examples/**/*.mjs',
    ],
    rules: {
      ...common,
      'no-var': 'error',
      'no-restricted-syntax': ['error', ...pathSyntax],
      'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    // What a test goes through is often a table, and its rows are lines.
    files: ['test/**/*.ts'],
    rules: { 'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }] },
  },
  {
    // Written as src/ is.
    files: ['test/native/compiler/constructs.ts'],
    rules: { 'no-var': 'off' },
  },
  {
    // Programs that run on boards.
    files: ['examples/*/*.js', 'host/play/programs/*.js', 'test/engines/workloads/*.js'],
    plugins: { engines },
    rules: { ...engineRules, 'engines/bounded-shift': 'error' },
  },
  {
    files: ['dist/*/ckremm.js', 'dist/*/ckremm.min.js'],
    languageOptions: { ecmaVersion: 5, sourceType: 'script', globals: bundleGlobals },
    plugins: { engines },
    rules: { ...engineRules, 'no-undef': 'error' },
  },
  {
    // Workers that share a heap are there on the host alone.
    files: ['dist/host/ckremm.js', 'dist/host/ckremm.min.js'],
    languageOptions: { globals: { Atomics: 'readonly' } },
  },
];

if (!existsSync(`${profiles.root}/dist`))
  console.error('lint: dist/ is missing, so bundles are not checked: run `npm run build` first');
