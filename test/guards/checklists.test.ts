/** The checklists of CONTRIBUTING.md, followed: every module and every board has all that a new one is asked for. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import profiles from '../../build/profiles.cjs';
import { boardNames, readBoard } from '../../host/emulator/index.ts';
import { root } from '../support/project.ts';

interface Step {
  /** The file that CONTRIBUTING.md names, as it stands there; NAME is the module or the board. */
  file: string;
  isDone(name: string): boolean;
  /** Those that are not asked for it, and why. */
  except?: Record<string, string>;
}

const text = (file: string): string => readFileSync(join(root, file), 'utf8');
const has = (...path: string[]): boolean => existsSync(join(root, ...path));
const testsIn = (folder: string): string[] =>
  has('test', folder) ? readdirSync(join(root, 'test', folder)).filter((file) => file.endsWith('.test.ts')) : [];

const PLAIN = { processes: 'has plain objects, and nothing in an image' };
const NO_IMAGE = { devices: 'has nothing in an image', stores: 'keeps pages outside of the heap' };
const IN_EVERY_BUNDLE = { heap: 'is in every bundle', devices: 'is in every bundle' };
const OWN_TESTS = {
  devices: 'runs on emulated boards alone',
  stores: 'runs on emulated boards alone',
  processes: 'runs in copies that are cut off, of which nothing is seen; its test leaves out each statement instead',
};

const forModules: Step[] = [
  {
    file: 'src/NAME/layout.ts',
    isDone: (name) => has('src', name, 'layout.ts'),
    except: { ...NO_IMAGE, ...PLAIN, queue: 'has the layout of records' },
  },
  { file: 'src/NAME/index.ts', isDone: (name) => has('src', name, 'index.ts') },
  {
    file: 'src/NAME/inspect.ts',
    isDone: (name) => has('src', name, 'inspect.ts'),
    except: {
      ...NO_IMAGE,
      heap: 'walk and check are calls of its own',
      strings: 'is a pool of tables',
      sync: 'has the pool of another module',
      processes: 'list is a call of its own, of what no image has',
    },
  },
  {
    file: 'src/NAME/checked.ts',
    isDone: (name) => has('src', name, 'checked.ts'),
    except: { devices: 'has no argument that could be wrong' },
  },
  { file: 'src/index.ts', isDone: (name) => text('src/index.ts').includes(`export * as ${name} from`) },
  { file: 'src/lean.ts', isDone: (name) => text('src/lean.ts').includes(`export * as ${name} from`) },
  { file: 'boards/host.json', isDone: (name) => readBoard('host').modules.includes(name), except: IN_EVERY_BUNDLE },
  {
    file: '.dependency-cruiser.cjs',
    isDone: (name) => new RegExp(`^  ${name}: \\[`, 'm').test(text('.dependency-cruiser.cjs')),
  },
  { file: 'test/NAME/', isDone: (name) => testsIn(name).length > 0 },
  {
    file: 'test/engines/workloads/NAME.js',
    isDone: (name) => has('test', 'engines', 'workloads', `${name}.js`),
    except: { ...IN_EVERY_BUNDLE, stores: 'needs the flash of its engine', sync: 'needs workers' },
  },
  {
    file: 'jest.coverage.config.js',
    isDone: (name) => new RegExp(`^  ${name}: statements`, 'm').test(text('jest.coverage.config.js')),
    except: OWN_TESTS,
  },
  { file: 'docs/api.md', isDone: (name) => text('docs/api.md').includes(`\n## ${name}\n`) },
  {
    file: 'docs/spec.md',
    isDone: (name) => text('docs/spec.md').includes(`\n## ${name}\n`),
    except: { ...NO_IMAGE, ...PLAIN, queue: 'has the layout of records' },
  },
  {
    file: 'docs/design/NAME.md',
    isDone: (name) => has('docs', 'design', `${name}.md`),
    except: { queue: 'stands in records.md', devices: 'stands in boards.md' },
  },
];

const row =
  (file: string) =>
  (name: string): boolean =>
    text(file).includes(`\n| ${name} |`);
const NO_BOARD = { host: 'is no board' };

const forBoards: Step[] = [
  { file: 'boards/NAME.json', isDone: (name) => has('boards', `${name}.json`) && isSound(name) },
  { file: 'dist/NAME/', isDone: (name) => ['ckremm.js', 'ckremm.min.js'].every((file) => has('dist', name, file)) },
  { file: 'README.md', isDone: (name) => text('README.md').includes(`\n|${name}|`), except: NO_BOARD },
  { file: 'docs/measurements.md', isDone: row('docs/measurements.md') },
];

function isSound(board: string): boolean {
  try {
    profiles.checkProfile(`boards/${board}.json`, profiles.readProfile(board));
    return true;
  } catch {
    return false;
  }
}

const lacking = (name: string, steps: Step[]): string[] =>
  steps.filter(({ isDone, except }) => !isDone(name) && !except?.[name]).map(({ file }) => file);

/** `core` is what modules share. */
const modules = readdirSync(join(root, 'src'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'core')
  .map(({ name }) => name);

test.each(modules)('the module %s has all that a module needs', (name) => {
  expect(lacking(name, forModules)).toEqual([]);
});

test.each(boardNames())('the board %s has all that a board needs', (name) => {
  expect(lacking(name, forBoards)).toEqual([]);
});

test('a name that nobody made lacks everything', () => {
  expect(lacking('nonsense', forModules)).toEqual(forModules.map(({ file }) => file));
  expect(lacking('nonsense', forBoards)).toEqual(forBoards.map(({ file }) => file));
});

test('an exception is one: what is there needs none, and who is excepted is there', () => {
  for (const [steps, names] of [
    [forModules, modules],
    [forBoards, boardNames()],
  ] as const) {
    for (const { file, isDone, except = {} } of steps) {
      for (const name of Object.keys(except))
        expect([file, name, names.includes(name) && !isDone(name)]).toEqual([file, name, true]);
    }
  }
});

test.each([
  ['module', forModules],
  ['board', forBoards],
] as const)('CONTRIBUTING.md has the checklist of a new %s, step by step', (what, steps) => {
  const [, list] = new RegExp(`\\n## Checklist: a new ${what}\\n([^]*?)(?=\\n## |$)`).exec(text('CONTRIBUTING.md'))!;
  const named = [...list!.matchAll(/^- \[ \] `([^`]+)`/gm)].map(([, file]) => file);
  expect(named).toEqual(steps.map(({ file }) => file));
});
