/** `npm start` and `npm run ckremm`: builds what is missing or out of date, then runs the command line. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cli = join(root, 'dist', 'tools', 'host', 'cli.js');
const sources = [
  'src',
  'host',
  'boards',
  'build',
  'package.json',
  'rollup.config.js',
  'tsconfig.json',
];

/** The latest time of change of a file, or of anything in a folder, deletions included. */
function changedAt(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => changedAt(join(path, name))));
}

function isStale() {
  return (
    !existsSync(cli) ||
    Math.max(...sources.map((name) => changedAt(join(root, name)))) > statSync(cli).mtimeMs
  );
}

if (isStale()) {
  if (!existsSync(join(root, 'node_modules'))) {
    console.error('ckremm: the tools are missing: run `npm ci` first');
    process.exit(2);
  }
  console.error('building dist/ ...');
  const built = spawnSync(
    process.execPath,
    [join(root, 'node_modules', 'rollup', 'dist', 'bin', 'rollup'), '-c', '--silent'],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (built.status !== 0) process.exit(2);
}
const { main } = await import(cli);
await main(process.argv.slice(2));
