/** npm run native: the committed blobs, made anew from src/. */
import profiles from '../profiles.cjs';
import { writeBlobs } from './blobs.js';

try {
  writeBlobs();
} catch (error) {
  if (!(error instanceof profiles.BuildFault)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
