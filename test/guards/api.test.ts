/** docs/api.md and docs/spec.md are what src/ says, and its comments say what whoever calls must know. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Call, readModules } from '../../host/api/extract.ts';
import { lacking, renderApi } from '../../host/api/page.ts';
import { modulesWithLayout, proseToMarkdown, renderSpec, specified } from '../../host/api/spec.ts';
import { projectFolder, readBoard } from '../../host/emulator/index.ts';

const modules = readModules();

test('docs/api.md is up to date: else run `npm run -s ckremm -- api`', () => {
  expect(readFileSync(join(projectFolder, 'docs', 'api.md'), 'utf8')).toBe(renderApi(modules));
});

test('docs/spec.md is up to date, and has the layout of every module that has one', () => {
  expect(readFileSync(join(projectFolder, 'docs', 'spec.md'), 'utf8')).toBe(renderSpec());
  expect([...specified].sort()).toEqual(modulesWithLayout(readdirSync(join(projectFolder, 'src'))).sort());
});

test('pictures of a layout keep their columns, lists are lists', () => {
  expect(
    proseToMarkdown('Bytes:\n\n    | a | b |\n    | 0 | 4 |\n\nInvariants:\n  1. One.\n  2. Two,\n     and more.'),
  ).toBe('Bytes:\n\n```\n| a | b |\n| 0 | 4 |\n```\n\nInvariants:\n\n1. One.\n2. Two,\n     and more.');
});

test('has every module of the host, and every call that the library exports', async () => {
  const library = (await import('../../src/lean.ts')) as Record<string, any>;
  const names = modules.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining([...readBoard('host').modules, 'heap', 'devices']));
  for (const { name, calls } of modules) {
    const exported = name.split('.').reduce((space, part) => space[part], library);
    const functions = Object.keys(exported).filter((key) => typeof exported[key] === 'function');
    expect([name, calls.map((call) => call.name).sort()]).toEqual([name, functions.sort()]);
  }
});

test('each comment says units, failure value and cost', () => {
  expect(
    modules.flatMap(({ name, calls, inspect }) => [...calls, ...inspect].flatMap((call) => lacking(name, call))),
  ).toEqual([]);
});

test.each<[string, Partial<Call>, RegExp]>([
  ['no comment', { comment: '' }, /has no comment/],
  ['no cost', { comment: 'Returns its address, or 0.' }, /does not say what it costs/],
  ['no failure value', { comment: 'The address. O(1).' }, /when it is refused/],
  [
    'a number without a unit',
    { comment: 'Its address, or 0. O(1).', parameters: [{ name: 'size', type: 'number', isOptional: false }] },
    /its number size/,
  ],
])('a call with %s is found', (_what, change, complaint) => {
  const call: Call = {
    name: 'take',
    file: 'headers/index.ts',
    parameters: [],
    returns: 'number',
    comment: 'Its address, or 0. O(1).',
    ...change,
  };
  expect(lacking('headers', { ...call, comment: 'Its address, or 0. O(1).', parameters: [] })).toEqual([]);
  expect(lacking('headers', call).join()).toMatch(complaint);
});
