/** src/ imports nothing but itself, modules only what they stand on, and never in a circle. */
import { join } from 'node:path';
import { projectFolder } from '../../host/emulator/board.ts';
import { importFaults, readSources } from '../support/imports.ts';

const src = join(projectFolder, 'src');

test('src/ keeps the rules', () => {
  expect(importFaults(readSources(src))).toEqual([]);
});

const planted = (file: string, text: string): string[] => {
  const sources = readSources(src);
  sources.set('core/a.ts', '').set('headers/a.ts', '').set('tables/a.ts', '').set('headers/inspect.ts', '');
  return importFaults(sources.set(file, text));
};

test.each([
  ['a package', 'core/b.ts', "import ts from 'typescript';", 'core/b.ts imports typescript'],
  ['a file of host/', 'core/b.ts', "import { boot } from '../../host/emulator/boot.ts';", 'not a file of src/'],
  ['a file without its extension', 'headers/b.ts', "import { a } from './a';", 'not a file of src/'],
  ['a module that core must not know', 'core/b.ts', "import '../headers/a.ts';", 'core does not stand on it'],
  ['a sibling module', 'headers/b.ts', "export * from '../tables/a.ts';", 'headers does not stand on it'],
  ['its own inspect part from index.ts', 'headers/index.ts', "import { check } from './inspect.ts';", 'would pay for it'],
  ['itself by a circle', 'core/a.ts', "import { a } from './a.ts';", 'circle: core/a.ts -> core/a.ts'],
])('refuses an import of %s', (_what, file, text, complaint) => {
  expect(planted(file, text).join('\n')).toContain(complaint);
});

test('finds a circle of several files', () => {
  const sources = new Map([['core/a.ts', "import './b.ts';"], ['core/b.ts', "import './c.ts';"], ['core/c.ts', "import './a.ts';"]]);
  expect(importFaults(sources)).toEqual(['circle: core/a.ts -> core/b.ts -> core/c.ts -> core/a.ts']);
});

test('allows what a module stands on', () => {
  expect(planted('gc/index.ts', "import { a } from '../tables/a.ts';\nimport { BOARD } from '../board.ts';")).toEqual([]);
});
