/** Globals of the tests, and names of boards/es5.d.ts that the standard library does not have. */
import type * as jest from '@jest/globals';

declare global {
  var afterAll: typeof jest.afterAll;
  var afterEach: typeof jest.afterEach;
  var beforeAll: typeof jest.beforeAll;
  var beforeEach: typeof jest.beforeEach;
  var describe: typeof jest.describe;
  var expect: typeof jest.expect;
  var it: typeof jest.it;
  var test: typeof jest.test;
  /** An ES module by its URL, as Node.js loads it: see environment.cjs. */
  var importOutside: (url: URL) => Promise<any>;

  interface CopyWithin {
    copyWithin(to: number, from: number, end: number): void;
  }
}
