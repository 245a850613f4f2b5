/** The five recorded programs, each in the smallest heap that it fits in. */
import { join } from 'node:path';
import { projectFolder } from '../emulator/index.ts';
import { replayOn, smallestHeapOf } from '../replay/assess.ts';
import { poolNamed } from '../replay/pools.ts';
import { boardNamed } from '../replay/realm.ts';
import { loadTrace } from '../trace/load.ts';
import { once } from './once.ts';

export const TRACES = ['cjson-cmd', 'jerry-app', 'lua-telemetry', 'mbedtls-hs', 'mosquitto-broker'];
export const POOLS = ['headers', 'tables'] as const;

export interface Replayed {
  trace: string;
  operations: number;
  /** All that the program allocates, over its life. */
  allocatedBytes: number;
  peakLiveBytes: number;
  smallestHeapBytes: number;
  /** The smallest heap over the peak. */
  ratio: number;
  worstWords: number;
  worstSteps: number;
  movedBytes: number;
}

/** What became of each trace in a pool of that kind. */
export const replaysOf = once((kind: (typeof POOLS)[number]): Replayed[] => {
  const pool = poolNamed(kind);
  return TRACES.map((name) => {
    const trace = loadTrace(join(projectFolder, 'traces', `${name}.txt`));
    const { smallestHeapBytes, peakLiveBytes, ratio } = smallestHeapOf(pool, trace);
    const { worstWords, worstSteps, movedBytes } = replayOn(boardNamed('host'), pool, trace, smallestHeapBytes);
    const allocatedBytes = trace.bytes.reduce((sum, bytes) => sum + bytes, 0);
    return {
      trace: name,
      operations: trace.operations,
      allocatedBytes,
      peakLiveBytes,
      smallestHeapBytes,
      ratio,
      worstWords,
      worstSteps,
      movedBytes,
    };
  });
});
