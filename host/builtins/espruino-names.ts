/**
 * What each Espruino board's JavaScript has, by name: read from a clone of Espruino by its own scripts, which make from the same comments the
 * tables that a board looks names up in. Needs make and python3.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Names } from './names.ts';

/** Family makefiles want to know where an SDK is, though nothing is compiled. */
const SDKS = { ESP_IDF_PATH: '/nowhere', ESP8266_SDK_ROOT: '/nowhere', PICO_NO_PICOTOOL: '1' };

/** Their scripts take arguments from sys.argv, print as they go, and have devices and pins in the board that they import. */
const ASK = `
import sys, json, io, importlib, contextlib
sys.path[:0] = ['scripts', 'boards']
with contextlib.redirect_stdout(io.StringIO()):
    import common
    board = importlib.import_module([a[2:] for a in sys.argv if a[:2] == '-B'][0])
    entries = common.get_jsondata(False, True, board)
keep = ('type', 'name', 'class', 'instanceof', 'return', 'prototype')
pins = {n: d['pin'] for n, d in board.devices.items() if isinstance(d, dict) and isinstance(d.get('pin'), str)}
print(json.dumps({'entries': [{k: e[k] for k in keep if k in e} for e in entries], 'devices': pins, 'pins': [p['name'] for p in board.get_pins()]}))
`;

interface Entry {
  type: string;
  name?: string;
  class?: string;
  instanceof?: string;
  return?: string[];
}
interface Answer {
  entries: Entry[];
  devices: Record<string, string>;
  pins: string[];
}

/** Names as `Names` writes them, of the board that Espruino calls `called`; `source` is the clone. */
export function espruinoNames(source: string, called: string): Names {
  const { entries, devices, pins } = ask(source, called);
  const libraries = new Set(entries.filter(({ type }) => type === 'library').map((entry) => entry.class));
  const found = new Map<string, Set<string>>();
  const put = (owner: string, name: string): void => void found.set(owner, (found.get(owner) ?? new Set()).add(name));
  for (const entry of entries) {
    const owner = libraries.has(entry.class) ? `require(${entry.class})` : (entry.class ?? '');
    const name = entry.name ?? '';
    if (entry.type === 'class') put('globals', entry.class!);
    if (entry.type === 'library') put('modules', entry.class!);
    if (entry.type === 'function') put('globals', `${name}()`);
    if (entry.type === 'object') put('globals', `${name}=${entry.instanceof}`);
    if (entry.type === 'variable') put('globals', `${name}=${pinOf(entry, devices)}`);
    if (entry.type === 'constructor') put(owner, 'new');
    if (entry.type === 'staticmethod') put(owner, name);
    if (entry.type === 'staticproperty') put(owner, `${name}=`);
    if (entry.type === 'method') put(`${owner}#`, name);
    if (entry.type === 'property') put(`${owner}#`, `${name}=`);
  }
  for (const pin of pins) put('pins', pin.replace(/^P/, ''));
  return Object.fromEntries([...found].map(([owner, names]) => [owner, [...names].sort().join(' ')]));
}

/** LED1 is D5: the name of its pin; empty for what is no pin. */
const pinOf = ({ name, return: given }: Entry, devices: Record<string, string>): string => {
  const device = name === 'LED' ? 'LED1' : name === 'BTN' ? 'BTN1' : name!;
  const pin = devices[device]?.replace(/^P/, '') ?? '';
  return given?.[0] !== 'pin' ? '' : /^[A-Z]\d+$/.test(pin) ? pin : 'Pin';
};

function ask(source: string, called: string): Answer {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
  try {
    const options = { cwd: source, encoding: 'utf8' as const, maxBuffer: 1e8, env: { ...process.env, ...SDKS } };
    const target = join(folder, 'jswrapper.c');
    const plea = [
      '-s',
      '-n',
      target,
      'RELEASE=1',
      `BOARD=${called}`,
      `GENDIR=${folder}`,
      'PYTHON=python3',
      'USE_BOOTLOADER=',
    ];
    const plan = execFileSync('make', plea, { ...options, stdio: ['ignore', 'pipe', 'ignore'] });
    const line = plan.split('\n').find((one) => one.includes('scripts/build_jswrapper.py '));
    if (!line) throw new Error(`${source} has no board ${called}`);
    const words = line.slice(line.indexOf('.py ') + 4).match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
    const args = words.map((word) => word.replace(/^"(.*)"$/, '$1').replace(/'([^']*)'/g, '$1'));
    const said = execFileSync('python3', ['-c', ASK, ...args], { ...options, stdio: ['ignore', 'pipe', 'ignore'] });
    return JSON.parse(said) as Answer;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
