/** Figures of the first headers pool and the first tables pool of a heap, as the library tells them. */
import { find } from '../../src/heap/index.ts';
import { Kind } from '../../src/heap/layout.ts';
import { attach as attachHeaders } from '../../src/headers/index.ts';
import { stats as headersStats } from '../../src/headers/inspect.ts';
import { attach as attachTables } from '../../src/tables/index.ts';
import { stats as tablesStats } from '../../src/tables/inspect.ts';

export const inspect = (heap: Uint8Array) => ({
  headers: headersStats(attachHeaders(heap, find(heap, Kind.Headers, 0))!),
  tables: tablesStats(attachTables(heap, find(heap, Kind.Tables, 0))!),
});
