/** `ckremm metrics`: all that was measured, as Markdown or JSON; docs/measurements.md and README.md have the first. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../emulator/index.ts';
import { guaranteesPage } from '../guarantees/page.ts';
import { callForms } from '../native/forms.ts';
import { metrics } from '../metrics/file.ts';
import { nativePage } from '../metrics/native-page.ts';
import type { Metric } from '../metrics/metric.ts';
import { measurementsPage, pageTables } from '../metrics/tables.ts';
import { toldFrom } from '../metrics/told.ts';
import { type Command, JSON_OPTION, type Values } from './command.ts';

export const metricsCommand: Command = {
  name: 'metrics',
  summary: 'Print everything in docs/measurements.md; it is measured once for each build, into out/metrics.json.',
  options: [
    { ...JSON_OPTION, help: 'print a list of {id, what, value, unit, bar, stretch} instead' },
    {
      name: 'write',
      help: 'write docs/measurements.md, docs/guarantees.md, docs/native.md, and the tables between marks in other pages',
    },
    { name: 'quiet', help: 'measure what is missing, and print nothing' },
  ],
  notes: [
    'The figures come from replays of traces/, the bundles in dist/, simulated flash and counting; none of them is a measured time.',
  ],
  run,
};

async function run(values: Values): Promise<void> {
  const all = await metrics();
  if (values.json) console.log(JSON.stringify(all, null, 1));
  else if (values.write) await write(all);
  else if (!values.quiet) console.log(measurementsPage(all));
}

async function write(all: Metric[]): Promise<void> {
  writeFileSync(join(projectFolder, 'docs', 'measurements.md'), measurementsPage(all));
  writeFileSync(
    join(projectFolder, 'docs', 'guarantees.md'),
    guaranteesPage((engine) => toldFrom(all, engine), await callForms()),
  );
  writeFileSync(join(projectFolder, 'docs', 'native.md'), nativePage());
  for (const [page, tables] of Object.entries(pageTables(all))) {
    const file = join(projectFolder, page);
    writeFileSync(file, Object.entries(tables).reduce(withTable, readFileSync(file, 'utf8')));
  }
}

/** A page with a table between its marks. */
function withTable(text: string, [name, table]: [string, string]): string {
  const [before, rest] = text.split(`<!-- ${name} -->\n`);
  return `${before}<!-- ${name} -->\n${table}\n<!-- /${name} -->${rest!.split(`<!-- /${name} -->`)[1]}`;
}
