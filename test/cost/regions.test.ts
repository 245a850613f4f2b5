/** What a program executes, counted: the count changes nothing of the program, and is right. */
import { type Counts, executed } from '../../host/cost/features.ts';
import { countRegions } from '../../host/cost/regions.ts';

/** The value of a program, and what was executed. */
function run(text: string): { value: unknown; counts: Counts } {
  const { code, regions } = countRegions(text);
  const times = regions.map(() => 0);
  const value = new Function('__regions', `${code}`)(times) as unknown;
  return { value, counts: executed(regions, times) };
}

test.each([
  'var a=0;for(var i=0;i<5;i++)if(i&1)a+=i;else a-=1;return a;',
  'var a=7,n=0;while(a>1&&n<99)a=a&1?3*a+1:a>>1,n++;return n;',
  'function f(a,b){return a?b||9:!b&&3}return [f(0,0),f(1,0),f(1,2),f(0,1)].join()',
  'var i=3,s="";do{switch(i){case 3:s+="c";case 2:s+="b";break;default:s+="d"}}while(--i);return s',
  'try{throw new Error("x")}catch(e){return e.message}finally{}',
  'var o={f:function(){return this.g?1:2},g:0};return o.f()+(o.g=1)+o.f()',
  'a:for(var i=0,n=0;i<9;i++){for(var j=0;;j++){if(j>i)continue a;n+=j}}return n',
  'var f=x=>x?x*f(x-1):1;return f(5)',
  'if(1)var a=1;else;return a',
])('the result is the same with counters: %s', (text) => {
  expect(run(text).value).toEqual(new Function(text)());
});

test('what is no program is left as it is', () => {
  expect(countRegions('var = 1')).toEqual({ code: 'var = 1', regions: [] });
});

test('a function entered three times, with two parameters and one variable', () => {
  const { counts } = run('function f(a,b){var c=1;return a[c]}var u=[1,2];f(u,1);f(u,2);f(u,3);');
  expect(counts).toMatchObject({
    entries: 3,
    parameters: 6,
    calls: 3,
    arguments: 6,
    vars: 4,
    loads: 3,
    returns: 3,
    methodCalls: 0,
  });
});

test('an arm that is not taken is skipped, one that is taken is not', () => {
  const arm = 'x=1234;';
  const skipped = (condition: number): number => run(`var x;if(${condition}){${arm}}`).counts.skipped;
  expect([skipped(0), skipped(1)]).toEqual([arm.length + 2, 0]);
  const choice = (condition: number): number => run(`var x=${condition}?11:22222;`).counts.skipped;
  expect([choice(0), choice(1)]).toEqual([2, 5]);
});

test('what stands behind an executed return is skipped to the end of the body', () => {
  const { counts } = run('function f(a){if(a)return 1;return 2222}f(1);');
  // The declaration of f is skipped once, when it is met; then "return 2222".
  expect(counts.skipped).toBe('function f(a){if(a)return 1;return 2222}'.length + 'return 2222'.length);
});

test('loops: the condition runs once more than the body', () => {
  const { counts } = run('var u=[5,6,7],i=0;while(u[i]<7)i++;');
  expect(counts).toMatchObject({ turns: 2, loads: 3 });
});

test('names are looked up from the inside out', () => {
  const inner = run('function g(){return a}var a=1,b=2;g();').counts;
  // g sees nothing of its own; outside, there is g, and then a.
  expect(inner.levels).toBe(1);
});
