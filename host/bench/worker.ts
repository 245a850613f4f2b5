/** A process of the benchmark. It is told what to measure in one argument, and prints a line of JSON per load. */
import { factsOf } from './facts.ts';
import { allLoads, loadNamed } from './loads.ts';
import { subjectNamed } from './subjects.ts';
import { latencyOf, rateOf, refsFor } from './timing.ts';

/** What a process is to measure: the facts of a subject under all loads, or times under one. */
export interface Job {
  subject: string;
  isQuick: boolean;
  limitMs: number;
  /** Absent for the facts. */
  timed?: { load: string; smallestHeapBytes: number | null; budgetMs: number; latencyPasses: number };
}

export interface Times {
  operationsPerSecond: number;
  p9999ns: number | null;
}

async function main(): Promise<void> {
  const job = JSON.parse(process.argv[2]) as Job;
  const subject = subjectNamed(job.subject);
  const { timed } = job;
  if (!timed) {
    for (const load of allLoads(job.isQuick).filter((candidate) => subject.takes(candidate))) {
      console.log(JSON.stringify({ load: load.name, ...(await factsOf(subject, load, job.limitMs, job.isQuick)) }));
    }
    return;
  }
  const load = loadNamed(timed.load);
  const space = subject.open(subject.timedHeapBytes(load, timed.smallestHeapBytes), load)!;
  const refs = refsFor(load, subject.isEngine === true);
  const operationsPerSecond = rateOf(load, space, refs, timed.budgetMs, job.limitMs);
  const p9999ns = timed.latencyPasses ? latencyOf(load, space, refs, timed.latencyPasses) : null;
  console.log(JSON.stringify({ operationsPerSecond, p9999ns } satisfies Times));
}

await main();
