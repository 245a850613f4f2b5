/** The last line of a test run, for people and for CI: `N passed, N failed`. */
module.exports = class {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    // After the summary, which jest writes to stderr when all reporters are told.
    process.on('exit', () =>
      process.stdout.write(`${results.numPassedTests} passed, ${failed} failed\n`),
    );
  }
};
