#!/usr/bin/env node
/** `ckremm`, `npm start` and `npm run ckremm`: builds what is missing or out of date, then runs the command line. */
import { accessSync, constants, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The oldest Node.js of each line that has all the tools call (zlib.crc32 is the newest); `engines` in package.json says the same. */
const OLDEST = { 20: 15, 22: 2 };

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const cli = join(dist, 'tools', 'host', 'cli.js');
const sources = ['src', 'host', 'boards', 'build', 'package.json', 'rollup.config.js', 'tsconfig.json'];

function stop(line) {
  console.error(`ckremm: ${line}`);
  process.exit(2);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || minor >= OLDEST[major]) return;
  const lines = Object.entries(OLDEST).map(([line, oldest]) => `${line}.${oldest}`);
  stop(`Node.js ${process.versions.node} is too old: the tools need ${lines.join(' or ')}, or a later line`);
}

/** The latest time of change of a file, or of anything in a folder, deletions included. */
function changedAt(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => changedAt(join(path, name))));
}

/** An installed package has no sources: its tools are never out of date. */
function isStale() {
  if (!existsSync(cli)) return true;
  if (!existsSync(join(root, 'src'))) return false;
  return Math.max(...sources.map((name) => changedAt(join(root, name)))) > statSync(cli).mtimeMs;
}

/** Why dist/ cannot be written; empty when it can. */
function obstacle() {
  try {
    mkdirSync(join(dist, 'tools'), { recursive: true });
    accessSync(dist, constants.W_OK);
    accessSync(existsSync(cli) ? cli : join(dist, 'tools'), constants.W_OK);
    return '';
  } catch ({ code }) {
    return code === 'EROFS' ? 'the file system is read-only' : 'permission denied';
  }
}

async function build() {
  const reason = obstacle();
  if (reason && existsSync(cli)) {
    console.error(`ckremm: dist/ is older than its sources, and cannot be rebuilt here (${reason}); using it as it is`);
    return;
  }
  if (reason) stop(`dist/ is missing, and cannot be built here (${reason})`);
  if (!existsSync(join(root, 'node_modules', 'rollup'))) stop('the tools are missing: run `npm ci` first');
  console.error('building dist/ ...');
  const from = process.cwd();
  process.chdir(root);
  try {
    const [{ default: steps }, { write }] = await Promise.all(
      ['rollup.config.js', 'build/index.js'].map((file) => import(pathToFileURL(join(root, file)).href)),
    );
    for (const step of steps({})) await write(step);
  } catch ({ loc, message }) {
    console.error(`${loc?.file ? `${loc.file}:${loc.line}: ` : ''}${message}`);
    process.exit(2);
  }
  process.chdir(from);
}

checkNode();
if (isStale()) {
  // Tests read dist/ while others run: it is not written under their hands.
  if (process.env.CKREMM_BUILD === 'never') stop('dist/ is older than its sources: run `npm run build` first');
  await build();
}
const { main } = await import(pathToFileURL(cli).href);
await main(process.argv.slice(2));
