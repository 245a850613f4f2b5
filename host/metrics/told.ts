/** What is told of calls, as metrics and back. */
import type { EngineKind } from '../cost/model.ts';
import { MODULES, isRunning } from '../guarantees/calls.ts';
import { type Told, told } from '../guarantees/measure.ts';
import { ENGINE_BOARDS, fileWith } from './bundles.ts';
import type { Metric } from './metric.ts';
import { once } from './once.ts';

const UNITS = {
  typicalUnits: 'U',
  worstUnits: 'U',
  steps: 'steps',
  words: 'words',
  erases: 'erases',
  programmedBytes: 'bytes',
} as const;
type Figure = keyof typeof UNITS;

const FIGURES = Object.keys(UNITS) as Figure[];
export const ENGINES = Object.keys(ENGINE_BOARDS) as EngineKind[];

const rounded = (value: number): number => Number(value.toPrecision(4));

/** The id of a figure: 'espruino:tables.alloc, setPause(pool, 8): worstUnits'. */
const idOf = (engine: EngineKind, { call, after }: Pick<Told, 'call' | 'after'>, figure: Figure): string =>
  `${engine}:${call}${after && `, ${after}`}: ${figure}`;

const toldOn = once((engine: EngineKind): Told[] =>
  told(ENGINE_BOARDS[engine], MODULES, (module, isInspection) => fileWith(engine, module, isInspection)),
);

/** The most expensive of the calls of a module that a program makes while it runs, on Espruino; `after` as in Told, where given. */
export function worstRunning(module: string, isWanted: (call: Told) => boolean = ({ after }) => !after): number {
  const calls = toldOn('espruino').filter(
    (of) => of.call.startsWith(`${module}.`) && isRunning(of.call) && isWanted(of),
  );
  return Math.max(...calls.map(({ worstUnits }) => worstUnits));
}

/** Of each engine, all calls. Flash is told only of calls that have to do with it. */
export function callMetrics(): Metric[] {
  return ENGINES.flatMap((engine) =>
    toldOn(engine).flatMap((of) =>
      FIGURES.filter((figure) => of[figure] || UNITS[figure] === 'U' || figure === 'steps').map((figure) => ({
        id: idOf(engine, of, figure),
        what: `${of.call}${of.after && ` after ${of.after}`} on ${engine}: ${figure}${figure === 'worstUnits' && of.worst ? `, ${of.worst}` : ''}`,
        value: rounded(of[figure]),
        unit: UNITS[figure],
      })),
    ),
  );
}

/** What is told of an engine's calls, out of metrics. */
export function toldFrom(metrics: { id: string; value: number | null }[], engine: EngineKind): Told[] {
  const calls = new Map<string, Told>();
  for (const { id, value } of metrics) {
    const match = /^(\w+):([\w.]+)(?:, (.*))?: (\w+)$/.exec(id);
    if (!match || match[1] !== engine) continue;
    const [, , call, after = '', figure] = match as unknown as [string, string, string, string | undefined, Figure];
    const key = `${call} ${after}`;
    const empty = { typicalUnits: 0, worstUnits: 0, steps: 0, words: 0, erases: 0, programmedBytes: 0 };
    const known = calls.get(key) ?? { call, after, worst: '', ...empty };
    known[figure] = value!;
    calls.set(key, known);
  }
  return [...calls.values()];
}
