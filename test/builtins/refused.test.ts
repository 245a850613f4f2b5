/** What of the language a board's engine lacks is said of a program that uses it; what it has is not. */
import { readBoard } from '../../host/boards/board.ts';
import { FEATURES, type FeatureName, featureNames } from '../../host/builtins/features.ts';
import { recordedIn } from '../../host/builtins/recorded.ts';
import { refusedIn } from '../../host/builtins/refused.ts';
import { usesIn } from '../../host/builtins/used.ts';
import { parsed } from '../../host/support/syntax.ts';

/** What no text shows: it is told of in docs/design/boards.md. */
const UNSEEN: FeatureName[] = [
  'for-of loops over typed arrays',
  'for-of loops over texts',
  'static methods that derived classes inherit',
  'commas after the last argument',
  'commas after the last parameter',
  'functions in blocks',
  'variables used before their declaration',
  'names for blocks alone',
  'a variable for each turn of a loop',
  'constants that stay',
  'lengths of arrays that can be set',
];
const puckjs = readBoard('puckjs');
const refused = (source: string, board = puckjs): string[] => refusedIn(source, 'app.js', board);

test.each(featureNames.filter((name) => !UNSEEN.includes(name)))(
  '%s: found in the code that asks engines for it',
  (name) => {
    const source = FEATURES[name];
    expect(usesIn(parsed(source)!.tree, source).map(({ feature }) => feature)).toContain(name);
  },
);

test('each is answered for by each engine, true or false', () => {
  for (const engine of ['espruino', 'kaluma', 'jerryscript-3'])
    expect([engine, Object.keys(recordedIn(engine).features)]).toEqual([engine, featureNames]);
});

test('is told with file and line, each feature once', () => {
  expect(refused('var a = 1;\nvar b = 10n;\nfunction f(x = 3) {}\nvar c = 11n;')).toEqual([
    'Espruino has no BigInt: app.js line 2',
    'Espruino has no default parameters: app.js line 3',
  ]);
  expect(refused('a?.b', readBoard('kaluma-pico'))).toEqual(['Kaluma has no optional chaining: app.js line 1']);
  expect(refused('var a = 10n;', readBoard('kaluma-pico'))).toEqual([]);
  expect(refused('var a = 10n;', readBoard('host'))).toEqual([]);
});

test.each([
  ['groups without a number in regular expressions', '/(?:a)/'],
  ['lookahead in regular expressions', '/a(?!b)/'],
  ['counts in regular expressions', '/a{2,}/'],
  ['lazy repetition in regular expressions', '/a*?/'],
  ['destructuring parameters', 'function f([a]) {}'],
  ['destructuring', 'for (var [a] of b);'],
  ['case after default', 'switch (a) { case 1: default: case 2: }'],
  ['functions used before their declaration', 'exports.make = make;\nfunction make() {}'],
  ['functions used before their declaration', '(function () { return f(); function f() {} })'],
  ['functions used before their declaration', 'setTimeout(f, 10); { function f() {} }'],
])('Espruino has no %s: %s', (name, source) => {
  expect(refused(source).map((line) => line.replace(/:.*/, ''))).toEqual([`Espruino has no ${name}`]);
});

test.each([
  '/[(?:{2}]\\{3}\\(?=/',
  'var f = 1; g(f); function f() {}',
  'function a() { return b(); } function b() {} a();',
  'o = { f: 1 }; o.f(); function f() {}',
  'f = 3; function f() {}',
  '(function (f) { f(); })(g); var f = 1;',
  'class A extends B { constructor() { super(); } get x() { return `a${this.y}`; } }',
  'switch (a) { case 1: break; default: b(); }',
  'let f = (x) => x ?? 3; for (const i of [1]) f(i); try { f(); } catch {}',
])('Espruino takes %s', (source) => {
  expect(refused(source)).toEqual([]);
});
