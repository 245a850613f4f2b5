/** `ckremm api`: docs/api.md and docs/spec.md, made from the comments of src/. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../boards/board.ts';
import type { Command } from './command.ts';

export const apiCommand: Command = {
  name: 'api',
  summary: 'Write docs/api.md, the reference of all calls, and docs/spec.md, the layouts, from the comments of src/.',
  options: [],
  notes: ['A test checks that they are up to date, and which comments lack a unit, a failure value or a cost.'],
  run,
};

/** The compiler is loaded for this command alone. */
async function run(): Promise<void> {
  const [{ readModules }, { renderApi }, { renderSpec }] = await Promise.all([
    import('../api/extract.ts'),
    import('../api/page.ts'),
    import('../api/spec.ts'),
  ]);
  const pages: [string, string][] = [
    ['api.md', renderApi(readModules())],
    ['spec.md', renderSpec()],
  ];
  for (const [name, text] of pages) writeFileSync(join(projectFolder, 'docs', name), text);
  console.log('wrote docs/api.md and docs/spec.md');
}
