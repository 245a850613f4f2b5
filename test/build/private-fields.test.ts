/** Which fields the build shortens, and that it does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldsOf, findPrivateFields } from '../../build/private-fields.js';
import { root } from '../support/project.ts';

const shortened = (texts: Record<string, string>): string[] => {
  const { fields, taken } = fieldsOf(new Map(Object.entries(texts)));
  return [...fields].filter((name) => !taken.has(name));
};

describe('fields of interfaces with the tag @internal', () => {
  const pool = '/** What a call needs. @internal */\nexport interface Pool { base: number; low: number }\n';

  test('all of them', () => expect(shortened({ 'a/layout.ts': pool })).toEqual(['base', 'low']));

  test('none without the tag', () => expect(shortened({ 'a/layout.ts': pool.replace('@internal', '') })).toEqual([]));

  test.each([
    ['another interface has', { 'b/a.ts': 'export interface Stats { low: number }' }],
    ['an option has', { 'b/a.ts': 'export function create(options: { low: number }): void {}' }],
    ['a call has', { 'b/index.ts': 'export function low(): void {}' }],
    ['a call has that is exported from elsewhere', { 'b/inspect.ts': "export { a as low } from './a.ts';" }],
    ['a namespace has', { 'lean.ts': "export * as low from './b/index.ts';" }],
  ])('none that %s', (_who, more) => expect(shortened({ 'a/layout.ts': pool, ...more })).toEqual(['base']));

  test('a function within a module is no call', () =>
    expect(shortened({ 'a/layout.ts': pool, 'b/a.ts': 'export function low(): void {}' })).toEqual(['base', 'low']));
});

test('no built-in of a board is among them', () => {
  for (const name of ['length', 'push', 'set', 'buffer', 'byteOffset', 'log2'])
    expect(findPrivateFields()).not.toContain(name);
});

test('the lean bundles have none of those names that a pool has', () => {
  const text = readFileSync(join(root, 'dist', 'puckjs', 'ckremm.min.js'), 'utf8');
  const left = findPrivateFields().filter((name: string) => name.length > 2 && new RegExp(`\\.${name}\\b`).test(text));
  expect(left).toEqual([]);
});
