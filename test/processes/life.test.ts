/** Lives of programs, on a board whose clock stands still between events. */
import { Board } from './board.ts';
import { scenarios } from './scenarios.ts';

test.each(scenarios)('%s', (_name, scenario) => {
  expect(scenario((options) => new Board(options))).toBe('');
});
