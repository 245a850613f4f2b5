/** What npm would publish: the files, the types under both ways of resolving, and no module that was not asked for. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Plugin, rollup } from 'rollup';
import ts from 'typescript';
import { root } from '../support/project.ts';

let folder = '';
let packed = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
  packed = join(folder, 'node_modules', 'ckremm');
  mkdirSync(packed, { recursive: true });
  // On Windows npm is a batch file, which only a shell starts.
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
  execFileSync(npm[0]!, [...npm.slice(1), 'pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  execFileSync('tar', ['-xzf', join(folder, 'ckremm-0.1.0.tgz'), '-C', packed, '--strip-components=1']);
});
afterAll(() => rmSync(folder, { recursive: true }));

test('has the library, bundles and profiles of boards, the tools, and papers, and nothing else', () => {
  expect(readdirSync(packed).sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'boards',
    'dist',
    'host',
    'package.json',
  ]);
  const dist = readdirSync(join(packed, 'dist'));
  expect(dist).toEqual(expect.arrayContaining(['es', 'puckjs', 'kaluma-pico2', 'host', 'tools']));
  expect(readdirSync(join(packed, 'host'))).toEqual(['run.mjs']);
  expect(existsSync(join(packed, 'dist', 'puckjs', 'ckremm.storage.js'))).toBe(true);
});

test('has the command line: it answers where no other package is, and says which one it misses', () => {
  const run = (...words: string[]): string => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(packed, 'host', 'run.mjs'), ...words], {
      encoding: 'utf8',
      cwd: folder,
      env: { ...process.env, FLASH_SIM: join(folder, 'sim') },
    });
    return `${status}: ${stderr}${stdout}`;
  };
  expect(run('boards')).toMatch(/^0: board +heap bytes/);
  expect(run('flash', 'sim:puckjs')).toMatch(/^0: .*\nfound PUCKJS[^]*arrived whole/);
  expect(run('bench')).toMatch(
    /^2: ckremm: this needs the npm package assemblyscript: `npm ci` in a clone of ckreMM, or `npm install assemblyscript`\n$/,
  );
});

test('publint finds nothing', () => {
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(root, 'node_modules', 'publint', 'src', 'cli.js'), '--strict', '--pack', 'false', packed],
    { encoding: 'utf8' },
  );
  expect([status, stdout]).toEqual([0, expect.stringContaining('All good!')]);
});

const CONSUMER = `
import { fault, faultText, headers, heap, records, tables } from 'ckremm';
import { gc } from 'ckremm/lean';
import { create, type Pool } from 'ckremm/headers';
import { stats } from 'ckremm/headers/inspect';
const image: Uint8Array = heap.format(new Uint8Array(4096))!;
const pool: Pool | null = create(image, 1024);
const address: number = headers.alloc(pool!, 20);
const free: number = stats(pool!).freeBytes;
const value: number | Uint8Array | null = records.get(records.create(image, 't:u32', 10)!, 1, 't');
const text: string = faultText(fault());
gc.create(image, 1024, 20);
tables.reorder(tables.attach(image, 16)!, 100);
// @ts-expect-error an address is a number
headers.alloc(pool!, '20');
// @ts-expect-error there is no such call
headers.free(pool!, address);
export const all = [free, value, text];
`;

test.each([
  ['node16', ts.ModuleKind.Node16, ts.ModuleResolutionKind.Node16],
  ['bundler', ts.ModuleKind.ESNext, ts.ModuleResolutionKind.Bundler],
])('types resolve and hold under moduleResolution %s', (_name, module, moduleResolution) => {
  const file = join(folder, 'consumer.mts');
  writeFileSync(file, CONSUMER);
  const program = ts.createProgram([file], {
    module,
    moduleResolution,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    noEmit: true,
    types: [],
    skipLibCheck: false,
  });
  const said = ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file: where, messageText }) =>
        `${where?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  expect(said).toEqual([]);
});

/** Modules of the package that a program takes along, and how many bytes of them, comments included. */
async function bundleOf(source: string): Promise<{ modules: string[]; bytes: number }> {
  const entry = join(folder, 'entry.mjs');
  writeFileSync(entry, source);
  const { exports, sideEffects } = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8'));
  /** As bundlers find packages, and heed what package.json says of side effects. */
  const resolve: Plugin = {
    name: 'package',
    resolveId: (id, importer) =>
      id === entry
        ? null
        : {
            id: id.startsWith('ckremm')
              ? join(packed, exports[id.replace('ckremm', '.')].default)
              : join(dirname(importer!), id),
            moduleSideEffects: sideEffects,
          },
  };
  const bundle = await rollup({ input: entry, plugins: [resolve] });
  const {
    output: [chunk],
  } = await bundle.generate({ format: 'es' });
  const taken = Object.entries(chunk.modules).filter(([, { renderedLength }]) => renderedLength > 0);
  const es = join(packed, 'dist', 'es');
  const modules = taken.filter(([id]) => id.startsWith(es)).map(([id]) => id.slice(es.length + 1).replace(/\/.*/, ''));
  return { modules: [...new Set(modules)].sort(), bytes: chunk.code.length };
}

describe('a program that imports one module takes along what it stands on, and no other', () => {
  test.each([
    ['headers', 'ckremm/lean', ['board.js', 'core', 'headers', 'heap'], 62000],
    ['headers', 'ckremm', ['board.js', 'core', 'headers', 'heap'], 75000],
    ['tables', 'ckremm', ['core', 'heap', 'tables'], 112000],
    ['records', 'ckremm/lean', ['core', 'heap', 'records'], 38000],
  ])('%s of %s', async (module, from, modules, mostBytes) => {
    const found = await bundleOf(`import { ${module} } from '${from}';\nglobalThis.kept = ${module};\n`);
    expect(found.modules).toEqual(modules);
    expect(found.bytes).toBeLessThanOrEqual(mostBytes);
    expect(found.bytes).toBeGreaterThan(mostBytes / 2);
  });

  test.each(['ckremm/lean', 'ckremm'])('of two calls of %s, no more than these need', async (from) => {
    const whole = await bundleOf(`import { headers } from '${from}';\nglobalThis.kept = headers;\n`);
    const part = await bundleOf(
      `import { headers } from '${from}';\nglobalThis.kept = [headers.create, headers.alloc];\n`,
    );
    expect(part.bytes).toBeLessThan(0.7 * whole.bytes);
  });
});
