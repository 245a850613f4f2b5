/** How scenarios say what is amiss. */
import type { Board, BoardOptions } from './board.ts';

export type Make = (options?: BoardOptions) => Board;
/** Throws, or returns what is amiss, '' when nothing. */
export type Scenario = (make: Make) => string;

export const differs = (what: string, found: unknown, wanted: unknown): string =>
  JSON.stringify(found) === JSON.stringify(wanted)
    ? ''
    : `${what}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`;
export const first = (...found: string[]): string => found.find(Boolean) ?? '';
