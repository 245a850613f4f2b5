/** Functions put into their callers, statement by statement: what a program does stays what it was, whatever form the call has. */
import { parse } from 'acorn';
import { minify_sync as minifySync } from 'terser';
import vm from 'node:vm';
import { embedFunctions } from '../../build/tree/embed.js';
import { firstUse } from '../../build/tree/first.js';
import { separateNames } from '../../build/tree/names.js';

type Tree = any;
const textOf = (tree: Tree): string =>
  minifySync(tree, {
    parse: { spidermonkey: true } as any,
    compress: false,
    mangle: false,
    format: { beautify: false },
  }).code!;
const embedded = (
  text: string,
  isWorthIt: (helper: Tree, calls: { caller: Tree; isAlways: boolean }[]) => boolean = () => true,
): string => {
  const tree = parse(text, { ecmaVersion: 5 }) as Tree;
  separateNames(tree);
  embedFunctions(tree, isWorthIt);
  return textOf(tree);
};

/** What exports.f returns and logs for some arguments; functions log what they get. */
function behaviourOf(text: string): string {
  const lines: string[] = [];
  const exports: Record<string, any> = {};
  vm.runInNewContext(text, {
    exports,
    log: (word: string, value: unknown) => (lines.push(`${word}${String(value)}`), value),
  });
  for (const a of [0, 1, 2, 5, -3])
    for (const b of [0, 1, 4])
      lines.push(`${a},${b}: ${JSON.stringify(exports.f({ a, w: [b, a, 7, 0] }, a, b)) ?? 'undefined'}`);
  return lines.join('\n');
}

const SEARCH = 'function h(p,n){var i;for(i=0;i<p.w.length;i++)if(p.w[i]===n)return i+1;return 0}';
const STEPS = 'function h(p,n){var t=log("h",n);if(t>1)return log("x",t*2);p.a=t;return t-1}';
const forms: [string, string][] = [
  ['its value is returned', 'return h(p,a)'],
  ['a statement', 'h(p,a);return p.a'],
  ['a value', 'var x=h(p,a);return x+1'],
  ['a value of the variable that is an argument', 'a=h(p,a);return a'],
  ['part of an expression', 'return 1+h(p,a)*b'],
  ['behind a call', 'return log("b",b)+h(p,a)'],
  ['behind a read that it may change', 'return p.a+h(p,a)'],
  ['an argument', 'return log("r",h(p,a))'],
  ['stored', 'p.w[b]=h(p,a);return p.w'],
  ['a condition', 'if(h(p,a))return"yes";return"no"'],
  ['half of a condition', 'if(b&&h(p,a))return"yes";return"no"'],
  ['the other half', 'if(b||h(p,a))return"yes";else log("else",b);return"no"'],
  ['an arm', 'return b?h(p,a):"no"'],
  ['the other arm of a value', 'var x=b?"no":h(p,a);return x'],
  ['the right of and, returned', 'return b&&h(p,a)'],
  ['the right of or, returned', 'return b||h(p,a)'],
  ['a statement behind and', 'b&&h(p,a);return p.a'],
  ['in a sequence', 'return log("1",b),h(p,a),p.a'],
  ['negated', 'return!h(p,a)'],
  ['in a loop', 'var i,s=0;for(i=0;i<3;i++)s+=h(p,i);return s'],
  ['in a loop, and left', 'for(var i=0;i<3;i++)if(i===b)return h(p,i);return-9'],
  ['the condition of a loop', 'var n=0;while(h(p,a)>b&&n<3){n++;if(n===1)continue;a--}return n'],
  ['the condition of another loop', 'var n=0;for(var i=0;h(p,i)&&i<4;i++){if(i===1)continue;n+=i}return n'],
  ['the start of a loop', 'var n=0;for(var i=h(p,a);i<4;i++)n++;return n'],
  ['twice', 'return h(p,a)*10+h(p,b)'],
  ['with a changed variable', 'var x=h(p,a+1);a=7;return x+h(p,a)'],
  ['with an argument left out', 'return h(p)'],
];

describe.each([
  ['with an early return', STEPS],
  ['with a loop that returns', SEARCH],
  ['that gives no value', 'function h(p,n){if(n>1){p.a=n;return}p.a=-n}'],
  ['with a parameter that is assigned', 'function h(p,n){while(n>3)n-=2;if(n)p.a=n;return n}'],
  ['with a variable that may have no value', 'function h(p,n){var t;if(n>1)t=n;p.a=t;return t===undefined?-1:t}'],
  ['that is in two arms', 'function h(p,n){var t=n;if(n>1){if(p.a)return t;t=5}else t=6;return t+n}'],
])('a function %s', (_what, helper) => {
  test.each(forms)('%s', (_form, body) => {
    const text = `${helper}exports.f=k;function k(p,a,b){${body}}`;
    const done = embedded(text);
    expect(behaviourOf(done)).toBe(behaviourOf(text));
  });
});

