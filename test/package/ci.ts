/** docs/ci.md, as a new user follows it in an empty folder: its files, and each of its commands. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/project.ts';
import type { Packed } from './packed.ts';

const page = readFileSync(join(root, 'docs', 'ci.md'), 'utf8');

/** A file is named before the block that has its text. */
const files = [...page.matchAll(/`([\w.]+)`[^`]*?:\n\n```\w*\n([^]*?)```/g)].map(
  ([, name, text]) => [name!, text!] as const,
);
const indented = [...page.matchAll(/^ {4}(np[mx] .*|node .*)$/gm)].map(([, line]) => line!);
const steps = [...page.matchAll(/^ +- run: (.*)$/gm)].map(([, line]) => line!);

export function testCi(get: () => Packed): void {
  test('has the files and commands that it speaks of', () => {
    expect(files.map(([name]) => name)).toEqual(expect.arrayContaining(['app.js', 'trace.txt', 'app.test.js']));
    expect(indented.length).toBeGreaterThanOrEqual(7);
    expect(steps).toHaveLength(4);
  });

  test('each command of it says yes', () => {
    const packed = get();
    for (const [name, text] of files) writeFileSync(join(packed.folder, name), text);
    // Installed it is already: see packed.ts.
    const commands = [...indented, ...steps].filter((line) => !line.startsWith('npm '));
    for (const line of new Set(commands)) {
      const [program, ...words] = line.split(' ');
      const said =
        program === 'npx'
          ? packed.run(...words.slice(1))
          : (({ status, stdout, stderr }) => `${status}: ${stderr}${stdout}`)(
              spawnSync(process.execPath, words, {
                cwd: packed.folder,
                encoding: 'utf8',
                env: { ...process.env, NODE_OPTIONS: '' },
              }),
            );
      expect([line, said]).toEqual([line, expect.stringMatching(/^0: /)]);
    }
  }, 60000);

  test('a program that does not run ends its step', () => {
    const packed = get();
    writeFileSync(join(packed.folder, 'bad.js'), 'setTimeout(function () { undefined.x; }, 100);');
    expect(packed.run('run', '--board', 'puckjs', 'bad.js')).toMatch(/^1: [^]*error, at 0.1 s: .*bad.js line 1\n/);
  });
}
