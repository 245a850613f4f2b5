/** Step 1: src/ becomes ES5 modules with types; also what es5.d.ts lists, for the emulated board. */
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import typescript from '@rollup/plugin-typescript';
import ts from 'typescript';
import { inheritedDeclarations } from './declarations.js';
import { findPrivateFields } from './private-fields.js';
import profiles from './profiles.cjs';
import { surfaceOf } from './surface.js';

const { moduleParts, root } = profiles;

/** src/index.ts and src/lean.ts, and the entry files of every module, named from src/. */
export function entryFiles() {
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const files = folders.flatMap(({ name }) => ['index', 'inspect', 'checked'].map((part) => `${name}/${part}.ts`));
  return ['index.ts', 'lean.ts', ...files].filter((file) => existsSync(join(root, 'src', file)));
}

/** The plugin watches the sources until its build is over, and for ever where that fails, which is in the way of whatever the process does next. */
const unwatched = () => {
  const watchFile = () => ({ close() {} });
  return { ...ts, sys: { ...ts.sys, watchFile, watchDirectory: watchFile } };
};

/** TypeScript would quietly bundle helpers for spread and the like, which boards cannot run. */
const refuseHelpers = {
  name: 'refuse-helpers',
  resolveId(id, importer) {
    if (id === 'tslib')
      this.error(`${importer} needs a TypeScript helper (spread, class, for-of ...): write it in plain ES5`);
  },
};

/** What else is known of the sources where there is only dist/: built-ins for the emulated board, fields that bundles shorten. */
const knowledge = {
  name: 'knowledge',
  generateBundle() {
    const put = (fileName, value) => this.emitFile({ type: 'asset', fileName, source: JSON.stringify(value, null, 1) });
    put('es5.json', surfaceOf(join(root, 'boards/es5.d.ts')));
    put('private-fields.json', findPrivateFields());
    put('modules.json', moduleParts());
  },
};

const onlyErrors = (warning) => {
  throw new Error(`${warning.loc ? `${warning.loc.file}:${warning.loc.line}: ` : ''}${warning.message}`);
};

/** Named here, as rollup takes what follows a `?` or `#` of a path for no part of it, wherever the project lies. */
const fileOf = ({ facadeModuleId }) =>
  relative(join(root, 'src'), facadeModuleId).split(sep).join('/').replace(/\.ts$/, '.js');

export function library(out) {
  return {
    input: entryFiles().map((file) => join(root, 'src', file)),
    treeshake: false,
    plugins: [
      refuseHelpers,
      typescript({
        typescript: unwatched(),
        tsconfig: join(root, 'tsconfig.json'),
        filterRoot: root,
        outDir: `${out}/es`,
        compilerOptions: { declarationDir: `${out}/es` },
        noEmitOnError: true,
      }),
      inheritedDeclarations,
      knowledge,
    ],
    output: {
      dir: `${out}/es`,
      format: 'es',
      generatedCode: 'es5',
      preserveModules: true,
      entryFileNames: fileOf,
    },
    onwarn: onlyErrors,
  };
}
