/**
 * `npm run play`: docs/play.html, the page in which programs are tried, one file. It is made of dist/tools, of the bundles of all boards with all
 * modules, and of the programs in host/play/programs; what it was made of stands in it as a hash.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildBundles } from '../index.js';
import profiles from '../profiles.cjs';
import { packed } from './pack.js';
import { bundlesMadeOf, pageMadeOf } from './made-of.js';
import { scriptsOf, sources } from './scripts.js';

const { boardNames, readProfile, root } = profiles;
const toolsOf = (file) => import(pathToFileURL(join(root, 'dist', 'tools', 'host', 'play', file)).href);

/** The first line of a program is its title. */
export function programs() {
  const folder = join(root, 'host', 'play', 'programs');
  const order = ['blocks', 'event-logger', 'records', 'tables', 'objects', 'messages'];
  const names = readdirSync(folder).map((file) => file.replace(/\.js$/, ''));
  const rank = (name) => (order.indexOf(name) < 0 ? order.length : order.indexOf(name));
  return names
    .sort((a, b) => rank(a) - rank(b))
    .map((name) => {
      const [first, ...rest] = readFileSync(join(folder, `${name}.js`), 'utf8').split('\n');
      return { name, title: first.replace('// ', ''), text: rest.join('\n') };
    });
}

async function bundles(boards, modules) {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-play-'));
  try {
    const made = [];
    for (const { board, engine } of boards) {
      const file = engine.name === 'espruino' ? 'ckremm.storage.js' : 'ckremm.min.js';
      await buildBundles({ boards: [board], out: folder, modules: modules.join(','), kinds: [file], native: 'off' });
      made.push({ board, engine: engine.name, text: readFileSync(join(folder, board, file), 'utf8') });
    }
    return packed(made);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const file = join(root, 'docs', 'play.html');

/** The page that is there: what it was made of, and its bundles. */
function pageThere() {
  const page = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const [, ofPage, ofBundles] = /<meta name="made-of" content="(\w+) (\w+)">/.exec(page) ?? [];
  const bundlesIn = () => JSON.parse(/ id="data">(.*)<\/script>/.exec(page)[1]).bundles;
  return { ofPage, ofBundles, bundlesIn };
}

/** The page as text. Takes ten seconds, and a minute more where the bundles of the page that is there are not those to be had now. */
export async function makePlay() {
  const { MODULES, renderPlay } = await toolsOf('html.js');
  const written = await sources();
  const { worker, page } = await scriptsOf(written);
  const modules = MODULES.map(([name]) => name);
  const there = pageThere();
  const ofBundles = bundlesMadeOf(modules);
  const boards = boardNames()
    .map(readProfile)
    .filter(({ engine }) => engine.name !== 'host');
  const data = {
    version: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version,
    boards: boards.map(({ board, title, engine, modules: own }) => ({
      name: board,
      title,
      engine: engine.name,
      modules: own,
    })),
    modules: MODULES,
    programs: programs(),
    bundles: there.ofBundles === ofBundles ? there.bundlesIn() : await bundles(boards, modules),
    worker,
  };
  const hashOf = (text) => createHash('sha256').update(text).digest('base64');
  return renderPlay(data, page, `${pageMadeOf(written)} ${ofBundles}`, hashOf);
}

/** Whether the page that is there was made of what is here; a complaint where it was not. */
async function check() {
  const { MODULES } = await toolsOf('html.js');
  const { ofPage, ofBundles } = pageThere();
  const isCurrent =
    ofBundles === bundlesMadeOf(MODULES.map(([name]) => name)) && ofPage === pageMadeOf(await sources());
  if (isCurrent) return;
  console.error('docs/play.html is not made of what is here: run `npm run play`, which takes two minutes');
  process.exitCode = 1;
}

async function write() {
  const page = await makePlay();
  writeFileSync(file, page);
  console.log(`wrote docs/play.html, ${Math.round(page.length / 1024)} KB`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  await (process.argv.includes('--check') ? check() : write());
