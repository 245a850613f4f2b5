/**
 * npm run release: what people download who have no Node.js: an archive for each board, with what the Web IDE or the board's own tools
 * are to be given, the page to try it in, and the npm package; and the SHA-256 of each. The same sources give the same bytes.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';
import { PRESETS, buildBundles } from './index.js';
import profiles from './profiles.cjs';

const { boardNames, readProfile, root } = profiles;
/** A file in an archive has a time: the first that the format has, in whichever zone this runs. */
const TIME = new Date(1980, 0, 1);

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const espruinoSteps = (hasNative, isWatch) => `1. In the Web IDE (espruino.com/ide), connect to the board.
2. The Storage button (four discs) > Upload a file > ckremm.storage.js, and give it the name: ckremm
3. In your program: var ckremm = require("ckremm"), heap = ckremm.devices.heap();
4. Upload it; to have it run at every start, choose ${isWatch ? 'Storage and NAME.app.js (not Flash: the watch keeps its own boot code there)' : 'Flash with the arrow below Upload'}.
${
  hasNative
    ? `
With machine code, which takes less memory and a tenth of the time: in place of step 2 upload the three files of native/, ckremm.bin first, each under
its own name, to a Storage that was empty (Storage button > Erase all, if you can miss what is there). ckremm.devices.native() then says "", or why it is not used.
`
    : ''
}`;

const kalumaSteps = `Append your program to ckremm.min.js and flash both as one file, as you flash any program. ckremm is a global there:
var heap = ckremm.devices.heap();
`;

/** What a person reads first who opened the archive. */
function readMe({ board, title, engine, modules, native, link }) {
  const steps = engine.name === 'kaluma' ? kalumaSteps : espruinoSteps(Boolean(native), link?.program?.includes('app'));
  return `ckreMM ${version} for ${title} (${board})

Modules of the files beside this one: ${modules.join(', ')}. In folders, with the same names of files, just the calls that a kind of program makes:
${Object.entries(PRESETS)
  .map(([name, { title }]) => `  ${name}/  ${title}`)
  .join('\n')}
With others: the page ckremm-${version}-play.html, or npx ckremm flash.

${steps}
ckremm.min.js: as text, without Storage; a refused call returns 0, false or null. ckremm.js: the same, and misuse throws an Error that says
what was wrong. Licence: MIT.
`;
}

/** Every file below a folder, by its path in it. */
function filesIn(folder, prefix = '') {
  return readdirSync(folder)
    .sort()
    .flatMap((name) =>
      statSync(join(folder, name)).isDirectory()
        ? filesIn(join(folder, name), `${prefix}${name}/`)
        : [[`${prefix}${name}`, readFileSync(join(folder, name))]],
    );
}

/** What `npm run build` made of a board, and the same of each set of calls, in a folder of its name; these are made here, below `made`. */
async function bundlesOf(board, made) {
  // Types name files of the npm package, which is where who wants them has them from.
  const forBoards = (files) => files.filter(([name]) => name !== 'package.json' && !name.endsWith('.d.ts'));
  const sets = [];
  for (const name of Object.keys(PRESETS)) {
    await buildBundles({ boards: [board], modules: name, out: join(made, name) });
    sets.push(...forBoards(filesIn(join(made, name, board))).map(([file, bytes]) => [`${name}/${file}`, bytes]));
  }
  return [...forBoards(filesIn(join(root, 'dist', board))), ...sets];
}

/** The archive of a board; takes seconds. `made`: a folder for bundles. */
export async function boardArchive(board, made) {
  const licence = readFileSync(join(root, 'LICENSE'));
  const papers = [
    ['README.txt', Buffer.from(readMe(readProfile(board)))],
    ['LICENSE.txt', licence],
  ];
  const all = [...papers, ...(await bundlesOf(board, made))];
  return zipped(all);
}

const zipped = (files) =>
  zipSync(Object.fromEntries(files.map(([name, bytes]) => [name, new Uint8Array(bytes)])), { mtime: TIME, level: 9 });

/** What docs/submit has, with the files that are built in their places. */
function submitArchive() {
  const folder = join(root, 'docs', 'submit');
  const of = (board, file) => readFileSync(join(root, 'dist', board, file));
  const built = [
    ['espruino/ckremm.js', of('puckjs', 'ckremm.storage.js')],
    ...['ckremm', 'ckremm.bin', 'ckremm.es5'].map((file) => [
      `bangleapps/ckremm/${file}`,
      of('banglejs2', `native/${file}`),
    ]),
  ];
  return zipped([...filesIn(folder), ...built]);
}

/** Writes all of it into `folder`, which is emptied first; returns the names. A minute and a half for all boards. */
export async function release(folder, boards = boardNames().filter((name) => name !== 'host')) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const made = join(root, 'out', 'sets');
  for (const board of boards)
    writeFileSync(join(folder, `ckremm-${version}-${board}.zip`), await boardArchive(board, made));
  writeFileSync(join(folder, `ckremm-${version}-submit.zip`), submitArchive());
  const page = join(root, 'docs', 'play.html');
  if (existsSync(page)) writeFileSync(join(folder, `ckremm-${version}-play.html`), readFileSync(page));
  const names = readdirSync(folder).sort();
  writeFileSync(join(folder, 'SHA256SUMS'), sumsOf(folder, names));
  return names;
}

/** As `sha256sum --check` reads it. */
export const sumsOf = (folder, names) =>
  names
    .map(
      (name) =>
        `${createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex')}  ${name}\n`,
    )
    .join('');

async function main() {
  const npm = process.env.npm_execpath;
  if (!npm) throw new Error('start it with `npm run release`, which says where npm is');
  const folder = join(root, 'out', 'release');
  const names = await release(folder);
  execFileSync(process.execPath, [npm, 'pack', '--silent', '--pack-destination', folder], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const all = [...names, `ckremm-${version}.tgz`];
  writeFileSync(join(folder, 'SHA256SUMS'), sumsOf(folder, all));
  console.log(`out/release: ${all.join(', ')}, SHA256SUMS`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) void main();
