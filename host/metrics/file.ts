/** out/metrics.json: all metrics, measured once for each build. */
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectFolder } from '../emulator/index.ts';
import type { Metric } from './metric.ts';

const FILE = join(projectFolder, 'out', 'metrics.json');
/** What every build writes anew. */
const BUILT = join(projectFolder, 'dist', 'tools', 'host', 'cli.js');

const isOfThisBuild = (): boolean => existsSync(FILE) && statSync(FILE).mtimeMs > statSync(BUILT).mtimeMs;

/** The metrics of this build: out of the file, or measured now and put there. */
export async function metrics(): Promise<Metric[]> {
  if (!isOfThisBuild()) await measure();
  return JSON.parse(readFileSync(FILE, 'utf8')) as Metric[];
}

/** Measures all metrics and writes the file, which others never see half of. */
export async function measure(): Promise<void> {
  const { collect } = await import('./collect.ts');
  const { makeBundles } = await import('./bundles.ts');
  await makeBundles();
  const text = `${JSON.stringify(collect(), null, 1)}\n`;
  mkdirSync(dirname(FILE), { recursive: true });
  const half = `${FILE}.${process.pid}`;
  writeFileSync(half, text);
  renameSync(half, FILE);
}
