/**
 * Folders at the top of the package, for what does not read `exports` in package.json: browserify, Parcel, webpack 4, TypeScript's
 * node10. `ckremm/lean/headers` is a folder with a package.json there, which says where the files are.
 *
 *     node build/proxies.js write | remove        before and after `npm pack`: they are no part of the sources
 */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import profiles from './profiles.cjs';

const { boardNames, root } = profiles;
const slashed = (path) => path.split(sep).join('/');

/** Modules by the files that they have in dist/es. */
function modulesWith(part) {
  const es = join(root, 'dist', 'es');
  return readdirSync(es).filter((name) => name !== 'core' && existsSync(join(es, name, `${part}.js`)));
}

/** Folder -> the file of dist/es and dist/cjs that it stands for: as `exports` has it. */
function libraryProxies() {
  const checked = modulesWith('checked').map((name) => [name, `${name}/checked`]);
  const lean = modulesWith('index').map((name) => [`lean/${name}`, `${name}/index`]);
  const inspect = modulesWith('inspect').map((name) => [`lean/${name}/inspect`, `${name}/inspect`]);
  return [['devices', 'devices/index'], ['lean', 'lean'], ...checked, ...lean, ...inspect];
}

/** Path -> text of each file to write. */
export function proxies() {
  const files = {};
  const put = (folder, manifest) =>
    (files[`${folder}/package.json`] = `${JSON.stringify({ sideEffects: false, ...manifest }, null, 1)}\n`);
  for (const [folder, file] of libraryProxies()) {
    const up = slashed(relative(folder, ''));
    put(folder, {
      main: `${up}/dist/cjs/${file}.js`,
      module: `${up}/dist/es/${file}.js`,
      types: `${up}/dist/cjs/${file}.d.ts`,
    });
  }
  put('emulator', { main: '../dist/cjs/emulator/index.js', types: '../dist/cjs/emulator/index.d.ts' });
  for (const board of boardNames())
    for (const name of readdirSync(join(root, 'dist', board)).filter((file) => /^ckremm.*\.js$/.test(file))) {
      files[`boards/${board}/package.json`] = '{ "type": "commonjs" }\n';
      files[`boards/${board}/${name}`] = `module.exports = require('../../dist/${board}/${name}');\n`;
      files[`boards/${board}/${name.replace(/js$/, 'd.ts')}`] =
        `import ckremm = require('../../dist/${board}/${name}');\nexport = ckremm;\n`;
    }
  return files;
}

/** The folders to take away: all of what is at the top, and below boards/ those of boards. */
const foldersOf = (files) => [...new Set(Object.keys(files).map((file) => /^(boards\/)?[^/]+/.exec(file)[0]))];

/** What was built from boards/ is not out of date because proxies came and went. */
function withoutTrace(work) {
  const { atime, mtime } = statSync(join(root, 'boards'));
  work();
  utimesSync(join(root, 'boards'), atime, mtime);
}

const COMMANDS = {
  write(files) {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
  },
  remove(files) {
    for (const folder of foldersOf(files)) rmSync(join(root, folder), { recursive: true, force: true });
  },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) withoutTrace(() => COMMANDS[process.argv[2]](proxies()));
