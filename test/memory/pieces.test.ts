/** Whether arrays of emulated boards lie in one piece, beside real engines, whose answers stand in pieces.json (`npm run engines -- --record test/memory`). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder, readBoard } from '../../host/emulator/index.ts';
import { type RecordedPieces, SCENES, answersIn, nameOf, sceneProgram } from '../../host/engines/index.ts';
import { Places } from '../../host/memory/places.ts';
import { runProgram } from '../../host/program/run.ts';

const file = join(projectFolder, 'test', 'memory', 'pieces.json');
const recorded = JSON.parse(readFileSync(file, 'utf8')) as Record<string, RecordedPieces>;

/** Of all arrays, and of those that were in pieces on the engine: what agreed when this was measured, 94.6 % and 75 %. */
const LEAST_ALIKE = 0.92;
const LEAST_IN_PIECES = 0.65;
/** See espruino.test.ts. */
const STORAGE = 6;

function answersOf({ board, idle }: RecordedPieces, program: string): string {
  const { result } = runProgram(board, `require("Storage"); ${program}`, {
    forMilliseconds: 1,
    stallMilliseconds: 1e9,
    counting: { idle: readBoard(board).engine.jsvarCount! - idle - 1 - STORAGE },
  });
  return answersIn(result.output.map(({ text }) => text).join('\n'));
}

test.each(Object.entries(recorded))('%s: arrays are in one piece, or in pieces, as there', (_name, engine) => {
  const variables = readBoard(engine.board).engine.jsvarCount!;
  let [all, alike, inPieces, told] = [0, 0, 0, 0];
  for (const scene of SCENES) {
    const there = engine.scenes[nameOf(scene)]!;
    const here = answersOf(engine, sceneProgram(scene, variables));
    // Out of memory may come a little earlier or later: what both came to is compared.
    for (let i = 0; i < Math.min(there.length, here.length); i++) {
      all++;
      alike += Number(there[i] === here[i]);
      inPieces += Number(there[i] === '0');
      told += Number(there[i] === '0' && here[i] === '0');
    }
  }
  expect(inPieces).toBeGreaterThan(50);
  expect(alike / all).toBeGreaterThanOrEqual(LEAST_ALIKE);
  expect(told / inPieces).toBeGreaterThanOrEqual(LEAST_IN_PIECES);
});

describe('the list of free variables', () => {
  const everything = (): boolean => true;
  const placesOf = (total: number, bytes = 12): Places => new Places(total, bytes, 10);
  const [a, b, c] = [{}, {}, {}];

  test('a run is found where there is one, and its place is whole again when it is given back', () => {
    const places = placesOf(110);
    // The first of the list begins no run.
    expect(places.takeRun(100, a)).toBe(false);
    expect(places.takeRun(99, a)).toBe(true);
    expect(places.takeRun(2, b)).toBe(false);
    places.settle(new Map(), () => false);
    expect(places.takeRun(99, b)).toBe(true);
  });

  test('what stays in the middle breaks it, until it goes', () => {
    const places = placesOf(110);
    places.settle(new Map([[a, 40]]), everything);
    places.settle(
      new Map([
        [a, 40],
        [b, 5],
      ]),
      everything,
    );
    places.settle(new Map([[b, 5]]), everything);
    expect(places.takeRun(56, c)).toBe(false);
    expect(places.takeRun(54, c)).toBe(true);
    places.settle(new Map(), () => false);
    expect(places.takeRun(99, c)).toBe(true);
  });

  test('a run begins where the bytes behind its head are aligned', () => {
    // Of 13 bytes every fourth variable does.
    const places = new Places(20, 13, 2);
    expect(places.takeRun(18, a)).toBe(false);
    expect(places.takeRun(17, a)).toBe(true);
  });
});
