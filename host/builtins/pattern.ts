/** Features of regular expressions, which small engines have few of: Espruino's takes no groups without a number, and says nothing. */
import type { FeatureName } from './features.ts';

/** A class of characters, an escape, or what stands for more than itself. */
const PARTS =
  /\[(?:\\.|[^\]\\])*\]|\\p\{|\\k<|\\[1-9]|\\.|\(\?<[=!]|\(\?<|\(\?[=!]|\(\?:|\(|\{\d+(?:,\d*)?\}\??|[*+?]\??/gs;

const BY_START: [start: RegExp, feature: FeatureName][] = [
  [/^\[.*[^[]-[^\]]/s, 'ranges in regular expressions'],
  [/^\\p\{/, 'Unicode properties in regular expressions'],
  [/^\\(?:k<|[1-9])/, 'references to groups in regular expressions'],
  [/^\(\?<[=!]/, 'lookbehind in regular expressions'],
  [/^\(\?<$/, 'names of groups in regular expressions'],
  [/^\(\?[=!]/, 'lookahead in regular expressions'],
  [/^\(\?:/, 'groups without a number in regular expressions'],
  [/^\($/, 'groups in regular expressions'],
  [/^\{/, 'counts in regular expressions'],
  [/^(?:[*+?]|\{.*\})\?$/, 'lazy repetition in regular expressions'],
];

const FLAGS: Record<string, FeatureName> = {
  i: 'the flag i of regular expressions',
  g: 'the flag g of regular expressions',
  m: 'the flag m of regular expressions',
  y: 'the flag y of regular expressions',
  u: 'the flag u of regular expressions',
  s: 'the flag s of regular expressions',
};

export function featuresOfPattern(pattern: string, flags: string): FeatureName[] {
  const parts = pattern.match(PARTS) ?? [];
  const inPattern = BY_START.filter(([start]) => parts.some((part) => start.test(part))).map(([, feature]) => feature);
  const inFlags = [...flags].flatMap((flag) => FLAGS[flag] ?? []);
  return ['regular expressions', ...inFlags, ...inPattern];
}
