/** The logger as a person runs it: thirty days, power cuts, a verified result. */
import { exampleSays } from '../support/project.ts';

test('node examples/logger/run.mjs: whole after every power cut, and it lasts for years', async () => {
  const stdout = await exampleSays('logger', '7');
  expect(stdout).toMatch(
    /^30 days of a sample a minute on an emulated Puck\.js, committed every 60 minutes \(seed 7\)$/m,
  );
  const [, cuts, minutes] = stdout
    .match(/power cuts +(\d+), and after each the log was whole; at most (\d+) minutes lost/)!
    .map(Number);
  expect(cuts).toBeGreaterThan(50);
  expect(minutes).toBeLessThanOrEqual(60);
  expect(stdout).toContain('; 0 words programmed twice');
  expect(Number(stdout.match(/expected lifetime +(\d+) years at 10,000/)![1])).toBeGreaterThanOrEqual(5);
}, 180000);
