/// <reference lib="dom" />
/** What the build puts into the page. */
import type { Packed } from './bundles.ts';

export interface PlayBoard {
  name: string;
  title: string;
  engine: 'espruino' | 'kaluma';
  /** Those of its profile. */
  modules: string[];
}

export interface PlayProgram {
  name: string;
  title: string;
  text: string;
}

export interface PlayData {
  version: string;
  boards: PlayBoard[];
  modules: [name: string, what: string][];
  programs: PlayProgram[];
  bundles: Packed;
  /** The script of the worker. */
  worker: string;
}

export const readData = (): PlayData => JSON.parse(element('data').textContent ?? '') as PlayData;

export function element<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as T;
}
