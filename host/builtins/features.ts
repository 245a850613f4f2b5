/**
 * Features of the language that boards' engines have or lack: what each is called, in words that go on from "has no", and code whose value is
 * true where the engine has it. Engines are asked by `record.ts`; where a program uses one that its engine lacks, `refused.ts` says so.
 */
export const FEATURES = {
  let: 'let a1 = 1; a1 === 1',
  const: 'const a2 = 1; a2 === 1',
  'arrow functions': '(() => 1)() === 1',
  'template literals': '`a${1}` === "a1"',
  'tagged templates': '(function (a) { return a[0] })`x` === "x"',
  classes: 'class A3 { m() { return 1 } } new A3().m() === 1',
  'class expressions': 'var A4 = class { m() { return 1 } }; new A4().m() === 1',
  'derived classes':
    'class A5 { constructor(x) { this.x = x } m() { return 1 } } class B5 extends A5 { constructor() { super(3) } m() { return super.m() + this.x } } new B5().m() === 4',
  'static methods of classes': 'class A6 { static s() { return 1 } } A6.s() === 1',
  'static methods that derived classes inherit':
    'class A7 { static s() { return 1 } } class B7 extends A7 {} B7.s() === 1',
  'getters and setters of classes': 'class A8 { get x() { return 3 } } new A8().x === 3',
  'computed names in classes': 'class A9 { ["a"]() { return 3 } } new A9().a() === 3',
  'fields of classes': 'class A10 { x = 3 } new A10().x === 3',
  'static fields of classes': 'class A11 { static x = 3 } A11.x === 3',
  'private names of classes': 'class A12 { #x = 3; g() { return this.#x } } new A12().g() === 3',
  'static blocks of classes': 'class A13 { static { A13.q = 1 } } A13.q === 1',
  'for-of loops': 'var s14 = 0; for (var i14 of [1, 2]) s14 += i14; s14 === 3',
  'for-of loops over typed arrays': 'var s15 = 0; for (var i15 of new Uint8Array([1, 2])) s15 += i15; s15 === 3',
  'for-of loops over texts': 'var s16 = ""; for (var i16 of "ab") s16 += i16; s16 === "ab"',
  'spread arguments': 'Math.max(...[1, 2]) === 2',
  'spread in arrays': '[0, ...[1, 2]].length === 3',
  'spread in objects': '({ ...{ a: 1 } }).a === 1',
  'rest parameters': '(function (...a) { return a.length })(1, 2) === 2',
  'default parameters': '(function (a = 3) { return a })() === 3',
  destructuring: 'var [a17, b17] = [1, 2]; var { c17 } = { c17: 3 }; b17 + c17 === 5',
  'destructuring parameters': '(function ({ a }) { return a })({ a: 5 }) === 5',
  'getters and setters of objects':
    'var o18 = { get x() { return 3 }, set y(v) { this.z = v } }; o18.y = 4; o18.x + o18.z === 7',
  'shorthand properties': 'var a19 = 3; ({ a19 }).a19 === 3',
  'shorthand methods': '({ m() { return 3 } }).m() === 3',
  'computed property names': '({ ["a"]: 3 }).a === 3',
  '__proto__ in objects': '({ __proto__: { a: 3 } }).a === 3',
  generators: '(function* () { yield 3 })().next().value === 3',
  'async functions': 'typeof (async function () { await 1 })().then === "function"',
  'for await loops': 'typeof (async function () { for await (var x of []); })().then === "function"',
  'the operator **': '2 ** 3 === 8',
  'the operator **=': 'var a20 = 2; a20 **= 3; a20 === 8',
  'optional chaining': 'var a21; a21?.b === undefined',
  'the operator ??': '(null ?? 3) === 3',
  'the operator ??=': 'var a22 = null; a22 ??= 3; a22 === 3',
  'the operator ||=': 'var a23 = 0; a23 ||= 3; a23 === 3',
  'the operator &&=': 'var a24 = 1; a24 &&= 3; a24 === 3',
  BigInt: '10n > 9',
  'separators in numbers': '1_000 === 1000',
  'binary numbers': '0b11 === 3',
  'octal numbers': '0o17 === 15',
  labels: 'var n25 = 0; o: for (;;) { for (;;) { n25 = 3; break o } } n25 === 3',
  'case after default': 'var r26 = 0; switch (1) { default: r26 = 2; break; case 1: r26 = 1 } r26 === 1',
  'do without a body': 'do ; while (0); true',
  'catch without a variable': 'var r27 = 0; try { throw 1 } catch { r27 = 3 } r27 === 3',
  'new.target': '(function () { return new.target === undefined })()',
  with: 'with ({ a28: 3 }) a28 === 3',
  'holes in arrays': '[1, , 3].length === 3',
  'commas after the last argument': 'Math.max(1, 2, ) === 2',
  'commas after the last parameter': '(function (a, ) { return a })(3) === 3',
  'names outside ASCII': 'var \u00e4 = 3; \u00e4 === 3',
  'code points in texts': '"\\u{41}" === "A"',
  'functions in blocks': '{ function f29() { return 3 } } f29() === 3',
  'functions used before their declaration': '(function () { return f(); function f() { return 3 } })() === 3',
  'variables used before their declaration': '(function () { var y = x; var x = 1; return y === undefined })()',
  'names for blocks alone': 'let q30 = 1; { let q30 = 2 } q30 === 1',
  'a variable for each turn of a loop':
    'var f31 = []; for (let i = 0; i < 2; i++) f31.push(function () { return i }); f31[0]() === 0',
  'constants that stay': 'const q32 = 1; try { q32 = 2 } catch (e) {} q32 === 1',
  'lengths of arrays that can be set': 'var a33 = [1, 2, 3]; a33.length = 1; a33.length === 1',
  'regular expressions': '/a/.test("ba")',
  'the flag i of regular expressions': '/A/i.test("a")',
  'the flag g of regular expressions': '"aa".replace(/a/g, "b") === "bb"',
  'the flag m of regular expressions': '/^b/m.test("a\\nb")',
  'the flag y of regular expressions': '/a/y.test("a")',
  'the flag u of regular expressions': '/a/u.test("a")',
  'the flag s of regular expressions': '/a.b/s.test("a\\nb")',
  'ranges in regular expressions': '/[a-c]+/.exec("xabc")[0] === "abc"',
  'groups in regular expressions': '/(a)(b)/.exec("ab")[2] === "b"',
  'groups without a number in regular expressions': '/(?:a)(b)/.exec("ab")[1] === "b"',
  'lazy repetition in regular expressions': '/a+?/.exec("aa")[0].length === 1',
  'counts in regular expressions': '/^a{2}$/.test("aa")',
  'lookahead in regular expressions': '/a(?=b)/.test("ab") && !/a(?!b)/.test("ab")',
  'lookbehind in regular expressions': '/(?<=a)b/.test("ab")',
  'names of groups in regular expressions': '/(?<n>a)/.exec("a").groups.n === "a"',
  'references to groups in regular expressions': '/^(a)\\1$/.test("aa") && !/^(a)\\1$/.test("ab")',
  'Unicode properties in regular expressions': '/^\\p{L}$/u.test("a")',
} as const satisfies Record<string, string>;

export type FeatureName = keyof typeof FEATURES;

export const featureNames = Object.keys(FEATURES) as FeatureName[];

/** A program that prints a line for each feature: `feature NAME` and 1 where the engine has it, 0 where it does not. */
export const featureProbe = (): string =>
  `function __has(code) { try { return eval(code) === true ? 1 : 0; } catch (e) { return 0; } }
${featureNames.map((name) => `print("feature\\t" + ${JSON.stringify(name)} + "\\t" + __has(${JSON.stringify(FEATURES[name])}));`).join('\n')}`;
