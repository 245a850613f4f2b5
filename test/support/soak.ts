/**
 * Two tiers of tests: `npm test` goes a part of each campaign's way, `npm run soak` all of it. What a campaign asserts is the
 * same in both; soak tries more states, more damage and longer random walks.
 */

/** Whether this run is a soak. */
export const isSoak = process.env.CKREMM_SOAK !== undefined;

/** How long something is done: as a part of `npm test`, or to the full length. */
export const lengthOf = (inTest: number, inSoak: number): number => (isSoak ? inSoak : inTest);

/** Every nth thing is tried in `npm test`, each in a soak. */
export const isDue = (index: number, oneIn: number): boolean => isSoak || index % oneIn === 0;

/** A line of a soak about how far it went. `npm test` is quiet: what is needed to repeat a failure stands in its message. */
export function note(line: string): void {
  if (isSoak) process.stdout.write(`${line}\n`);
}
