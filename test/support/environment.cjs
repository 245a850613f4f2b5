/**
 * Where tests run: a realm of their own, as jest has it, but with a global object like any other. Jest's stands for another object, and each look
 * at a global, such as Math or Uint8Array, goes through a proxy: campaigns took twice as long. Where Node.js cannot make such a realm, jest's is used.
 */
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');
const { ModuleMocker } = require('jest-mock');

const { DONT_CONTEXTIFY: plain } = vm.constants ?? {};

/** Of the language, and yet jest's: what node:fs and node:buffer give has to be of the type that a test means. */
const SHARED = new Set(['ArrayBuffer', 'Uint8Array']);

/** A new realm with all that another has besides the language. */
function realmLike(other) {
  const global = vm.createContext(plain);
  const isOwn = new Set(Reflect.ownKeys(global));
  for (const key of Reflect.ownKeys(other))
    if (!isOwn.has(key) || SHARED.has(key))
      Object.defineProperty(global, key, Object.getOwnPropertyDescriptor(other, key));
  global.global = global;
  global.console = other.console;
  global.Error.stackTraceLimit = other.Error.stackTraceLimit;
  return global;
}

module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    if (plain !== undefined) {
      this.global = this.context = realmLike(this.global);
      this.moduleMocker = new ModuleMocker(this.global);
    }
    // ES modules as Node.js loads them, once for all files of tests of a worker: jest has none.
    this.global.importOutside = (url) => import(url.href);
  }
};
