/** Each pass over the syntax tree of a lean bundle on programs made for it: what it changes, and that nothing else does. */
import { parse } from 'acorn';
import { minify_sync as minifySync } from 'terser';
import vm from 'node:vm';
import { foldConstants } from '../../build/tree/constants.js';
import { dominatorsOf } from '../../build/tree/dominators.js';
import { fieldsFromLast } from '../../build/tree/fields.js';
import { inlineHelpers } from '../../build/tree/inline.js';
import { atStarts, originMark, takeOrigins } from '../../build/tree/marks.js';
import { separateNames } from '../../build/tree/names.js';
import { nestCopies, nestFunctions } from '../../build/tree/nest.js';
import { exportByName, exportInPlace, orderByHeat } from '../../build/tree/place.js';
import { sinkLists } from '../../build/tree/sink.js';

type Tree = any;
const treeOf = (text: string): Tree => parse(text, { ecmaVersion: 5 });
const textOf = (tree: Tree): string =>
  minifySync(tree, {
    parse: { spidermonkey: true } as any,
    compress: false,
    mangle: false,
    format: { beautify: false },
  }).code!;
/** The text of a program as it is printed here. */
const same = (text: string): string => textOf(treeOf(text));
const nameOf = (fn: Tree): string => fn.id?.name ?? '';

/** What a program writes to its log, and what its exports return for some arguments. */
function behaviourOf(text: string): string {
  const log: string[] = [];
  const exports: Record<string, any> = {};
  vm.runInNewContext(text, { exports, log: (word: string, value: unknown) => (log.push(word), value) });
  const calls = Object.keys(exports)
    .filter((name) => typeof exports[name] === 'function')
    .map((name) => {
      try {
        return `${name} ${JSON.stringify([exports[name]({ a: 3, b: 5, f: (x: number) => x + 1 }, 7), exports[name]({ a: 0, b: 1, f: () => 0 }, 2)])}`;
      } catch (error) {
        return `${name} ${(error as Error).message}`;
      }
    });
  return [...calls, ...log].join('\n');
}

