/** From what was executed to what it costs on a board: the weights that calibrate.ts fitted. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BoardProfile, projectFolder } from '../boards/board.ts';
import { median, quantile } from '../support/statistics.ts';
import type { Counts } from './features.ts';
import { type Agreement, type MeasuredScene, type Weights, estimate } from './fit.ts';

/** The engines that boards have; the board whose bundle is used to calibrate, and what was measured. */
export const ENGINES = {
  espruino: { board: 'puckjs', version: 'Espruino 2v29.277 (c5ff787b1), Linux, 64 bit' },
  jerryscript: {
    board: 'kaluma-pico',
    version: 'JerryScript 2.4.0 in Kaluma 1.2.1 for the Pico, on an emulated RP2040',
  },
} as const;

export type EngineKind = keyof typeof ENGINES;

export interface Calibration {
  engine: string;
  version: string;
  /** Instructions of an empty call on that build, 1 U; on a firmware microseconds, without misses of the flash cache. */
  unitInstructions?: number;
  unitMicroseconds?: number;
  weights: Weights;
  /** Of modules that were left out of the fit. */
  agreement: Agreement;
  rows: (MeasuredScene & { thumbUnits?: number })[];
}

/** What boards' profiles say of callMicroseconds. */
const CLOCK_ERROR = 0.3;

const known = new Map<string, Calibration>();

export function calibrationOf(engine: EngineKind): Calibration {
  const found =
    known.get(engine) ??
    (JSON.parse(
      readFileSync(join(projectFolder, 'host', 'cost', 'measured', `${engine}.json`), 'utf8'),
    ) as Calibration);
  known.set(engine, found);
  return found;
}

/** A board's engine as calibrated; null: it is not interpreted, so nothing executed tells its time. */
export function engineOf({ engine }: BoardProfile): EngineKind | null {
  if (engine.name === 'host') return null;
  return engine.name === 'kaluma' ? 'jerryscript' : 'espruino';
}

/** Estimates for one board. */
export interface Model {
  calibration: Calibration;
  /** U on a board over U on the build that was measured: statements measured on both, their median. */
  boardFactor: number;
  /** Nine estimates in ten of microseconds are within this share of the truth. */
  errorShare: number;
  units(counts: Counts): number;
  microseconds(counts: Counts): number;
  /** Of one U, as counted. */
  unitMicroseconds: number;
  /** So many times as long it takes where the board's cache of flash misses; 1 where that was not measured, or there is none. */
  slowest: number;
}

/** U on a board over U on the build that was measured, from the statements that were counted on both. */
function boardFactorOf({ rows }: Calibration): { boardFactor: number; spread: number } {
  const factors = rows.flatMap(({ units, thumbUnits }) => (thumbUnits ? [thumbUnits / units] : []));
  // Weights of JerryScript are those of a board's firmware itself.
  if (factors.length === 0) return { boardFactor: 1, spread: 0 };
  const boardFactor = median(factors);
  // Calls are a third more expensive on the board than the median says, all else is cheaper; any of ours is a mixture.
  const errors = factors.map((factor) => Math.abs(factor / boardFactor - 1));
  return { boardFactor, spread: quantile(errors, 0.75) };
}

export function modelOf(board: BoardProfile): Model | null {
  const engine = engineOf(board);
  if (!engine) return null;
  const calibration = calibrationOf(engine);
  const { boardFactor, spread } = boardFactorOf(calibration);
  const errorShare = Math.hypot(CLOCK_ERROR, spread, calibration.agreement.p90Error);
  const units = (counts: Counts): number => estimate(calibration.weights, counts);
  const { callMicroseconds, callMicrosecondsMost = callMicroseconds } = board;
  return {
    calibration,
    boardFactor,
    errorShare,
    units,
    slowest: callMicrosecondsMost / callMicroseconds,
    microseconds: (counts) => units(counts) * boardFactor * callMicroseconds,
    unitMicroseconds: boardFactor * callMicroseconds,
  };
}
