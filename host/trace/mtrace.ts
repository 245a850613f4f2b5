/**
 * Logs of glibc's mtrace(), as lines of a trace. Each operation of a log names its caller and an address:
 *
 *     @ ./prog:(main+0x1d)[0x4011ae] + 0x5581c0 0x64     a block of 100 bytes
 *     @ ./prog:[0x4011ae] - 0x5581c0                     it is freed
 *     @ ./prog:[0x4011ae] < 0x5581c0                     realloc of it ...
 *     @ ./prog:[0x4011ae] > 0x5582d0 0xc8                ... and where it is now, with 200 bytes
 *     @ ./prog:[0x4011ae] ! 0x5582d0 0xc8                a realloc that failed
 *     = Start, = End                                     mtrace() and muntrace()
 *
 * What was allocated before mtrace() is not known and left out, and so is what is freed of it. A block of 0
 * bytes has an address, so it counts as 1. What was asked for and not given stays in the trace: the block is
 * taken and given back at once, since a heap without room for it does not fit the program.
 */
import { UserError } from '../support/errors.ts';
import { BYTES_LIMIT, ID_LIMIT } from './trace.ts';

const NUMBER = '(0x[0-9a-f]+|0|\\(nil\\))';
const OPERATION = new RegExp(`^(?:@ .* )?([-+<>!]) ${NUMBER}(?: ${NUMBER})?$`, 'i');
const MARK = /^(?:= (?:Start|End).*)?$/;
const NIL = 0;

interface Block {
  id: number;
  bytes: number;
}

/** What is live at this line of a log. */
interface Reading {
  file: string;
  lines: string[];
  blocks: Map<number, Block>;
  freeIds: number[];
  ids: number;
  /** The block that a realloc is about: `<` was read, `>` is next. */
  resized: Block | null;
}

/** Whether `text` begins as mtrace's logs do: for a hint to whoever has not said so. */
export const looksLikeMtrace = (text: string): boolean => /^(= Start|@ \S+ [-+<>!] )/.test(text);

/** The log in `text` as the lines of a trace; UserError naming the line that is none of a log's. O(text). */
export function linesOfMtrace(text: string, file: string): string {
  const reading: Reading = { file, lines: [], blocks: new Map(), freeIds: [], ids: 0, resized: null };
  text.split(/\r?\n/).forEach((line, at) => readLine(reading, line.trimEnd(), at + 1));
  return reading.lines.join('\n');
}

function readLine(reading: Reading, line: string, lineNumber: number): void {
  const found = OPERATION.exec(line);
  const refuse = (why: string): never => {
    throw new UserError(`mtrace log ${reading.file}, line ${lineNumber}: ${JSON.stringify(line.slice(0, 60))}: ${why}`);
  };
  if (!found) {
    if (MARK.test(line)) return;
    return refuse('expected "@ CALLER + ADDRESS SIZE", "- ADDRESS", "< ADDRESS", "> ADDRESS SIZE" or "= Start"');
  }
  const [sign, address, bytes] = [found[1], numberOf(found[2]), numberOf(found[3])];
  if ('+>!'.includes(sign) === (found[3] === undefined))
    refuse(`"${sign}" ${found[3] === undefined ? 'needs a size' : 'has no size'}`);
  if (bytes > BYTES_LIMIT && address !== NIL && sign !== '!')
    refuse(`a block of ${bytes} bytes; sizes are at most ${BYTES_LIMIT}`);
  OPERATIONS[sign](reading, address, bytes);
  if (reading.ids > ID_LIMIT) refuse(`more than ${ID_LIMIT} blocks are live`);
}

const numberOf = (text: string | undefined): number => (text === undefined || text === '(nil)' ? NIL : Number(text));

const OPERATIONS: Record<string, (reading: Reading, address: number, bytes: number) => void> = {
  '+': (reading, address, bytes) => (address === NIL ? refused(reading, bytes) : taken(reading, address, bytes)),
  '-': freed,
  '<': (reading, address) => {
    reading.resized = reading.blocks.get(address) ?? null;
    reading.blocks.delete(address);
  },
  '>': resized,
  '!': (reading, address, bytes) => {
    const block = reading.blocks.get(address);
    if (!block) refused(reading, bytes);
    else if (bytes <= BYTES_LIMIT) reading.lines.push(`r ${block.id} ${bytes}`, `r ${block.id} ${block.bytes}`);
  },
};

function taken(reading: Reading, address: number, bytes: number): void {
  // An address that is handed out again was given back by a call that is not in the log.
  freed(reading, address);
  const block = { id: reading.freeIds.pop() ?? reading.ids++, bytes: Math.max(1, bytes) };
  reading.blocks.set(address, block);
  reading.lines.push(`a ${block.id} ${block.bytes}`);
}

function freed(reading: Reading, address: number): void {
  const block = reading.blocks.get(address);
  if (!block) return;
  reading.blocks.delete(address);
  reading.freeIds.push(block.id);
  reading.lines.push(`f ${block.id}`);
}

function resized(reading: Reading, address: number, bytes: number): void {
  const block = reading.resized;
  reading.resized = null;
  // From before mtrace(): known from here on.
  if (!block) return taken(reading, address, bytes);
  freed(reading, address);
  block.bytes = Math.max(1, bytes);
  reading.blocks.set(address, block);
  reading.lines.push(`r ${block.id} ${block.bytes}`);
}

/** A block that there was no room for. What no board could have is left out: it says nothing about one. */
function refused(reading: Reading, bytes: number): void {
  if (bytes < 1 || bytes > BYTES_LIMIT) return;
  const id = reading.freeIds.at(-1) ?? reading.ids;
  if (id === reading.ids) reading.freeIds.push(reading.ids++);
  reading.lines.push(`a ${id} ${bytes}`, `f ${id}`);
}
