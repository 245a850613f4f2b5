import { randomFrom, seedOf } from '../support/random.ts';
import { loadLibrary } from './library.ts';
import { scenarios } from './scenarios.ts';

const library = loadLibrary();

test.each(scenarios)('%s', (_name, scenario, times) => {
  const seed = seedOf(11);
  for (let i = 0; i < times; i++) {
    const wrong = scenario(library, randomFrom(seed + i));
    if (wrong) throw new Error(`seed ${seed + i}: ${wrong}`);
  }
});
