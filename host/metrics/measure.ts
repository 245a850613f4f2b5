/** Every bar that is measured without a clock: how. See bars/. */
import { geometricMean } from '../support/statistics.ts';
import { BARS, type BarName, allowedControlBytes, bars } from './bars/index.ts';
import { create as createRecords } from '../../src/records/index.ts';
import { format } from '../../src/heap/index.ts';
import { smallestHeapBytes } from '../replay/smallest.ts';
import { type Blocks, binaryRatio, bytesPerBlock, compaction, controlShare, worstOf } from './blocks.ts';
import { leanBytes, unitsOf } from './bundles.ts';
import { evictionOverLru } from './eviction.ts';
import { bytesPerObject, unitsPerBudget } from './gc.ts';
import { nativeFigures, nativeUnits } from '../cost/native.ts';
import { codeBytes, pairCycles } from './native.ts';
import { holdOutRatio } from './holdouts.ts';
import { nativeBoards, storageShare } from './native-page.ts';
import { once } from './once.ts';
import { wearOf } from './paging.ts';
import { replaysOf } from './replays.ts';
import { overPeers } from './shapes.ts';
import { collectUnits, meanPairUnits, reorderUnits } from './stalls.ts';
import { worstRunning } from './told.ts';

const worst = once(worstOf);
const compacted = once((_: 'tables') => compaction());
const eviction = once((_: 'eviction') => evictionOverLru());
/** By pages of a commit: half full, program unit of 4 bytes, 16 and 64 sectors. */
const wear = once((pagesPerCommit: number) => [wearOf(4, 16, 100, pagesPerCommit), wearOf(4, 64, 480, pagesPerCommit)]);
const most = (values: number[]): number => Math.max(...values);

const heapPerPeak = (kind: Blocks): number => geometricMean(replaysOf(kind).map(({ ratio }) => ratio));
const movedPerByte = (): number =>
  most(replaysOf('tables').map(({ movedBytes, allocatedBytes }) => movedBytes / allocatedBytes));

/** The most expensive of the blocks that are not the least. */
const aboveLeast = (costs: Map<number, number>): number =>
  most([...costs].flatMap(([bytes, cost]) => (bytes > 4 ? [cost] : [])));

const thousandRows = (): number =>
  smallestHeapBytes(
    4000,
    (heapBytes) => createRecords(format(new Uint8Array(heapBytes))!, 't:u32 v:i16', 1000) !== null,
  );

/** Measured on a real engine, and committed. */
const idleOf = (modules: string): number => nativeFigures().sets.find((set) => set.modules === modules)!.idle;
/** The most expensive of some calls of headers that settle deferred blocks, or do not. */
const worstOfHeaders = (calls: string[], isSettling: boolean): number =>
  worstRunning('headers', ({ call, after }) => calls.includes(call.split('.')[1]!) && (after !== '') === isSettling);

