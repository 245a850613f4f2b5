/** Who imports whom: the rules of .dependency-cruiser.cjs hold, and each of them finds what it forbids. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../support/project.ts';

interface Violation {
  from: string;
  to: string;
  rule: { name: string };
}

/** What the rules forbid of src/ and host/ in a folder. */
function violationsIn(folder: string): Violation[] {
  const command = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [command, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src', 'host'],
    { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  if (!stdout) throw new Error(stderr);
  return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
}

test('src/ and host/ keep the rules', () => {
  expect(violationsIn(root).map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
}, 120000);

/** Files, one fault each: the rule that forbids it. */
const PLANTED: Record<string, [text: string, rule: string]> = {
  'src/core/package.ts': ["import 'typescript';", 'src-alone'],
  'src/core/host.ts': ["import '../../host/a/leaf.ts';", 'src-alone'],
  'src/core/module.ts': ["import '../headers/leaf.ts';", 'src-core'],
  'src/headers/sibling.ts': ["export * from '../tables/leaf.ts';", 'src-headers'],
  'src/heap/above.ts': ["import type { Leaf } from '../headers/leaf.ts';", 'src-heap'],
  'src/headers/index.ts': ["import './inspect.ts';", 'inspect-apart'],
  'src/novel/index.ts': ["import '../tables/leaf.ts';", 'src-unknown-module'],
  'src/stores/espruino.ts': ["import 'typescript';", 'src-stores'],
  'src/core/left.ts': ["import './right.ts';", 'src-circle'],
  'src/core/missing.ts': ["import './nothing.ts';", 'unresolved'],
  'host/a/left.ts': ["import { right } from './right.ts'; export const left = right;", 'host-circle'],
  'host/b/up.ts': ["import '../c/leaf.ts';", 'host-downhill'],
  'host/a/test.ts': ["import '../../test/leaf.ts';", 'host-apart'],
};
const SOUND: Record<string, string> = {
  'src/board.ts': 'export const BOARD = 1;',
  'src/core/leaf.ts': 'export {};',
  'src/headers/leaf.ts':
    "import { BOARD } from '../board.ts'; import '../core/leaf.ts'; export interface Leaf { a: number } export const b = BOARD;",
  'src/headers/inspect.ts': 'export {};',
  'src/tables/leaf.ts': 'export {};',
  'src/gc/index.ts': "import '../tables/leaf.ts';",
  'src/core/right.ts': "import './left.ts';",
  'host/a/leaf.ts': 'export {};',
  'host/a/right.ts': "import { left } from './left.ts'; export const right = left;",
  'host/c/leaf.ts': 'export {};',
  'host/c/back.ts': "import '../b/leaf.ts';",
  'host/b/leaf.ts': 'export {};',
  'test/leaf.ts': 'export {};',
};

describe('a planted fault is found', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
  let found: Violation[];
  beforeAll(() => {
    const texts = [...Object.entries(SOUND), ...Object.entries(PLANTED).map(([file, [text]]) => [file, text] as const)];
    for (const [file, text] of texts) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    for (const file of ['.dependency-cruiser.cjs', 'package.json']) cpSync(join(root, file), join(folder, file));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
    found = violationsIn(folder);
  }, 120000);
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(Object.entries(PLANTED))('%s: %j', (file, [, rule]) => {
    const [place, name] = rule === 'host-downhill' ? [dirname(file), 'from folder'] : [file, 'from'];
    expect([
      name,
      found.filter(({ from, rule: { name: broken } }) => from === place && broken === rule).length > 0,
    ]).toEqual([name, true]);
  });

  test('what is sound is not', () => {
    const circular = ['src/core/right.ts', 'host/a/right.ts'];
    expect(
      found.filter(({ from }) => from in SOUND && !circular.includes(from)).map(({ from, to }) => `${from} -> ${to}`),
    ).toEqual([]);
  });
});
