/** What is counted of a program's execution, from which its cost on an interpreter is estimated. */

/** Of the text: see regions.ts. */
const OF_TEXT = [
  /** JavaScript functions entered, and their parameters. */
  'entries',
  'parameters',
  /** Calls of any function, natives included, those of methods, and arguments. */
  'calls',
  'methodCalls',
  /** Of these, views made of typed arrays. */
  'views',
  'arguments',
  'vars',
  'statements',
  'returns',
  'turns',
  /** Names read or assigned to; how many names come before them in their scopes; how many scopes further out they are. */
  'names',
  'scanned',
  'levels',
  'tokens',
  'characters',
  'digits',
  /** Characters of arms not taken, and behind an executed return: an engine that reads text must find their end. */
  'skipped',
  'loads',
  'stores',
  'properties',
  'lengths',
  'operators',
  'products',
  'assignments',
  'literals',
  'fields',
] as const;

/** Of natives: see Meter. */
const OF_NATIVES = [
  /** Elements that `set` moved up or to the same place, and down or from another buffer; bytes of the latter, and of copyWithin. */
  'elementsUp',
  'elementsDown',
  'bytesDown',
  'bytesWithin',
  /** Bytes that the engine's own CRC went through. */
  'bytesSummed',
  /** Elements of typed arrays that the engine's own search went through. */
  'elementsSearched',
  /** Arrays made, and bytes of those that are no views. */
  'arrays',
  'arrayBytes',
] as const;

export const FEATURES = [...OF_TEXT, ...OF_NATIVES];
export type Feature = (typeof FEATURES)[number];
export type Counts = Record<Feature, number>;

export const none = (): Counts => Object.fromEntries(FEATURES.map((name) => [name, 0])) as Counts;

/** sum += counts * times */
export function add(sum: Counts, counts: Counts, times = 1): void {
  for (const name of FEATURES) sum[name] += counts[name] * times;
}

/** Counts of regions as numbers in a row: sums go over millions, and each name is looked up then. Regions stay as they are. */
const rows = new WeakMap<Counts, Float64Array>();

function rowOf(counts: Counts): Float64Array {
  let row = rows.get(counts);
  if (!row) rows.set(counts, (row = Float64Array.from(FEATURES, (name) => counts[name])));
  return row;
}

/** What all regions together executed. */
export function executed(regions: Counts[], times: ArrayLike<number>): Counts {
  const sums = new Float64Array(FEATURES.length);
  for (let region = 0; region < regions.length; region++) {
    const count = times[region]!;
    if (!count) continue;
    const row = rowOf(regions[region]!);
    for (let i = 0; i < row.length; i++) sums[i] = sums[i]! + row[i]! * count;
  }
  return Object.fromEntries(FEATURES.map((name, i) => [name, sums[i]])) as Counts;
}
