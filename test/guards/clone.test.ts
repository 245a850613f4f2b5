/** A clone with the defaults of Git for Windows has the same bytes: shell scripts run there, and text is compared with text. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../support/project.ts';

const FILES = [
  '.gitattributes',
  'flash.sh',
  '.ci/run',
  'README.md',
  'docs/heap.png',
  'boards/puckjs.json',
  'host/run.mjs',
  'test/host/mtrace/list.txt',
  'src/index.ts',
  'build/profiles.cjs',
  'LICENSE',
];

test('with core.autocrlf, every kind of file comes out as it went in', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
  const git = (...args: string[]): void =>
    void execFileSync(
      'git',
      [
        '-c',
        'core.autocrlf=true',
        '-c',
        'core.safecrlf=false',
        '-c',
        'user.name=ckreMM',
        '-c',
        'user.email=ckremm@localhost',
        ...args,
      ],
      { cwd: folder, stdio: 'pipe' },
    );
  try {
    git('init', '-q');
    for (const file of FILES) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      copyFileSync(join(root, file), join(folder, file));
    }
    git('add', '.');
    git('commit', '-q', '-m', 'all');
    for (const file of FILES.slice(1)) rmSync(join(folder, file));
    git('checkout', '-q', '--', '.');
    for (const file of FILES)
      expect([file, readFileSync(join(folder, file)).equals(readFileSync(join(root, file)))]).toEqual([file, true]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
