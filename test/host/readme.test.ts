import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BARS, GATED, isGated, isHeld } from '../../host/metrics/bars/index.ts';
import { metrics } from '../../host/metrics/file.ts';
import type { Metric } from '../../host/metrics/metric.ts';
import { guaranteesPage } from '../../host/guarantees/page.ts';
import { toldFrom } from '../../host/metrics/told.ts';
import { theForms } from '../native/loader-forms.ts';
import { nativePage } from '../../host/metrics/native-page.ts';
import { measurementsPage, pageTables } from '../../host/metrics/tables.ts';
import { projectFolder } from '../../host/emulator/index.ts';
import { terminalOf } from '../support/typing.ts';

const readme = readFileSync(join(projectFolder, 'README.md'), 'utf8');

let measured: Metric[];
beforeAll(async () => {
  measured = await metrics();
}, 300000);

describe('bars', () => {
  test.each(GATED)('%s holds, or is missed by no more than it was', (name) => {
    const value = measured.find(({ id }) => id === name)!.value!;
    const { what, bar, gate } = BARS[name];
    expect({ what, bar, gate, value, isGated: isGated(BARS[name], value) }).toEqual({
      what,
      bar,
      gate,
      value,
      isGated: true,
    });
    // A miss that is none any more loses its gate, so that it stays one.
    if (gate !== undefined)
      expect({ what, bar, value, isHeld: isHeld(BARS[name], value) }).toEqual({ what, bar, value, isHeld: false });
  });
});

describe('README.md', () => {
  test('and the pages of docs/ have the tables that were measured: else run `npm run -s ckremm -- metrics --write`', () => {
    for (const [page, tables] of Object.entries(pageTables(measured)))
      for (const [name, table] of Object.entries(tables)) {
        const text = readFileSync(join(projectFolder, page), 'utf8');
        const shown = text.split(`<!-- ${name} -->\n`)[1]?.split(`\n<!-- /${name} -->`)[0];
        expect([page, name, shown]).toEqual([page, name, table]);
      }
  });

  test('has fewer than a thousand words', () => {
    expect(readme.split(/\s+/).length).toBeLessThan(1000);
  });

  test('docs/measurements.md has all that was measured', () => {
    expect(readFileSync(join(projectFolder, 'docs', 'measurements.md'), 'utf8')).toBe(measurementsPage(measured));
  });

  test('docs/guarantees.md has what was measured of each call', () => {
    const page = guaranteesPage((engine) => toldFrom(measured, engine), theForms());
    expect(readFileSync(join(projectFolder, 'docs', 'guarantees.md'), 'utf8')).toBe(page);
  });

  test('docs/native.md has what was measured of native code', () => {
    expect(readFileSync(join(projectFolder, 'docs', 'native.md'), 'utf8')).toBe(nativePage());
  });

  test('each metric has an id of its own, a unit, and a value or the reason why not', () => {
    expect(new Set(measured.map(({ id }) => id)).size).toBe(measured.length);
    for (const metric of measured)
      expect([metric.id, metric.unit !== '', metric.value !== null || metric.by !== undefined]).toEqual([
        metric.id,
        true,
        true,
      ]);
  });

  test('names only commands and files that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'));
    for (const [, script] of readme.matchAll(/npm run (?:-s )?(\w+)/g)) expect(Object.keys(scripts)).toContain(script);
    for (const [, file] of readme.matchAll(/\]\(([^)#:]+)\)/g))
      expect([file, existsSync(join(projectFolder, file!))]).toEqual([file, true]);
  });
});

describe('docs/getting-started.md', () => {
  test('has a session that came from a real board, and goes the same way on the simulated one', () => {
    const [, session] = /<!-- session -->\n```\n([^]*?)```/.exec(
      readFileSync(join(projectFolder, 'docs', 'getting-started.md'), 'utf8'),
    )!;
    const { board, type } = terminalOf('puckjs');
    const typed = session!
      .split('\n')
      .filter((line) => line.startsWith('>'))
      .map((line) => line.slice(1));
    expect(`>${type(typed.join('\n')).replace(/\r|>$|^>/g, '')}`).toBe(session);
    board.close();
  });
});