const MEASURES: Partial<Record<BarName, () => number>> = {
  'headers.heapPerPeak': () => heapPerPeak('headers'),
  'headers.holdOuts': () => holdOutRatio('headers'),
  'headers.tlsSessions': () => overPeers('tlsSessions'),
  'headers.doubleBuffer': () => overPeers('doubleBuffer'),
  'headers.jsonNodes': () => overPeers('jsonNodes'),
  'headers.binary': () => Math.max(binaryRatio(200), binaryRatio(440)),
  'headers.bytesPerBlock': () => most([...bytesPerBlock('headers', 65536).values()]),
  'headers.bytesPerBlockWide': () => aboveLeast(bytesPerBlock('headers', 524288)),
  'headers.bytesPerLeastBlockWide': () => bytesPerBlock('headers', 524288).get(4)!,
  'headers.control': () => controlShare('headers', allowedControlBytes),
  'headers.steps': () => worst('headers').steps,
  'headers.words': () => worst('headers').words,
  'headers.settleWords': () => worst('headers').rareWords,
  'headers.pairUnits': () => unitsOf('headers', 'headers.alloc + dealloc', '16 bytes'),
  'headers.pair300Units': () => unitsOf('headers', 'headers.alloc + dealloc', '300 bytes'),
  'headers.worstUnits': () => worstOfHeaders(['alloc', 'dealloc'], false),
  'headers.alignedUnits': () => worstOfHeaders(['allocAligned'], false),
  'headers.settlingUnits': () => worstOfHeaders(['alloc', 'allocAligned'], true),
  'headers.lean': () => leanBytes('headers'),
  'tables.heapPerPeak': () => heapPerPeak('tables'),
  'tables.holdOuts': () => holdOutRatio('tables'),
  'tables.bytesPerBlock': () => aboveLeast(bytesPerBlock('tables', 65536, bars.tables.controlBytes)),
  'tables.control': () => controlShare('tables', allowedControlBytes),
  'tables.steps': () => worst('tables').steps,
  'tables.words': () => worst('tables').words,
  'tables.movedPerByte': movedPerByte,
  'tables.usable': () => compacted('tables').usable,
  'tables.stepBlocks': () => compacted('tables').stepBlocks,
  'tables.pairUnits': () => unitsOf('tables', 'tables.alloc + dealloc', '16 bytes'),
  'tables.worstUnits': () => worstRunning('tables'),
  'tables.pausedUnits': () => worstRunning('tables', ({ after }) => after !== ''),
  'tables.meanUnits': () => meanPairUnits(0),
  'tables.reorderUnits': reorderUnits,
  'tables.lean': () => leanBytes('tables'),
  'native.headersUnits': () =>
    most(['16 bytes, steady', '300 bytes'].map((what) => nativeUnits('headers.alloc + dealloc', what)!)),
  'native.idle': () => idleOf('headers'),
  'native.idleRecords': () => idleOf('records,queue'),
  'native.idleStrings': () => idleOf('queue,strings'),
  'native.idleAll': () => nativeFigures().sets.at(-1)!.idle,
  'native.storage': () => 100 * most(nativeBoards().map(storageShare)),
  'native.headersBytes': () => codeBytes('headers'),
  'native.tablesBytes': () => codeBytes('tables'),
  'native.headersCycles': () => pairCycles(300),
  'gc.unitsPerBudget': unitsPerBudget,
  'gc.bytesPerObject': bytesPerObject,
  'gc.collectUnits': collectUnits,
  'gc.allocUnits': () => unitsOf('gc', 'gc.alloc', 'garbage'),
  'gc.stepUnits': () => unitsOf('gc', 'gc.step', '1 unit'),
  'gc.worstUnits': () => worstRunning('gc'),
  'gc.lean': () => leanBytes('gc'),
  'records.thousandRows': thousandRows,
  'records.columnUnits': () => unitsOf('records', 'records.column', 'an element of it read'),
  'records.getUnits': () => unitsOf('records', 'records.get', 'by number'),
  'records.setUnits': () => unitsOf('records', 'records.set', 'by number'),
  'records.pairUnits': () => unitsOf('records', 'records.alloc + dealloc', 'the row taken last'),
  'records.turnUnits': () => unitsOf('records', 'records.alloc + dealloc', 'rows in turn'),
  'records.worstUnits': () => worstRunning('records'),
  'queue.worstUnits': () => worstRunning('queue'),
  'records.lean': () => leanBytes('records'),
  'messages.worstUnits': () => worstRunning('messages'),
  'strings.worstUnits': () => worstRunning('strings'),
  'messages.pairUnits': () => unitsOf('messages', 'messages.push + shift', '20 bytes'),
  'paging.writeAmplification16': () => most(wear(16).map(({ amplification }) => amplification)),
  'paging.writeAmplification4': () => most(wear(4).map(({ amplification }) => amplification)),
  'paging.wearSpread': () => most([16, 4, 1].flatMap((pages) => wear(pages).map(({ spread }) => spread))),
  'paging.rootErases': () => most(wear(1).map(({ rootErasesPerCommit }) => rootErasesPerCommit)),
  'paging.misses': () => most(eviction('eviction').map(({ misses }) => misses)),
  'paging.writeBacks': () => most(eviction('eviction').map(({ writeBacks }) => writeBacks)),
  'paging.worstUnits': () => worstRunning('paging'),
  'paging.lean': () => leanBytes('paging'),
  'processes.worstUnits': () => worstRunning('processes'),
  'processes.lean': () => leanBytes('processes'),
  'all.lean': () => leanBytes('all'),
};

/** What was measured for a bar: now, or, where that takes an engine, when its figure was committed; null: a time. */
export const measured = once((name: BarName): number | null => {
  const measure = MEASURES[name];
  if (measure) return measure();
  const { by, was = null } = BARS[name];
  if (!by) throw new Error(`the bar ${name} is not measured`);
  return was;
});
