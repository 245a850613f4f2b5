/** How a run of tests ends: for CI the last line, and before it what helps where something failed. */
import reporter from '../support/reporter.cjs';

const ok = { ancestorTitles: ['a group'], title: 'fine', status: 'passed', failureMessages: [] };
const bad = (title: string, message: string) => ({
  ancestorTitles: ['a group'],
  title,
  status: 'failed',
  failureMessages: [message],
});
const file = (name: string, testResults: object[], more = {}) => ({
  testFilePath: `${process.cwd()}/test/${name}`,
  testResults,
  ...more,
});

test('of a green run one line', () => {
  expect(
    reporter.closing({
      testResults: [file('a.test.ts', [ok, ok])],
      numPassedTests: 2,
      numFailedTests: 0,
      numRuntimeErrorTestSuites: 0,
    }),
  ).toBe('2 passed, 0 failed\n');
});

test('of a failing run the names of what failed, and the first message', () => {
  const testResults = [
    file('a.test.ts', [ok, bad('first', 'one is not two'), bad('second', 'nor three')]),
    file('b.test.ts', [], { testExecError: {}, failureMessage: 'no such module' }),
  ];
  expect(reporter.closing({ testResults, numPassedTests: 1, numFailedTests: 2, numRuntimeErrorTestSuites: 1 })).toBe(
    [
      'failed: test/a.test.ts > a group > first',
      'failed: test/a.test.ts > a group > second',
      'failed: test/b.test.ts cannot be run',
      '',
      'one is not two',
      '',
      '1 passed, 3 failed',
      '',
    ].join('\n'),
  );
});

test('what is skipped here is told once', () => {
  const skipped = { ...ok, ancestorTitles: ['no such engine'], status: 'pending' };
  expect(
    reporter.closing({
      testResults: [file('a.test.ts', [skipped, skipped, ok])],
      numPassedTests: 1,
      numFailedTests: 0,
      numRuntimeErrorTestSuites: 0,
    }),
  ).toBe('skipped: no such engine\n1 passed, 0 failed\n');
});