test('most forms take it', () => {
  const taken = forms.filter(
    ([, body]) => !embedded(`${STEPS}exports.f=k;function k(p,a,b){${body}}`).includes('function h'),
  );
  expect(taken.length).toBeGreaterThan(forms.length * 0.6);
  const found = forms.filter(
    ([, body]) => !embedded(`${SEARCH}exports.f=k;function k(p,a,b){${body}}`).includes('function h'),
  );
  expect(found.length).toBeGreaterThan(forms.length * 0.6);
});

test.each([
  ['a function with a directive', 'function h(p){"ram";return p.a}'],
  ['one that calls itself', 'function h(p,n){return n>0?h(p,n-1):p.a}'],
  ['one with a function in it', 'function h(p){return p.w.map(function(x){return x+1})}'],
  ['one that asks what it was given', 'function h(p){return arguments.length+p.a}'],
  ['one with a catch', 'function h(p){try{return p.a}catch(e){return 0}}'],
])('%s stays', (_what, helper) => {
  const text = `${helper}exports.f=k;function k(p,a){var x=h(p,a);return x}`;
  expect(embedded(text)).toContain('function h(');
});

test('a function that is a value as well, or is put into another that has functions, stays', () => {
  expect(embedded('function h(p){p.a=1;return 2}exports.h=h;exports.f=k;function k(p){return h(p)}')).toContain(
    'function h(',
  );
  expect(
    embedded('function h(p){p.a=1;return 2}exports.f=k;function k(p){return p.w.map(function(){return h(p)})}'),
  ).toContain('function h(');
});

test('functions of functions, one after the other', () => {
  const text =
    'function g(p,n){var i=log("g",n);if(i>1)return i;return p.a}function h(p,n){var i=g(p,n)+g(p,n+1);p.a=i;return i}' +
    'exports.f=k;function k(p,a,b){var i=h(p,a);i+=h(p,b);return i}';
  expect(embedded(text).match(/function /g)).toHaveLength(1);
  expect(behaviourOf(embedded(text))).toBe(behaviourOf(text));
});

test.each([
  ['in an argument of the other', 'h(p,g(p.w,b));return p'],
  ['in an argument of the other, in a loop', 'for(var i=0;i<3;i++)h(p,g(p.w,i));return p'],
  ['in the condition of a loop behind', 'var x=h(p,a);while(g(p.w,x&1)>x)x+=9;return x+h(p,g(p.w,1))'],
])('a function put within what another was put in before has variables of its own: %s', (_where, body) => {
  const text =
    'function h(p,n){var t;p=p.a>1?p:{a:n,w:p.w};for(t=n;t<9;t+=4)p.a+=t;p.w[1]=p.a;return log("h",t)}' +
    `function g(p,n){var t=p[n];p=n?p[0]:t;t+=p;return log("g",t)}exports.f=k;function k(p,a,b){${body}}`;
  expect(embedded(text).match(/function /g)).toHaveLength(1);
  expect(behaviourOf(embedded(text))).toBe(behaviourOf(text));
});

test('it is asked whether that is worth it, and told whether a call is made at every run', () => {
  const told: string[] = [];
  const text =
    'function h(p){p.a=1;return 2}function g(p){p.a=2;return 3}exports.f=k;function k(p,a){var x=h(p);if(a)return x;return g(p)}';
  const done = embedded(
    text,
    (helper, calls) => (told.push(`${helper.id.name} ${calls.map(({ isAlways }) => isAlways).join()}`), false),
  );
  expect([done, told.sort()]).toEqual([textOf(parse(text, { ecmaVersion: 5 })), ['g false', 'h true']]);
});

test.each([
  ['set', 'x=1;return x'],
  ['read', 'y=x;x=1'],
  ['read', 'if(y)x=1;return x'],
  ['set', 'if(y)x=1;else x=2;return x'],
  ['read', 'while(y){x=1;y--}return x'],
  ['', 'while(y){x=1;z=x}return y'],
  ['read', 'x+=1'],
  ['read', 'x++'],
  ['set', 'for(x=0;x<3;x++)y+=x'],
  ['read', 'y&&(x=1);return x'],
  ['read', 'for(;y;x++){if(y)continue;x=1}'],
])('what is done first with x: %s in %s', (use, body) => {
  const tree = parse(`function k(y,z){var x;${body}}`, { ecmaVersion: 5 }) as Tree;
  expect(firstUse('x', tree.body[0].body)).toBe(use);
});
