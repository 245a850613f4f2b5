/** How the page is made: it is current, and its tools keep their built-ins in a realm that has lost them. */
import { spawnSync } from 'node:child_process';
import vm from 'node:vm';
import { join } from 'node:path';
import { apart, globalsIn } from '../../build/play/apart.js';
import { realmTables } from '../../build/play/apart-realm.js';
import { editsOf } from '../../build/play/pack.js';
import { projectFolder } from '../../host/boards/board.ts';
import { wholeBundle } from '../../host/play/bundles.ts';
import { ckremm } from '../host/command-line.ts';
import { pageText } from './data.ts';

test('docs/play.html is made of what is here', () => {
  const check = spawnSync(process.execPath, [join(projectFolder, 'build', 'play', 'write.js'), '--check'], {
    encoding: 'utf8',
  });
  expect([check.stderr, check.status]).toEqual(['', 0]);
});

test('it is one file, that asks for nothing, and no larger than 1.5 MB', () => {
  const page = pageText();
  expect(page.length).toBeLessThan(1.5e6);
  expect(page).toMatch(
    /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-/,
  );
  expect(page.slice(0, page.indexOf('<script'))).not.toMatch(/\b(src|href)="(?!#)/);
});

test('play --print says where it is', async () => {
  const { code, out, complaint } = await ckremm('play', '--print');
  expect([code, complaint, out]).toEqual([0, '', `${join(projectFolder, 'docs', 'play.html')}\n`]);
});

/** What `code` gives in a realm whose built-ins were deleted and changed under it. */
function inBareRealm(code: string): unknown {
  const context = vm.createContext({});
  const whole = `(function () {
    const { ${globalsIn(code).join()} } = globalThis;
    const { $get, $call, $may, $mayGet } = (${realmTables.toString()})();
    for (const name of ['map', 'flatMap', 'find', 'includes', 'push']) delete Array.prototype[name];
    for (const name of ['padStart', 'replaceAll']) delete String.prototype[name];
    for (const name of ['entries', 'fromEntries', 'assign']) delete Object[name];
    delete Object.getPrototypeOf(Uint8Array).prototype.slice;
    delete Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array).prototype, 'byteLength').get;
    Object.getPrototypeOf(Uint8Array).prototype.set = () => { throw new Error('the board counts this'); };
    Uint8Array = null;
    Math.max = () => 'changed';
    return JSON.stringify((function () { ${apart(`${code}`)} })());
  })()`;
  return JSON.parse(
    vm.runInContext(whole.replace('Uint8Array = null;', 'globalThis.Uint8Array = null;'), context) as string,
  );
}

test.each([
  [
    'var found = [1, 2, 3].map((n) => [n].flatMap((m) => [m, -m])); globalThis.answer = found;',
    [
      [1, -1],
      [2, -2],
      [3, -3],
    ],
  ],
  ['globalThis.answer = Object.entries({ a: 1 }).map(([name, value]) => `${name}`.padStart(3) + value);', ['  a1']],
  ['var none; globalThis.answer = [none?.map((n) => n), none?.find.call, [4]?.find((n) => n > 3)];', [null, null, 4]],
  [
    'var bytes = new Uint8Array(4); bytes.set([1, 2]); globalThis.answer = [...bytes.slice(1), bytes.byteLength];',
    [2, 0, 0, 4],
  ],
  [
    'class Own { find() { return this.at; } at = 5; } globalThis.answer = [new Own().find(), (new Own() || [])["at"]];',
    [5, 5],
  ],
  [
    'var own = { map: 1, find: { push: (n) => n + 1 } }; own.map++; own.entries = 3; globalThis.answer = [own.map, own.find.push(1), own.entries];',
    [2, 2, 3],
  ],
  ['var list = []; (list || []).push(Math.max(...[1, 5, 2])); globalThis.answer = list;', [5]],
  ['try { (void 0).map(1); } catch (error) { globalThis.answer = error instanceof TypeError; }', true],
  ['try { ({}).map(1); } catch (error) { globalThis.answer = `${error}`; }', 'TypeError: map is not a function'],
])('%s', (code, answer) => {
  expect(
    inBareRealm(
      `${code} return globalThis.answer;`.replace(/globalThis\.answer/g, 'answer').replace(/^/, 'var answer; '),
    ),
  ).toEqual(answer);
});

test.each([
  ['a b c', 'a b c'],
  ['var heap=12288,x="puckjs";f(heap)', 'var heap=32768,x="microbit2";f(heap)'],
  ['x'.repeat(30).split('').join(';'), ['y', ...'x'.repeat(30).split('')].join(';')],
  ['', 'all of it'],
  ['all of it', ''],
])('what differs between two texts makes one of the other: %s', (base, text) => {
  const packed = { bases: { one: base }, boards: { two: { base: 'one', edits: editsOf(base, text) } } };
  expect(wholeBundle(packed as any, 'two')).toBe(text);
});
