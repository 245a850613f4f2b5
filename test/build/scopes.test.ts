/** The pass that gives each namespace of a script a scope of its own, on programs made for it. */
import { parse } from 'acorn';
import { minify_sync as minifySync } from 'terser';
import vm from 'node:vm';
import { separateScopes } from '../../build/tree/scopes.js';

type Tree = any;
const treeOf = (text: string): Tree => parse(text, { ecmaVersion: 5 });
const textOf = (tree: Tree): string =>
  minifySync(tree, { parse: { spidermonkey: true } as any, compress: false, mangle: false }).code!;
const nameOf = (fn: Tree): string => fn.id?.name ?? '';

describe('a scope for each namespace', () => {
  const chain = (name: string, count: number): string =>
    Array.from(
      { length: count },
      (_, i) => `function ${name}${i}(p){return ${i ? `${name}${i - 1}(p)` : 'both(p)'}+n}`,
    ).join('');

  test('what one namespace alone leads to goes into it, what two lead to stays, and both do what they did', () => {
    const text = `var n=1;function both(p){return p.a}${chain('a', 8)}${chain('b', 8)}exports.x={f:a7};exports.y={f:b7,g:both};`;
    const tree = treeOf(text);
    separateScopes(tree);
    const top = tree.body.filter(({ type }: Tree) => type === 'FunctionDeclaration').map(nameOf);
    expect(top).toEqual(['both']);
    const run = (program: string): unknown => {
      const exports: Record<string, any> = {};
      vm.runInNewContext(program, { exports });
      return [exports.x.f({ a: 3 }), exports.y.f({ a: 4 }), exports.y.g({ a: 5 }), Object.keys(exports.y)];
    };
    expect(run(textOf(tree))).toEqual(run(text));
    expect(run(text)).toEqual([11, 12, 5, ['f', 'g']]);
  });
  test.each([
    ['too few to be worth it', `function both(p){return p}${chain('a', 6)}exports.x={f:a5};`],
    ['used by another statement', `var n=1;function both(p){return p}${chain('a', 8)}n=a7(1);exports.x={f:a7};`],
    ['no object', `var n=1;function both(p){return p}${chain('a', 8)}exports.x=a7;`],
  ])('left as it is: %s', (_what, text) => {
    const tree = treeOf(text);
    separateScopes(tree);
    expect(textOf(tree)).toBe(textOf(treeOf(text)));
  });
});
