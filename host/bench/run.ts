/** A whole run: the facts of every subject, then rounds of times, each measured in a process of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../boards/board.ts';
import { capture } from '../support/capture.ts';
import { median } from '../support/statistics.ts';
import { TLSF_NAME, compile } from './assemblyscript.ts';
import type { Facts } from './facts.ts';
import { allLoads } from './loads.ts';
import type { Load } from './loads.ts';
import { SUBJECTS } from './subjects.ts';
import type { Job, Times } from './worker.ts';

/** A row of `bench --json`. */
export interface Row {
  allocator: string;
  load: string;
  /** Times the rate of AssemblyScript's TLSF in the same round: the median of the rounds. */
  operationsPerSecondRatio: number | null;
  p9999ns: number | null;
  heapOverPeak: number | null;
  bytesPerBlock: number | null;
  worstSteps: number | null;
  verified: boolean;
}

/** A row and what is only shown. */
export interface Measured extends Row {
  operationsPerSecond: number | null;
  trouble: string;
  synthetic: Load['synthetic'];
}

interface Pace {
  rounds: number;
  budgetMs: number;
  limitMs: number;
  latencyPasses: number;
}

const FULL: Pace = { rounds: 3, budgetMs: 120, limitMs: 5000, latencyPasses: 7 };
const QUICK: Pace = { rounds: 1, budgetMs: 100, limitMs: 3000, latencyPasses: 3 };

interface Entry {
  subject: string;
  load: Load;
  facts: Facts;
  rates: (number | null)[];
  p9999ns: number | null;
}

/** Measure everything. `progress` is told what is under way. */
export async function bench(
  isQuick: boolean,
  progress: (done: number, total: number, what: string) => void,
): Promise<Measured[]> {
  const pace = { ...(isQuick ? QUICK : FULL) };
  // A test of the rows needs no steady rates.
  if (process.env.CKREMM_BENCH_MS) pace.budgetMs = Number(process.env.CKREMM_BENCH_MS);
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-bench-'));
  try {
    progress(0, 1, 'compiling AssemblyScript');
    await compile(folder);
    const entries = await studyAll(isQuick, pace, progress);
    for (let round = 0; round < pace.rounds; round++) await timeAll(entries, round, pace, isQuick, progress);
    return entries.map((entry) => measuredOf(entry, entries));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Progress = Parameters<typeof bench>[1];

async function studyAll(isQuick: boolean, { limitMs }: Pace, progress: Progress): Promise<Entry[]> {
  const loads = allLoads(isQuick);
  const entries: Entry[] = [];
  for (const [i, subject] of SUBJECTS.entries()) {
    progress(i, SUBJECTS.length, `${subject.name}: heaps, blocks, contents`);
    const lines = await runJob({ subject: subject.name, isQuick, limitMs }, 10 * limitMs * loads.length);
    const known = new Map(
      lines.map((line) => JSON.parse(line) as Facts & { load: string }).map((facts) => [facts.load, facts]),
    );
    const none: Facts = {
      smallestHeapBytes: null,
      bytesPerBlock: null,
      worstSteps: null,
      verified: false,
      trouble: 'never came back',
    };
    for (const load of loads.filter((candidate) => subject.takes(candidate))) {
      entries.push({ subject: subject.name, load, facts: known.get(load.name) ?? none, rates: [], p9999ns: null });
    }
  }
  return entries;
}

/** One round: all subjects one after the other under a load, then the next load. */
async function timeAll(
  entries: Entry[],
  round: number,
  pace: Pace,
  isQuick: boolean,
  progress: Progress,
): Promise<void> {
  const byLoad = [...entries].sort((a, b) => (a.load.name < b.load.name ? -1 : Number(a.load.name > b.load.name)));
  for (const [i, entry] of byLoad.entries()) {
    progress(round * byLoad.length + i, pace.rounds * byLoad.length, `${entry.subject}: ${entry.load.name}`);
    const latencyPasses = round === 0 ? pace.latencyPasses : 0;
    const { smallestHeapBytes } = entry.facts;
    const timed = { load: entry.load.name, smallestHeapBytes, budgetMs: pace.budgetMs, latencyPasses };
    const isHopeless = round > 0 && entry.rates.every((rate) => rate === null);
    const [line] = isHopeless
      ? []
      : await runJob({ subject: entry.subject, isQuick, limitMs: pace.limitMs, timed }, 4 * pace.limitMs);
    const times = line ? (JSON.parse(line) as Times) : null;
    entry.rates.push(times?.operationsPerSecond ?? null);
    entry.p9999ns ??= times?.p9999ns ?? null;
  }
}

/** The lines that a process printed before it ended or its time was over. What it complains of is not ours to show. */
async function runJob(job: Job, limitMs: number): Promise<string[]> {
  const worker = join(projectFolder, 'dist', 'tools', 'host', 'bench', 'worker.js');
  const { stdout } = await capture(process.execPath, ['--expose-gc', worker, JSON.stringify(job)], {
    mostMilliseconds: limitMs,
  });
  return stdout.split('\n').slice(0, -1);
}

function measuredOf(entry: Entry, entries: Entry[]): Measured {
  const { subject, load, facts } = entry;
  const reference = entries.find((other) => other.subject === TLSF_NAME && other.load === load);
  const ratios = entry.rates.map((rate, round) => (rate ?? NaN) / (reference?.rates[round] ?? NaN));
  const heapOverPeak = facts.smallestHeapBytes === null ? null : facts.smallestHeapBytes / load.peakLiveBytes;
  return {
    allocator: subject,
    load: load.name,
    operationsPerSecondRatio: rounded(medianOf(ratios), 3),
    p9999ns: rounded(entry.p9999ns, 0),
    heapOverPeak: rounded(heapOverPeak, 4),
    bytesPerBlock: rounded(facts.bytesPerBlock, 2),
    worstSteps: facts.worstSteps,
    verified: facts.verified,
    operationsPerSecond: rounded(medianOf(entry.rates.map((rate) => rate ?? NaN)), 0),
    trouble: facts.trouble,
    synthetic: load.synthetic,
  };
}

/** Rounds in which it was too slow do not count. */
const medianOf = (values: number[]): number => median(values.filter(Number.isFinite));

const rounded = (value: number | null, digits: number): number | null =>
  value === null || !Number.isFinite(value) ? null : Number(value.toFixed(digits));
