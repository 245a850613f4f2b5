/**
 * What a run shows: nothing of what passes, a line where something fails, and at the end the names of what failed with the message of the
 * first. The last line is for people and for CI: `N passed, N failed`.
 */
const { relative } = require('node:path');

const MOST_LINES = 30;

const nameOf = ({ testFilePath }) => relative(process.cwd(), testFilePath);
const isFailed = ({ status }) => status === 'failed';

/** The failed tests of a file, [name, message]; the file itself when it could not be run. */
function failuresOf(file) {
  const failed = file.testResults
    .filter(isFailed)
    .map(({ ancestorTitles, title, failureMessages }) => [
      [nameOf(file), ...ancestorTitles, title].join(' > '),
      failureMessages[0] ?? '',
    ]);
  return file.testExecError && failed.length === 0
    ? [[`${nameOf(file)} cannot be run`, file.failureMessage ?? '']]
    : failed;
}

/** What was left out because something is missing here: the titles of groups that are skipped say what. */
function skippedOf(results) {
  const titles = results.testResults.flatMap((file) =>
    file.testResults
      .filter(({ status }) => status === 'pending')
      .map(({ ancestorTitles, title }) => ancestorTitles[0] ?? title),
  );
  return [...new Set(titles)].map((title) => `skipped: ${title}\n`).join('');
}

/** The last lines of a run. */
function closing(results) {
  const failures = results.testResults.flatMap(failuresOf);
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  const names = failures.map(([name]) => `failed: ${name}\n`).join('');
  const first = failures.length
    ? `\n${failures[0][1]
        .split('\n')
        .filter((line) => !/^ +at .*node_modules/.test(line))
        .slice(0, MOST_LINES)
        .join('\n')
        .trimEnd()}\n\n`
    : '';
  return `${skippedOf(results)}${names}${first}${results.numPassedTests} passed, ${failed} failed\n`;
}

module.exports = class {
  static closing = closing;

  #files = 0;

  onTestResult(_test, file, { numTotalTestSuites }) {
    this.#files++;
    // What somebody who looks for a fault has a test say; a test that is kept says nothing.
    for (const { message } of file.console ?? []) process.stderr.write(`${nameOf(file)}: ${message}\n`);
    for (const [name] of failuresOf(file)) process.stderr.write(`failed: ${name}\n`);
    if (process.stderr.isTTY)
      process.stderr.write(
        this.#files < numTotalTestSuites ? `\r${this.#files} of ${numTotalTestSuites} files\r` : '\r\x1b[K',
      );
  }

  onRunComplete(_contexts, results) {
    // After the summary, which jest writes to stderr when all reporters are told.
    process.on('exit', () => process.stdout.write(closing(results)));
  }
};