describe('helpers into their callers', () => {
  const inlined = (text: string, isCold = (): boolean => false): string => {
    const tree = treeOf(text);
    separateNames(tree);
    inlineHelpers(tree, isCold);
    return textOf(tree);
  };

  test.each([
    [
      'a field',
      'function h(p){return p.a}exports.f=function(p){return h(p)+1};',
      'exports.f=function(p){return p.a+1};',
    ],
    [
      'a helper of a helper',
      'function h(p){return p.a}function k(p){return h(p)*2}exports.f=function(p){return k(p)+h(p)};',
      'exports.f=function(p){return p.a*2+p.a};',
    ],
    [
      'a name that is used twice',
      'function h(p,i){return p.a+i*i}exports.f=function(p,i){return h(p,i)};',
      'exports.f=function(p,i){return p.a+i*i};',
    ],
    [
      'an argument that reads, used once',
      'function h(i){return i>>2}exports.f=function(p){return h(p.a)};',
      'exports.f=function(p){return p.a>>2};',
    ],
    [
      'calls in the order they had',
      'function h(a,b){return a-b}exports.f=function(){return h(log("a",1),log("b",2))};',
      'exports.f=function(){return log("a",1)-log("b",2)};',
    ],
    [
      'a constant',
      'function h(){return 2}exports.f=function(p){return p.a<<h(p)};',
      'exports.f=function(p){return p.a<<2};',
    ],
    [
      'an argument left out',
      'function h(a,b){return a}exports.f=function(p){return h(p.a)};',
      'exports.f=function(p){return p.a};',
    ],
    [
      'a call that is a statement',
      'function h(p){p.a=4}exports.f=function(p){h(p);return p.a};',
      'exports.f=function(p){p.a=4;return p.a};',
    ],
    [
      'a local variable of the same name as a function',
      'function a(p){return p.b}function h(p){return a(p)+1}exports.f=function(p){var a=2;return h(p)+a};',
      'exports.f=function(p){var a=2;return p.b+1+a};',
    ],
  ])('%s', (_what, text, wanted) => {
    expect(inlined(text)).toBe(same(wanted));
    expect(behaviourOf(inlined(text))).toBe(behaviourOf(text));
  });

  test.each([
    ['an argument with an effect, used twice', 'function h(i){return i*i}exports.f=function(){return h(log("a",3))};'],
    [
      'an argument with an effect, used in one arm',
      'function h(p,i){return p.a&&i}exports.f=function(p){return h(p,log("i",3))};',
    ],
    [
      'arguments with effects, used the other way round',
      'function h(a,b){return b-a}exports.f=function(){return h(log("a",1),log("b",2))};',
    ],
    [
      'a read that an effect would come before',
      'function h(i){return log("h",1)+i}exports.f=function(p){return h(p.a)};',
    ],
    [
      'an effect that a read of memory would come before',
      'function h(p,i){return p.a+i}exports.f=function(p){return h(p,p.a=9)};',
    ],
    [
      'a variable of the top level that changes',
      'var n=0;function set(){n=5;return 1}function h(i){return set()+i+i}exports.f=function(){n=2;return h(n)};exports.g=function(){return set()+1};exports.k=set;',
    ],
    [
      'a helper that reads what the argument changes',
      'var n=0;function add(){return++n}function h(i){return n*10+i}exports.f=function(){return h(add())};exports.k=add;',
    ],
    ['a function used as a value', 'function h(p){return p.a}exports.f=function(p){return h(p)};exports.k=[h];'],
    ['a parameter that is assigned', 'function h(i){return i+=1}exports.f=function(p,i){return h(i)+i};'],
    ['a callee that would get another this', 'function h(g){return g(4)}exports.f=function(p){return h(p.f)};'],
    ['a function with a directive', 'function h(p){"ram";return p.a}exports.f=function(p){return h(p)};'],
    ['a function that calls itself', 'function h(i){return i?h(i-1):4}exports.f=function(p,i){return h(i)};'],
    [
      'a long value that several functions use',
      'function h(p){return(p.a*3+p.b*5+p.a*7+p.b*9+p.a*11)|0}exports.f=function(p){return h(p)};exports.g=function(p){return h(p)+1};',
    ],
    [
      'what others could be put into',
      'function k(p){var i=0;while(i<p.a)i++;return i}function h(p){return p.a?k(p):k(p)+1}exports.f=function(p){return h(p)};exports.g=function(p){return h(p)+2};',
    ],
  ])('not %s', (_what, text) => {
    expect(inlined(text)).toBe(same(text));
  });

  test('a helper without a value, where nobody asks for one: in a sequence, in an arm', () => {
    expect(
      inlined(
        'function h(p,x){p.a=x}exports.f=function(p,x){return log("a",1),x>2?(h(p,x),p.a):(log("b",x)&&h(p,3),p.b)};',
      ),
    ).toBe(
      same('exports.f=function(p,x){return log("a",1),x>2?(p.a=x,p.a):(log("b",x)&&h(p,3),p.b)};').replace(
        'h(p,3)',
        '(p.a=3)',
      ),
    );
    const asked = 'function h(p,x){p.a=x}exports.f=function(p,x){return h(p,x)};';
    expect(inlined(asked)).toBe(same(asked));
  });

  test('a caller that may have a helper of its own keeps it where the value cannot be put, and others do not wait for that', () => {
    const tree = treeOf(
      'function h(p,q){return p.a*q.a+p.b}function cold(p){return h(p.f(1),p)}exports.f=function(p){return h(p,p)};exports.g=function(p){return cold(p)+cold(p)};',
    );
    separateNames(tree);
    inlineHelpers(
      tree,
      () => false,
      undefined,
      (node) => nameOf(node) === 'cold',
    );
    expect(textOf(tree)).toContain('exports.f=function(p){return p.a*p.a+p.b}');
    expect(textOf(tree)).toContain('return h(p.f(1),p)');
  });

  test('a long value goes where it is used once, in a function that runs rarely', () => {
    const text = 'function h(p){return(p.a*3+p.b*5+p.a*7+p.b*9+p.a*11+p.b*13)|0}exports.f=function(p){return h(p)};';
    expect(inlined(text)).toBe(same(text));
    expect(inlined(text, () => true)).toBe(
      same('exports.f=function(p){return(p.a*3+p.b*5+p.a*7+p.b*9+p.a*11+p.b*13)|0};'),
    );
  });
});

