/** What a record, a buffer and an object take, as README.md has it: ours is counted, and the engines that are given are asked. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JERRY_BYTES, JSVARS, THINGS, ourBytes } from '../../host/figures/objects.ts';

test('a row costs its fields and little more, a buffer its bytes, a header and rounding', () => {
  const [record, buffer, object] = ourBytes();
  expect(record).toBeGreaterThan(6);
  expect(record).toBeLessThan(6.25);
  expect(buffer).toBeGreaterThan(20);
  expect(buffer).toBeLessThan(23);
  expect(object).toBeGreaterThan(8);
  expect(object).toBeLessThan(8.25);
});

/** What `engine` says of a program of `source`, run from a file. */
function said(path: string, source: string, ...options: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
  writeFileSync(join(folder, 'program.js'), source);
  try {
    return spawnSync(path, [...options, join(folder, 'program.js')], { cwd: folder, encoding: 'utf8', input: '', timeout: 30000, killSignal: 'SIGKILL' }).output.join('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const engines = (process.env.CKREMM_ENGINES ?? '').split(/\s+/).filter(Boolean).map((entry) => entry.split('=') as [string, string]);
const COUNT = 100;

// Named after their number of variables: those of a 64-bit build are larger.
for (const [name, path] of engines.filter(([one]) => /^espruino-\d+$/.test(one))) test(`${name} takes as many variables`, () => {
  THINGS.forEach(({ source }, thing) => {
    const program = `var i, b, a = new Array(), m = process.memory; b = m().usage; for (i = 0; i < ${COUNT}; i++) a.push(${source}); print("took " + (m().usage - b));`;
    expect(Math.floor(Number(/took (\d+)/.exec(said(path, program))![1]) / COUNT)).toBe(JSVARS[thing]);
  });
});

// A 64-bit build has larger cells.
for (const [name, path] of engines.filter(([one]) => /^jerry.*-32$/.test(one))) test(`${name} takes as many bytes`, () => {
  THINGS.forEach(({ source }, thing) => {
    const peak = (count: number): number => {
      const program = `var a = new Array(1000), i; for (i = 0; i < 1000; i++) a[i] = 0; for (i = 0; i < ${count}; i++) a[i] = ${source};`;
      return Number(/Peak allocated = (\d+)/.exec(said(path, program, '--mem-stats'))![1]);
    };
    expect(Math.round((peak(600) - peak(100)) / 500) + 4).toBe(JERRY_BYTES[thing]);
  });
});
