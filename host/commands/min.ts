/** `ckremm min`: the smallest heap of a trace. */
import { smallestHeapOf } from '../replay/assess.ts';
import { JSON_OPTION } from './command.ts';
import type { Command, Values } from './command.ts';
import { FORMAT_OPTION, POOL_OPTION, TRACE_OPTION, poolOf, traceOf } from './inputs.ts';
import { number } from './table.ts';

export const minCommand: Command = {
  name: 'min',
  summary: 'Find the smallest heap in which a trace fits.',
  options: [POOL_OPTION, TRACE_OPTION, FORMAT_OPTION, JSON_OPTION],
  notes: [
    'The heap counts whole: directory, control area, headers and holes. Its size is a multiple of\n' +
      '4, found by bisection; none of the 64 sizes below it fits.',
    'With --json: trace, pool, peakLiveBytes, smallestHeapBytes, ratio (smallest / peak).',
  ],
  run,
};

function run(values: Values): void {
  const pool = poolOf(values);
  const found = smallestHeapOf(pool, traceOf(values));
  const { trace, peakLiveBytes, smallestHeapBytes, ratio } = found;
  console.log(
    values.json
      ? JSON.stringify(found, null, 2)
      : `${trace} needs a heap of ${number(smallestHeapBytes)} bytes in a ${pool.name} pool: ` +
          `${ratio.toFixed(3)} times its peak of ${number(peakLiveBytes)} live bytes`,
  );
}
