/**
 * Board profiles: read, checked, and turned into the constants of src/board.ts.
 * CommonJS, so that the tests can load it as well as rollup.config.js.
 */
const { readFileSync, readdirSync } = require('node:fs');
const { basename, join } = require('node:path');
const { BuildFault, alwaysIn, checkModules, checkProfile, moduleParts } = require('./check-profile.cjs');

const root = join(__dirname, '..');
const boardsFolder = join(root, 'boards');

/** Names of all boards, the host included. */
const boardNames = () =>
  readdirSync(boardsFolder)
    .filter((name) => name.endsWith('.json') && name !== 'schema.json')
    .map((name) => basename(name, '.json'));

/** The checked profile of a board, or a BuildFault. */
function readProfile(board) {
  if (!boardNames().includes(board)) throw new BuildFault(`no board "${board}"; boards are ${boardNames().join(', ')}`);
  const file = `boards/${board}.json`;
  let profile;
  try {
    profile = JSON.parse(readFileSync(join(root, file), 'utf8'));
  } catch (error) {
    throw new BuildFault(`${file} is not JSON: ${error.message}`);
  }
  return checkProfile(file, profile);
}

/** Whether a bundle of these modules has a pager that commits, or all of paging, rather than swap alone. */
const commits = (modules) =>
  modules.includes('paging') ||
  modules.includes('paging.commit') ||
  !modules.some((name) => /^paging\.(?!inspect)/.test(name));

/** The values of src/board.ts for a board; the same names, in the same order. */
function boardConstants(profile) {
  const { flash, features } = profile;
  return {
    BOARD: profile.board,
    ENGINE: profile.engine.name,
    RAM_BYTES: profile.ramBytes,
    HEAP_BYTES: profile.heapBytes,
    HEAP_COUNT: profile.heapCount,
    LARGE_HEAPS: profile.engine.name !== 'espruino',
    FLASH_ERASE_BYTES: flash.eraseBytes,
    FLASH_PROGRAM_BYTES: flash.programBytes,
    FLASH_PAGES: flash.pages,
    FLASH_ENDURANCE_CYCLES: flash.enduranceCycles,
    HAS_COPY_WITHIN: features.copyWithin,
    HAS_COMMIT: commits(profile.modules),
    HAS_HEADERS: profile.modules.some((name) => name.split('.')[0] === 'headers'),
    HAS_POOLS: profile.modules.some((name) => !['processes', 'stores', 'sync'].includes(name.split('.')[0])),
  };
}

module.exports = {
  BuildFault,
  alwaysIn,
  boardConstants,
  boardNames,
  checkModules,
  checkProfile,
  moduleParts,
  readProfile,
  root,
};
