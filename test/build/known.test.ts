/** Names that JerryScript knows, for fields and functions: a program does the same with them, and each is one that an engine has. */
import { parse } from 'acorn';
import { minify_sync as minifySync } from 'terser';
import vm from 'node:vm';
import { KNOWN, useKnownNames } from '../../build/tree/known.js';

const parsed = (text: string): any => parse(text, { ecmaVersion: 5 });
const textOf = (tree: any): string =>
  minifySync(tree, { parse: { spidermonkey: true } as any, compress: false, mangle: false }).code!;

const PROGRAM = `var made=0;
function sizeAt(pool,i){var abs=pool.words[i];return abs+made}
function make(log){made++;return{words:log,limit:3,open:true}}
exports.f=function(){var pool=make([1,2,3]);pool.words.push(made);return[sizeAt(pool,1),pool.limit,pool.words.length,pool.open]};`;

function resultOf(text: string): unknown {
  const exports: { f?: () => unknown } = {};
  vm.runInNewContext(text, { exports });
  return JSON.stringify(exports.f!());
}

test('fields that may have any name, and what the top level declares, are called so; nothing else is', () => {
  const tree = parsed(PROGRAM);
  const kept = useKnownNames(tree, ['words', 'limit', 'nowhere']);
  const text = textOf(tree);
  expect(resultOf(text)).toBe(resultOf(PROGRAM));
  expect(text).not.toMatch(/words|limit|sizeAt|make|made/);
  // A local name, a method and a field that others know.
  expect(text).toMatch(/abs=.*push.*open/s);
  expect(kept).toHaveLength(3);
  for (const name of kept) expect(KNOWN).toContain(name);
  for (const name of ['abs', 'log', 'push']) expect(kept).not.toContain(name);
});

test('where there are more names than it knows, the last ones keep theirs', () => {
  const many = Array.from({ length: KNOWN.length + 3 }, (_, i) => `function own${i}(){return ${i}}`).join('');
  const tree = parsed(`${many}exports.f=function(){return own0()+own${KNOWN.length + 2}()};`);
  expect(useKnownNames(tree, [])).toHaveLength(KNOWN.length);
  const text = textOf(tree);
  expect(text.match(/own\d+\(\)\{/g)).toHaveLength(3);
  expect(resultOf(text)).toBe(String(KNOWN.length + 2));
});

test('each is a name that the language has for a property', () => {
  const found = new Set<string>([
    ...Object.keys(Object.getOwnPropertyDescriptor([], 'length')!),
    ...Object.keys(Proxy.revocable({}, {})),
    ...Object.getOwnPropertyNames(/a/.exec('a')),
    ...Object.getOwnPropertyNames(new Error('e')),
    ...Object.getOwnPropertyNames(Object.getPrototypeOf(new Map().keys())),
  ]);
  for (const name of Object.getOwnPropertyNames(globalThis).filter((one) => /^[A-Z]/.test(one))) {
    const value = (globalThis as any)[name];
    for (const object of [value, value?.prototype])
      if (object) for (const own of Object.getOwnPropertyNames(object)) found.add(own);
  }
  expect(KNOWN.filter((name) => !found.has(name))).toEqual([]);
  expect(new Set(KNOWN).size).toBe(KNOWN.length);
});
