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

Modules in it: ${modules.join(', ')}. With others: npx ckremm flash, or the page ckremm-${version}-play.html.

${steps}
ckremm.min.js: as text, without Storage; a refused call returns 0, false or null. ckremm.js: the same, and misuse throws an Error that says
what was wrong. *.d.ts: types, for an editor. Licence: MIT.
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

/** The archive of a board. */
export function boardArchive(board) {
  const files = filesIn(join(root, 'dist', board)).filter(([name]) => name !== 'package.json');
  const licence = readFileSync(join(root, 'LICENSE'));
  const all = [['README.txt', Buffer.from(readMe(readProfile(board)))], ['LICENSE.txt', licence], ...files];
  return zipSync(Object.fromEntries(all.map(([name, bytes]) => [name, new Uint8Array(bytes)])), {
    mtime: TIME,
    level: 9,
  });
}

/** Writes all of it into `folder`, which is emptied first; returns the names. */
export function release(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const board of boardNames().filter((name) => name !== 'host'))
    writeFileSync(join(folder, `ckremm-${version}-${board}.zip`), boardArchive(board));
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = join(root, 'out', 'release');
  const names = release(folder);
  const npm = process.env.npm_execpath;
  if (!npm) throw new Error('start it with `npm run release`, which says where npm is');
  execFileSync(process.execPath, [npm, 'pack', '--silent', '--pack-destination', folder], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const all = [...names, `ckremm-${version}.tgz`];
  writeFileSync(join(folder, 'SHA256SUMS'), sumsOf(folder, all));
  console.log(`out/release: ${all.join(', ')}, SHA256SUMS`);
}
