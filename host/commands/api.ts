/** `ckremm api`: docs/api.md, made from the doc comments of src/. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../emulator/board.ts';
import type { Command } from './command.ts';

export const apiCommand: Command = {
  name: 'api',
  summary: 'Write docs/api.md, the reference of all calls, from the comments of src/.',
  options: [],
  notes: ['A test compares the two, and says which comment lacks a unit, a failure value or a cost.'],
  run,
};

/** The compiler is loaded for this command alone. */
async function run(): Promise<void> {
  const [{ readModules }, { renderApi }] = await Promise.all([import('../api/extract.ts'), import('../api/page.ts')]);
  const file = join(projectFolder, 'docs', 'api.md');
  writeFileSync(file, renderApi(readModules()));
  console.log('wrote docs/api.md');
}
