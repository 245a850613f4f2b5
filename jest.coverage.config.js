import config from './jest.config.js';

// `npm run coverage`: what of src/ the tests of its modules run. The workers inherit this; see test/support/library.ts.
process.env.CKREMM_COVERAGE = '1';

const statements = (percent, branches) => ({ statements: percent, branches });

/** What was measured, rounded down to whole percent: less is a failure. V8 counts a few branches now and then. */
const MEASURED = {
  core: statements(98, 89),
  gc: statements(92, 93),
  headers: statements(98, 92),
  heap: statements(99, 94),
  messages: statements(97, 86),
  paging: statements(98, 92),
  queue: statements(100, 95),
  records: statements(99, 93),
  strings: statements(97, 94),
  // What its workers run depends on how they are scheduled.
  sync: statements(95, 92),
  tables: statements(98, 94),
};

const modules = Object.keys(MEASURED);

export default {
  ...config,
  testMatch: modules.map((module) => `<rootDir>/test/${module}/**/*.test.ts`),
  // Those run bundles, or patched copies, of which nothing is seen here; so does all that tests devices and stores.
  testPathIgnorePatterns: [
    ...config.testPathIgnorePatterns,
    '/(mutants|verify|damage|cut|bars|campaigns|bundle|lives|forks|explore|room|destroyed)\\.test\\.ts$',
  ],
  collectCoverage: true,
  coverageProvider: 'v8',
  // What only machine code uses is run by test/native.
  collectCoverageFrom: [
    ...modules.map((module) => `src/${module}/**/*.ts`),
    '!src/{messages,paging,records,strings}/bytes.ts',
    '!src/records/declare.ts',
  ],
  coverageDirectory: 'out/coverage',
  coverageReporters: ['text-summary', 'json-summary', 'html'],
  coverageThreshold: Object.fromEntries(Object.entries(MEASURED).map(([module, least]) => [`./src/${module}/`, least])),
};
