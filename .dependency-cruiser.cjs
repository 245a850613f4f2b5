/**
 * Who may import whom. `src/` is what is flashed: it imports nothing but itself, and a module only what it stands on, so that a bundle
 * has no more than its modules. `host/` may import `src/`; its folders are floors of a house, and imports go down.
 */

/** What each module stands on besides `core`, `heap` and board.ts. */
const STANDS_ON = {
  core: [],
  heap: [],
  devices: [],
  headers: [],
  tables: [],
  gc: ['tables'],
  records: [],
  queue: ['records'],
  messages: [],
  strings: ['tables'],
  paging: [],
  stores: [],
  processes: ['headers'],
  sync: ['headers', 'tables', 'records', 'queue'],
};
const FOR_ALL = { core: ['core'], heap: ['core', 'heap'] };

/** These `require` what an engine brings: Storage, Flash, fs. */
const OF_ENGINES = '^src/stores/(espruino|kaluma)\\.ts$';

/** A module that is not named above stands on core and heap alone. */
const moduleRules = Object.entries(STANDS_ON).map(([module, others]) => ({
  name: `src-${module}`,
  comment: `${module} does not stand on it`,
  severity: 'error',
  from: { path: `^src/${module}/` },
  to: {
    path: '^src/',
    pathNot: [`^src/(${[module, ...(FOR_ALL[module] ?? ['core', 'heap']), ...others].join('|')})/`, '^src/board\\.ts$'],
  },
}));

module.exports = {
  forbidden: [
    {
      name: 'src-alone',
      comment: 'what is flashed imports nothing but itself',
      severity: 'error',
      from: { path: '^src/', pathNot: OF_ENGINES },
      to: { pathNot: '^src/' },
    },
    {
      name: 'src-stores',
      comment: 'of all modules, stores may use what the engine has',
      severity: 'error',
      from: { path: OF_ENGINES },
      to: { pathNot: '^(src/|Storage$|Flash$|flash$|fs$)' },
    },
    ...moduleRules,
    {
      name: 'src-unknown-module',
      comment: 'a new module: say in .dependency-cruiser.cjs what it stands on',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: `^src/(${Object.keys(STANDS_ON).join('|')})/` },
      to: { path: '^src/', pathNot: '^src/(core|heap)/' },
    },
    {
      name: 'inspect-apart',
      comment: 'a bundle without it would pay for it',
      severity: 'error',
      from: { path: '^src/.*/index\\.ts$' },
      to: { path: '/inspect\\.ts$' },
    },
    {
      name: 'src-circle',
      comment: 'files in a circle',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'host-circle',
      comment: 'files in a circle, types apart',
      severity: 'error',
      from: { path: '^host/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'host-downhill',
      comment: 'folders in a circle',
      severity: 'error',
      scope: 'folder',
      from: { path: '^host/' },
      to: { circular: true },
    },
    {
      name: 'host-apart',
      comment: 'host/ stands on src/ and packages, not on tests, examples or the build',
      severity: 'error',
      from: { path: '^host/' },
      to: { path: '^(test|examples|build)/' },
    },
    {
      name: 'unresolved',
      comment: 'there is no such file',
      severity: 'error',
      from: { pathNot: OF_ENGINES },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.cjs', '.js', '.json'],
    },
  },
};