describe('functions into the one that leads to them', () => {
  const nested = (text: string, hot: string[] = []): string => {
    const tree = treeOf(text);
    separateNames(tree);
    nestFunctions(tree, (fn: Tree) => !hot.includes(nameOf(fn)));
    return textOf(tree);
  };
  const CHAIN = 'function c(p){return p.b}function b(p){return c(p)+1}function a(p){return b(p)}exports.f=a;';
  const SHARED =
    'function d(p){return p.a}function c(p){return d(p)}function b(p){return d(p)+1}function a(p){return b(p)+c(p)}exports.f=a;';

  test('a chain', () => {
    expect(nested(CHAIN)).toBe(
      same('function a(p){function b(p){function c(p){return p.b}return c(p)+1}return b(p)}exports.f=a;'),
    );
    expect(behaviourOf(nested(CHAIN))).toBe(behaviourOf(CHAIN));
  });
  test('none into what runs often: those it alone uses go further out', () => {
    expect(nested(CHAIN, ['b'])).toBe(
      same('function a(p){function c(p){return p.b}function b(p){return c(p)+1}return b(p)}exports.f=a;'),
    );
    expect(nested(CHAIN, ['a', 'b', 'c'])).toBe(same(CHAIN));
  });
  test('what two of them share, into the one that leads to both', () => {
    expect(nested(SHARED)).toBe(
      same(
        'function a(p){function d(p){return p.a}function c(p){return d(p)}function b(p){return d(p)+1}return b(p)+c(p)}exports.f=a;',
      ),
    );
  });
  test('none that is exported, or used from two sides', () => {
    const text =
      'function h(p){return p.a}function a(p){return h(p)}function b(p){return h(p)}exports.f=a;exports.g=b;';
    expect(nested(text)).toBe(same(text));
    expect(nested('function h(p){return p.a}function a(p){return h(p)}exports.f=a;exports.h=h;')).toContain(
      'function h(p){return p.a}function a(p){return h(p)}',
    );
  });
  test('none with a directive, and none into one; directives stay first', () => {
    const text = 'function b(p){"ram";return p.a}function a(p){return b(p)}exports.f=a;';
    expect(nested(text)).toBe(same(text));
    const into = 'function b(p){return p.a}function a(p){"ram";return b(p)}exports.f=a;';
    expect(nested(into)).toBe(same(into));
  });
  test('functions that call each other', () => {
    const text =
      'function b(p,i){return i?c(p,i-1):p.a}function c(p,i){return b(p,i)+1}function a(p){return b(p,3)}exports.f=a;';
    expect(behaviourOf(nested(text))).toBe(behaviourOf(text));
    expect(nested(text)).toMatch(/^function a\(p\)\{function b/);
  });
});

describe('functions into each of those that use them', () => {
  const copied = (text: string, most: number, hot: string[] = []): string => {
    const tree = treeOf(text);
    separateNames(tree);
    nestCopies(tree, (fn: Tree) => !hot.includes(nameOf(fn)), most);
    return textOf(tree);
  };
  const TWO =
    'function d(p){return p.a+p.b}function c(p){return d(p)*2}function a(p){return c(p)}function b(p){return c(p)+1}exports.f=a;exports.g=b;';

  test('a copy in each, and in those the copies of what they use', () => {
    expect(copied(TWO, 1000)).toBe(
      same(
        'function a(p){function c(p){function d(p){return p.a+p.b}return d(p)*2}return c(p)}' +
          'function b(p){function c(p){function d(p){return p.a+p.b}return d(p)*2}return c(p)+1}exports.f=a;exports.g=b;',
      ),
    );
    expect(behaviourOf(copied(TWO, 1000))).toBe(behaviourOf(TWO));
  });
  test('none that is too long for that, is used by what runs often, or is exported', () => {
    expect(copied(TWO, 3)).toBe(
      same(
        'function c(p){function d(p){return p.a+p.b}return d(p)*2}function a(p){return c(p)}function b(p){return c(p)+1}exports.f=a;exports.g=b;',
      ),
    );
    expect(copied(TWO, 1000, ['a', 'c'])).toBe(same(TWO));
    const text = 'function h(p){return p.a}function a(p){return h(p)}exports.f=a;exports.h=h;';
    expect(copied(text, 1000)).toBe(same(text));
  });
  test('none that calls itself', () => {
    const text = 'function h(p,i){return i?h(p,i-1):p.a}function a(p){return h(p,2)}exports.f=a;';
    expect(copied(text, 1000)).toBe(same(text));
  });
});

describe('parameters that are always the same', () => {
  const folded = (text: string): string => {
    const tree = treeOf(text);
    foldConstants(tree);
    return textOf(tree);
  };

  test('the constant takes their place, and decides', () => {
    const text =
      'function h(p,q){if(q)return p.a;return q?p.a:p.b}function a(p){return h(p,0)}function b(p){return h(p,0)+1}exports.f=a;exports.g=b;';
    expect(folded(text)).toBe(
      same(
        'function h_(p){{}return p.b}function a(p){return h_(p)}function b(p){return h_(p)+1}exports.f=a;exports.g=b;',
      ),
    );
    expect(behaviourOf(folded(text))).toBe(behaviourOf(text));
  });
  test.each([
    ['another value in one call', 'function h(p,q){return q?p.a:p.b}function a(p){return h(p,0)+h(p,1)}exports.f=a;'],
    ['left out in one call', 'function h(p,q){return q?p.a:p.b}function a(p){return h(p,0)+h(p)}exports.f=a;'],
    ['assigned to', 'function h(p,q){q++;return q?p.a:p.b}function a(p){return h(p,0)}exports.f=a;'],
    ['used otherwise', 'function h(p,q){return q?p.a:p.b}function a(p){return h(p,0)}exports.f=a;exports.h=h;'],
  ])('not one that is %s', (_why, text) => {
    expect(folded(text)).toBe(same(text));
  });
});

describe('lists that only functions use that run rarely', () => {
  const sunk = (text: string, hot: string[] = []): string => {
    const tree = treeOf(text);
    sinkLists(tree, (node: Tree) => !hot.includes(nameOf(node)));
    return textOf(tree);
  };
  const LIST =
    'var L=["x","y"];function a(p){var i=p.a;return L[i&1]}function b(p){function c(q){return L.indexOf(q)}return c(p.a)}';

  test('each function makes its own', () => {
    const text = `${LIST}exports.f=a;exports.g=b;`;
    expect(sunk(text)).toBe(
      same(
        'function a(p){var L=["x","y"];var i=p.a;return L[i&1]}function b(p){function c(q){var L=["x","y"];return L.indexOf(q)}return c(p.a)}exports.f=a;exports.g=b;',
      ),
    );
    expect(behaviourOf(sunk(text))).toBe(behaviourOf(text));
  });
  test.each([
    ['that one uses which runs often', `${LIST}exports.f=a;exports.g=b;`, ['a']],
    ['that is written to', `${LIST}function d(){L[0]="z"}exports.f=a;exports.g=d;`, []],
    ['that is handed on', `${LIST}function d(p){return p.f(L)}exports.f=a;exports.g=d;`, []],
    ['of what the program makes', 'var n=1;var L=[n];function a(p){return L[0]}exports.f=a;', []],
  ])('not one %s', (_why, text, hot) => {
    expect(sunk(text, hot)).toBe(same(text));
  });
});

test('dominators of a graph with a loop and a way around', () => {
  const next: Record<string, string[]> = {
    root: ['a', 'e'],
    a: ['b', 'c'],
    b: ['d'],
    c: ['d'],
    d: ['a', 'f'],
    e: ['f'],
    f: [],
    lost: ['a'],
  };
  const found = dominatorsOf('root', (node: string) => next[node]!);
  expect(Object.fromEntries(found)).toEqual({ root: 'root', a: 'root', e: 'root', b: 'a', c: 'a', d: 'a', f: 'root' });
});

test('names of the top level that are local names elsewhere get others', () => {
  const tree = treeOf(
    'var n=1;function a(p){return n+p}function b(n){var a_=2;return a(n)+a_}exports.f=function(a){return b(a)};exports.a=a;',
  );
  separateNames(tree);
  expect(textOf(tree)).toBe(
    same(
      'var n_=1;function a__(p){return n_+p}function b(n){var a_=2;return a__(n)+a_}exports.f=function(a){return b(a)};exports.a=a__;',
    ),
  );
});

describe('where functions stand', () => {
  test('what is only exported goes to where it is exported', () => {
    const tree = treeOf(
      'function a(p){return p}function b(p){return a(p)}function c(p){return 1}var space={a:a,b:b,n:3};exports.space=space,exports.c=c;',
    );
    exportByName(tree);
    exportInPlace(tree);
    expect(textOf(tree)).toBe(
      same(
        'function a(p){return p}exports.space={a:a,b:function(p){return a(p)},n:3};exports.c=function(p){return 1};',
      ),
    );
  });
  test('what is exported twice keeps its name', () => {
    const text = 'function a(p){return p}var one={a:a};var two={a:a};exports.one=one;exports.two=two;exports.both=two;';
    const tree = treeOf(text);
    exportByName(tree);
    exportInPlace(tree);
    expect(textOf(tree)).toBe(
      same('function a(p){return p}var two={a:a};exports.one={a:a};exports.two=two;exports.both=two;'),
    );
  });
  test('functions written where they are exported are functions like others, and then go back', () => {
    const text = 'function h(p){var i=p.a;return i}var space={a:function(p){return h(p)}};exports.space=space;';
    const tree = treeOf(text);
    exportByName(tree);
    nestFunctions(tree, () => true);
    exportInPlace(tree);
    expect(textOf(tree)).toBe(same('exports.space={a:function(p){function h(p){var i=p.a;return i}return h(p)}};'));
  });
  test('those that run most come first; variables that call a function come behind it', () => {
    const heat: Record<string, number> = { cold: 1, hot: 100 };
    const tree = treeOf('var n=1;function cold(){return 2}function hot(){return n}var m=cold();exports.f=hot;');
    orderByHeat(tree, (fn: Tree) => heat[nameOf(fn)]!);
    expect(textOf(tree)).toBe(
      same('var n=1;function hot(){return n}function cold(){return 2}var m=cold();exports.f=hot;'),
    );
  });
});

test.each([
  [
    'what describes a pool has its last field first',
    'exports.f=function(h,e){return{u8:h,base:3,epoch:e[0],w:new Uint8Array(h)}};',
    'exports.f=function(h,e){return{w:new Uint8Array(h),epoch:e[0],base:3,u8:h}};',
  ],
  ['other objects stay', 'exports.f=function(){return{a:1,b:2}};', 'exports.f=function(){return{a:1,b:2}};'],
  [
    'one whose values depend on their order stays',
    'exports.f=function(i){return{epoch:1,a:i++,b:i}};',
    'exports.f=function(i){return{epoch:1,a:i++,b:i}};',
  ],
])('%s', (_, text, wanted) => {
  const tree = treeOf(text);
  fieldsFromLast(tree);
  expect(textOf(tree)).toBe(same(wanted));
});

test('marks tell where a function comes from, and go', () => {
  const marked = atStarts('export function a(p) {\n  return p;\n}\nfunction b() { "ram"; }\n', (name: string) =>
    originMark(`m/f.${name}`),
  );
  const tree = parse(marked.replace('export ', ''), { ecmaVersion: 5 }) as Tree;
  const origins = takeOrigins(tree);
  expect([...origins].map(([fn, origin]) => [nameOf(fn), origin])).toEqual([
    ['a', 'm/f.a'],
    ['b', 'm/f.b'],
  ]);
  expect(textOf(tree)).toBe(same('function a(p){return p}function b(){"ram"}'));
});
