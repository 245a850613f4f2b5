/** Graphs of every shape, by small and large steps; and what a cycle costs. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Limit } from '../../src/gc/layout.ts';
import { root } from '../support/project.ts';
import { collectGraph, collectSparse, collectWide, refuseDead, reuseLargeBlocks, shapes } from './graphs.ts';
import { loadLibrary } from './library.ts';

const library = loadLibrary();

describe.each(Object.entries(shapes))('%s', (_name, edges) => {
  test.each([
    [1, 1],
    [2, 1],
    [3, 2],
    [17, 1],
    [33, 3],
    [500, 1],
    [4000, 8],
    [4000, 1000],
  ])('of %d objects, steps of %d units', (n, budget) => {
    const units = collectGraph(library, n > 1 ? edges(n) : [], n, budget);
    // Each object once, the sweep, searches, and two scans of the roots.
    expect(units).toBeLessThanOrEqual(n + (n + 8) / 16 + 1 + n / 8 + 3);
  });
});

test.each([
  [1, 1],
  [31, 1],
  [33, 2],
  [700, 3],
  [4000, 16],
])('an array that names %d objects with a child each, steps of %d units', (n, budget) => {
  const units = collectWide(library, n, budget);
  expect(units).toBeLessThanOrEqual(2 * n + 1 + n / 16 + n / 8 + n / 4 + 4);
});

test('grey objects just behind the window of a search', () => {
  expect(() => collectSparse(library)).not.toThrow();
});

test('blocks larger than half the pool, each garbage when the next is asked for', () => {
  expect(() => reuseLargeBlocks(library)).not.toThrow();
});

test('dead objects are refused before the sweep comes by', () => {
  expect(() => refuseDead(library)).not.toThrow();
});

test('what cannot be interrupted is the scan of at most 96 roots, as documented', () => {
  expect(Limit.Roots).toBe(Limit.Held + Limit.Named + Limit.Pins);
});

test('no function of the collector calls itself, over however many others', () => {
  const folder = join(root, 'src/gc');
  const calls = new Map<string, Set<string>>();
  for (const file of readdirSync(folder)) {
    const code = readFileSync(join(folder, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    for (const [, name, body] of code.matchAll(/^(?:export )?function (\w+)\([\s\S]*?\{\n([\s\S]*?)^\}/gm)) {
      calls.set(
        `${file === 'checked.ts' ? 'checked.' : ''}${name}`,
        new Set([...body.matchAll(/(?<![.\w])(\w+)\(/g)].map((match) => match[1])),
      );
    }
  }
  expect(calls.size).toBeGreaterThan(40);
  const isCircle = (name: string, path: string[]): boolean =>
    path.includes(name) ||
    [...(calls.get(name) ?? [])].some((next) => calls.has(next) && isCircle(next, [...path, name]));
  expect([...calls.keys()].filter((name) => isCircle(name, []))).toEqual([]);
});
