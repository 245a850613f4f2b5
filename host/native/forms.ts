/** How a board with machine code makes each public call: as the loader that such a board is sent decides it (build/native/loader.js). */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectFolder } from '../boards/board.ts';

/**
 * A native function that stays, JavaScript before native ones that stays, either of the two made when its name is looked up, or ES5, which is loaded for the
 * call.
 */
export type Form = 'resident' | 'front' | 'made' | 'made front' | 'cold';

/** Of a call, as in 'headers.alloc'. */
export type FormOf = (call: string) => Form;

/** What of the build decides: build/native/loaded.js, loader.js and sets.js. */
export interface Loader {
  LOADED: object;
  formOf(module: string, name: string, calls: object): string;
  blobsFor(modules: string[]): { modules: string[]; calls: object };
}

/** The forms of a bundle in which all is native that can be. */
export function formsFrom({ LOADED, formOf, blobsFor }: Loader): FormOf {
  const { modules, calls } = blobsFor(Object.keys(LOADED));
  return (call) => {
    const [module, name] = call.split('.') as [string, string];
    return modules.includes(module) ? (formOf(module, name, calls) as Form) : 'cold';
  };
}

/** The same by the build of this project, which is not part of host/: it is loaded when it is asked. */
export async function callForms(): Promise<FormOf> {
  const load = (name: string): Promise<object> =>
    import(pathToFileURL(join(projectFolder, 'build', 'native', name)).href) as Promise<object>;
  const parts = await Promise.all(['loaded.js', 'loader.js', 'sets.js'].map(load));
  return formsFrom(Object.assign({}, ...parts) as Loader);
}
