/** A lock: who holds it, what its pool is, and what the last recovery found. */
import { Lock, Op, Reason, Word } from '../../src/sync/layout.ts';
import type { Row } from './directory.ts';
import type { Surveyed, Region } from './survey.ts';

const OPERATIONS: Record<number, string> = {
  [Op.Take]: 'takes something',
  [Op.Give]: 'gives something back',
  [Op.Resize]: 'resizes',
  [Op.Clean]: 'zeros a payload',
  [Op.Clear]: 'gives all rows back',
  [Op.Queue]: 'pushes or shifts',
  [Op.Rearrange]: 'tidies up',
};
const REASONS: Record<number, string> = {
  [Reason.Structure]: 'what is in it does not fit together',
  [Reason.Sum]: 'what is handed out is not what it should be',
  [Reason.Unsound]: 'its own check finds fault after the repair',
};

export function surveySync(heap: Uint8Array, { address, bytes }: Row, regions: Region[]): Surveyed {
  if (bytes < 4 * Word.Words)
    return {
      damage: 'the region is too small for a lock',
      facts: [],
      items: [{ address, bytes, state: 'unreadable', name: 'too small for a lock' }],
    };
  const words = new Int32Array(heap.buffer, heap.byteOffset + address, Word.Words);
  const lock = words[Word.Lock]!;
  const pool = words[Word.Pool]!;
  const owner = lock & Lock.Owner;
  const operation = OPERATIONS[words[Word.Op]! & Op.Calls];
  const isCorrupt = (lock & Lock.Corrupt) > 0;
  return {
    damage: isCorrupt
      ? `its pool could not be repaired: ${REASONS[words[Word.Reason]!] ?? 'no reason is given'}`
      : regions.some((region) => region.address === pool && region.kind !== 'hole')
        ? ''
        : `it guards no pool: there is none at ${pool}`,
    facts: [
      ['pool at', pool],
      ['held by', owner ? `worker ${owner}${lock & Lock.Dead ? ', which died' : ''}` : 'nobody'],
      ...(operation ? ([['call under way', operation]] as [string, string][]) : []),
      ['recoveries', words[Word.Recoveries]!],
    ],
    items: [{ address, bytes, state: 'control', name: 'lock, intent and sum' }],
  };
}
