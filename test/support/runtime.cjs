/**
 * Jest loads every module anew for each file of tests. Compilers and other tools of npm, which keep nothing from one use to the next, are loaded
 * once: TypeScript alone takes longer than most files.
 */
const { default: Runtime } = require('jest-runtime');

const TOOLS = new Set(['acorn', 'ajv', 'fast-check', 'rollup', 'rp2040js', 'terser', 'typescript']);

module.exports = class extends Runtime {
  requireModuleOrMock(from, name) {
    return TOOLS.has(name) ? require(name) : super.requireModuleOrMock(from, name);
  }
};
