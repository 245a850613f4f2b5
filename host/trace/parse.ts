/**
 * Reads the trace format: one operation a line, `#` starts a comment line.
 *
 *     a ID BYTES     allocate      0 <= ID < 2^20, 1 <= BYTES <= 2^26
 *     f ID           free
 *     r ID BYTES     resize
 *
 * A line that breaks the format, or an operation on a block in the wrong state,
 * is refused with its line number: a trace that is half understood would give
 * figures that look right.
 */
import { UserError } from '../support/errors.ts';
import { ALLOC, BYTES_LIMIT, FREE, ID_LIMIT, RESIZE } from './trace.ts';
import type { Trace } from './trace.ts';

const OPERATION = /^\s*(?:([ar])\s+(\d{1,8})\s+(\d{1,9})|f\s+(\d{1,8}))\s*$/;
const IGNORED = /^\s*(?:#[^]*)?$/;

/** The columns while they grow, and what is live at this point of the trace. */
interface Reading {
  file: string;
  operations: number;
  kinds: Uint8Array;
  ids: Uint32Array;
  bytes: Uint32Array;
  /** Bytes of the live block by id, 0 when the id is free. */
  live: Uint32Array;
  liveBytes: number;
  liveBlocks: number;
  idCount: number;
  peakLiveBytes: number;
  peakOperation: number;
  maxBlocks: number;
}

/**
 * The trace in `text`. `name` is what tables call it, `file` what errors call it.
 * Throws UserError naming the line and its text when anything is wrong. O(operations).
 */
export function parseTrace(text: string, name: string, file: string = name): Trace {
  const reading = startReading(text, file);
  let lineNumber = 0;
  for (let start = 0; start < text.length; lineNumber++) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    readLine(reading, text.slice(start, end), lineNumber + 1);
    start = end + 1;
  }
  if (reading.operations === 0) {
    throw new UserError(`trace ${file} is empty: it has no line that starts with a, f or r`);
  }
  return finishReading(reading, name);
}

function startReading(text: string, file: string): Reading {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return {
    file,
    operations: 0,
    kinds: new Uint8Array(lines),
    ids: new Uint32Array(lines),
    bytes: new Uint32Array(lines),
    live: new Uint32Array(ID_LIMIT),
    liveBytes: 0,
    liveBlocks: 0,
    idCount: 0,
    peakLiveBytes: 0,
    peakOperation: 0,
    maxBlocks: 0,
  };
}

function readLine(reading: Reading, line: string, lineNumber: number): void {
  const fields = OPERATION.exec(line);
  if (!fields) {
    if (IGNORED.test(line)) return;
    refuse(reading, line, lineNumber, 'expected "a ID BYTES", "f ID", "r ID BYTES" or a # comment');
  }
  const id = Number(fields[2] ?? fields[4]);
  const bytes = Number(fields[3] ?? 0);
  const kind = fields[1] === 'a' ? ALLOC : fields[1] === 'r' ? RESIZE : FREE;
  const trouble = troubleWith(reading, kind, id, bytes);
  if (trouble) refuse(reading, line, lineNumber, trouble);
  append(reading, kind, id, bytes);
}

/** Why this operation cannot follow the ones before it, or '' when it can. */
function troubleWith(reading: Reading, kind: number, id: number, bytes: number): string {
  if (id >= ID_LIMIT) return `ids must be below ${ID_LIMIT}`;
  if (kind !== FREE && (bytes < 1 || bytes > BYTES_LIMIT)) {
    return `sizes must be from 1 to ${BYTES_LIMIT} bytes`;
  }
  const isLive = reading.live[id] > 0;
  if (kind === ALLOC && isLive) return `block ${id} is already allocated`;
  if (kind === FREE && !isLive) return `block ${id} is not allocated, so it cannot be freed`;
  if (kind === RESIZE && !isLive) return `block ${id} is not allocated, so it cannot be resized`;
  return '';
}

function append(reading: Reading, kind: number, id: number, bytes: number): void {
  const operation = reading.operations++;
  reading.kinds[operation] = kind;
  reading.ids[operation] = id;
  reading.bytes[operation] = bytes;
  reading.liveBytes += bytes - reading.live[id];
  reading.live[id] = bytes;
  if (kind === ALLOC) reading.liveBlocks++;
  if (kind === FREE) reading.liveBlocks--;
  if (id >= reading.idCount) reading.idCount = id + 1;
  if (reading.liveBlocks > reading.maxBlocks) reading.maxBlocks = reading.liveBlocks;
  if (reading.liveBytes > reading.peakLiveBytes) {
    reading.peakLiveBytes = reading.liveBytes;
    reading.peakOperation = operation;
  }
}

function finishReading(reading: Reading, name: string): Trace {
  const { operations, idCount, peakLiveBytes, peakOperation, maxBlocks } = reading;
  return {
    name,
    operations,
    idCount,
    peakLiveBytes,
    peakOperation,
    maxBlocks,
    kinds: reading.kinds.slice(0, operations),
    ids: reading.ids.slice(0, operations),
    bytes: reading.bytes.slice(0, operations),
  };
}

function refuse(reading: Reading, line: string, lineNumber: number, why: string): never {
  const text = JSON.stringify(line.length > 60 ? `${line.slice(0, 60)}...` : line);
  throw new UserError(`trace ${reading.file}, line ${lineNumber}: ${text}: ${why}`);
}
