/** npm run lint: whether the sources that become machine code are in the subset (subset.js), by file and line; needs no compiler of C. */
import { translateSets } from './blobs.js';

try {
  translateSets();
} catch (error) {
  console.error(`src/${error.message}`);
  process.exitCode = 1;
}
