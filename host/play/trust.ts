/**
 * What a worker tells is made by a program that may be anybody's: nothing of it is taken but values of the kind that was expected. What is
 * not so makes the message none.
 */
import type { RunResult } from '../program/types.ts';
import type { Change, Chunk, Message, Step } from './types.ts';

const MOST_HEAPS = 16;
const MOST_STEPS = 1000;
const MOST_CHARACTERS = 2000;

class Distrust extends Error {}

function fail(): never {
  throw new Distrust('the worker told something else than was expected');
}

const numberIn = (value: unknown): number => (typeof value === 'number' ? value : fail());
const textIn = (value: unknown): string => (typeof value === 'string' ? value.slice(0, MOST_CHARACTERS) : fail());
const yesIn = (value: unknown): boolean => (typeof value === 'boolean' ? value : fail());
const bytesIn = (value: unknown): Uint8Array => (value instanceof Uint8Array ? value : fail());
const fieldsIn = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : fail();

const listIn = <T>(value: unknown, most: number, each: (one: unknown) => T): T[] =>
  Array.isArray(value) && value.length <= most ? value.map(each) : fail();

/** The message, of values that can be trusted to be what they should; null where it is none. */
export function trusted(data: unknown): Message | null {
  try {
    const message = fieldsIn(data);
    if (message.kind === 'chunk') return { kind: 'chunk', chunk: chunkIn(message.chunk) };
    if (message.kind === 'done') return { kind: 'done', result: resultIn(message.result) };
    return message.kind === 'failed' ? { kind: 'failed', message: textIn(message.message) } : null;
  } catch {
    return null;
  }
}

function chunkIn(value: unknown): Chunk {
  const { first, steps, heaps, changes } = fieldsIn(value);
  const chunk = {
    first: numberIn(first),
    steps: listIn(steps, MOST_STEPS, stepIn),
    heaps: listIn(heaps, MOST_HEAPS, bytesIn),
    changes: listIn(changes, MOST_STEPS, (one) => listIn(one, Infinity, changeIn)),
  };
  return chunk.changes.length === chunk.steps.length && areInside(chunk) ? chunk : fail();
}

/** Whether each change is of bytes that its heap has. */
function areInside({ heaps, changes }: Chunk): boolean {
  const lengths = heaps.map(({ length }) => length);
  return changes.flat().every(({ heap, at, bytes }) => {
    if (heap === lengths.length && at === 0 && heap < MOST_HEAPS) lengths.push(bytes.length);
    return heap in lengths && at + bytes.length <= lengths[heap]!;
  });
}

function stepIn(value: unknown): Step {
  const { text, result, reason, atMilliseconds, milliseconds, freeVariables, freeBytes, isTurn } = fieldsIn(value);
  return {
    text: textIn(text),
    result: textIn(result),
    reason: numberIn(reason),
    atMilliseconds: numberIn(atMilliseconds),
    milliseconds: numberIn(milliseconds),
    freeVariables: freeVariables === null ? null : numberIn(freeVariables),
    freeBytes: numberIn(freeBytes),
    isTurn: yesIn(isTurn),
  };
}

function changeIn(value: unknown): Change {
  const { heap, at, bytes } = fieldsIn(value);
  const isPlace = Number.isInteger(heap) && Number.isInteger(at) && numberIn(heap) >= 0 && numberIn(at) >= 0;
  return isPlace ? { heap: numberIn(heap), at: numberIn(at), bytes: bytesIn(bytes) } : fail();
}

/** Numbers and texts stay, and nothing else: what shows them asks each field for one of these. */
function resultIn(value: unknown): RunResult {
  const result = fieldsIn(value);
  const plain = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(plain);
    if (typeof part === 'object' && part !== null)
      return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, plain(inner)]));
    return typeof part === 'string' ? part.slice(0, MOST_CHARACTERS) : part;
  };
  for (const name of ['problems', 'output', 'samples', 'calls', 'modules'])
    listIn(result[name], Infinity, (row) => Object.entries(fieldsIn(row)).forEach(checkFigure));
  Object.entries(fieldsIn(result.turns)).forEach(checkFigure);
  numberIn(result.milliseconds);
  yesIn(result.didRun);
  return plain(result) as RunResult;
}

const TEXTS = ['kind', 'message', 'text', 'call', 'module'];

function checkFigure([name, value]: [string, unknown]): void {
  if (TEXTS.includes(name)) textIn(value);
  else if (value !== null) numberIn(value);
}
