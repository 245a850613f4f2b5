/** A bundle without sync has not a byte of it: it is the one that a project without sync would make. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, buildBundles, copyProject } from '../support/project.ts';
import { note } from '../support/soak.ts';

const MODULES = 'headers,tables,records,queue';
const files = ['ckremm.js', 'ckremm.min.js'];

const textsIn = (out: string): string[] => files.map((file) => readFileSync(join(out, 'host', file), 'utf8'));

async function bundles(out: string, modules: string): Promise<string[]> {
  await buildBundles({ boards: ['host'], modules, out });
  return textsIn(out);
}

/** Of a copy of the project, by its own build. */
async function bundlesOf(folder: string, out: string, modules: string): Promise<string[]> {
  const { status, stderr } = await build(
    folder,
    '--configBoard',
    'host',
    '--configModules',
    modules,
    '--configOut',
    out,
  );
  if (status !== 0) throw new Error(stderr);
  return textsIn(out);
}

test('sync is left out wholly', async () => {
  const project = copyProject();
  const out = mkdtempSync(join(tmpdir(), 'ckremm-'));
  try {
    const without = await bundles(join(out, 'without'), MODULES);
    rmSync(join(project.folder, 'src', 'sync'), { recursive: true });
    for (const file of ['index.ts', 'lean.ts']) cutSync(join(project.folder, 'src', file));
    rmSync(join(project.folder, 'host', 'sync'), { recursive: true });
    for (const [name, functions] of Object.entries(ITS_OWN))
      cutFunctions(join(project.folder, 'src', name, 'repair.ts'), functions);
    // What those alone imported may stay.
    const config = join(project.folder, 'tsconfig.json');
    writeFileSync(config, readFileSync(config, 'utf8').replace('"noUnusedLocals": true', '"noUnusedLocals": false'));
    cutSync(join(project.folder, 'boards', 'host.json'));
    expect(await bundlesOf(project.folder, join(out, 'never'), MODULES)).toEqual(without);
    for (const text of without) expect(text).not.toContain('Atomics');
    const [, withIt] = await bundles(join(out, 'with'), `${MODULES},sync`);
    expect(withIt).toContain('Atomics');
    note(`lean bundle, bytes: without sync ${without[1].length}, with it ${withIt.length}`);
  } finally {
    rmSync(out, { recursive: true });
    project.remove();
  }
}, 120000);

/** Exported by the repair.ts of a module for sync alone; the rest of it is what `repair` is made of. */
const ITS_OWN: Record<string, string[]> = {
  headers: ['sumOf', 'ownedAt', 'disown', 'finishShrink'],
  tables: ['sumOf'],
  records: ['sumOf', 'isOwned'],
};

function cutFunctions(file: string, names: string[]): void {
  const text = readFileSync(file, 'utf8');
  const cut = names.reduce(
    (rest, name) => rest.replace(new RegExp(`^export function ${name}\\([^]*?^}\n`, 'm'), ''),
    text,
  );
  for (const name of names)
    if (cut.includes(`function ${name}(`) || !text.includes(`function ${name}(`))
      throw new Error(`${file} still has ${name}`);
  writeFileSync(file, cut);
}

/** As if nobody had thought of sync. */
function cutSync(file: string): void {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/^export \* as sync.*\n/m, '').replace(', "sync"', ''));
}
