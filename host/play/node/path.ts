/** Paths, as far as the tools need them in a page. */

export const sep = '/';
export const join = (...parts: string[]): string => parts.join('/').replace(/\/+/g, '/');
export const resolve = join;
export const dirname = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf('/')));
export const relative = (_from: string, to: string): string => to;

export function basename(path: string, ending = ''): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return ending && name.endsWith(ending) ? name.slice(0, -ending.length) : name;
}
