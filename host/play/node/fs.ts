/** Files of the project that a page has with it: the build puts their texts in front of the script, by their path in the project. */
import { Buffer } from './buffer.ts';

declare const PROJECT_FILES: Record<string, string>;

const ROOT = '/ckremm/';
const files = new Map(Object.entries(PROJECT_FILES).map(([path, text]) => [ROOT + path, text]));

export const existsSync = (path: string): boolean => files.has(path);

export function readFileSync(path: string, encoding?: string): string | Buffer {
  const text = files.get(path);
  if (text === undefined) throw new Error(`the page has no file ${path}`);
  return encoding ? text : Buffer.from(text, 'latin1');
}

export function readdirSync(folder: string): string[] {
  const inside = [...files.keys()].filter((path) => path.startsWith(`${folder}/`));
  return inside.map((path) => path.slice(folder.length + 1)).filter((name) => !name.includes('/'));
}

export function writeFileSync(path: string, text: string): void {
  files.set(path, text);
}
