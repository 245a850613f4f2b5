/**
 * What engines run: a workload for each module, test/engines/workloads/MODULE.js. A new module is one new
 * file there. It defines `function MODULEWorkload(library)`, plain ES5 with every name defined before it is
 * used, which returns its result in one line, the checksum of its heap in front. tools.js comes before it.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { projectFolder } from '../emulator/index.ts';

const folder = join(projectFolder, 'test', 'engines', 'workloads');
const TOOLS = 'tools.js';
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

/** Modules that have a workload, in alphabetical order. */
export const workloadModules = (): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file !== TOOLS)
        .map((file) => basename(file, '.js'))
        .sort()
    : [];

/** The program that runs a module's workload on the `ckremm` of a bundle and prints its result. */
export const workloadProgram = (module: string): string =>
  [
    read(TOOLS),
    read(`${module}.js`),
    `say('begin');`,
    `say('${module} ' + ${module}Workload(ckremm));`,
    `say('done');`,
  ].join('\n');
