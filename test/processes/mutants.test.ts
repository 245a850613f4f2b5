/** The invariants of state.ts broken on purpose, one by one: each is noticed. And whatever statement of the module is left out. */
import { MutantFault, type Patch } from '../support/library.ts';
import { statementMutants } from '../support/mutants.ts';
import { isDue, note } from '../support/soak.ts';
import { Board } from './board.ts';
import { scenarios } from './scenarios.ts';

/** The first scenario that finds fault, and with what. */
function noticedBy(patches: Patch[]): string {
  for (const [name, scenario] of scenarios) {
    try {
      const found = scenario((options) => new Board({ ...options, patches }));
      if (found) return `${name}: ${found}`;
    } catch (error) {
      if (error instanceof MutantFault) throw error;
      return `${name}: ${String(error)}`;
    }
  }
  return '';
}

const life = 'processes/life.ts';
const sys = 'processes/sys.ts';
const recover = 'processes/recover.ts';

const broken: Record<string, Patch[]> = {
  '1: a timer is listed after it was set up': [
    {
      file: sys,
      from: 'this.t[(k = ++lastKey)] = timer = { i: 0, f: f, m: ms };',
      to: 'k = ++lastKey; timer = { i: 0, f: f, m: ms };',
    },
  ],
  '1: a watch is not listed': [
    { file: sys, from: '  s.x.push(held);\n', to: '  if (u !== clearWatch) s.x.push(held);\n' },
  ],
  '1: a listener is not listed': [
    { file: sys, from: '  s.x.push(held);\n', to: '  if (u !== unlisten) s.x.push(held);\n' },
  ],
  '1: a pool is given back before it is off the list': [
    { file: life, from: 'if (p.h && !(p.s && p.s.pool)) releaseRegion(heap!, p.h);', to: '' },
  ],
  '2: a life that is over still acquires timers': [
    {
      file: sys,
      from: 'if (this.p) {\n      this.t[(k = ++lastKey)] = timer = { i: 0, f: f, m: ms };',
      to: 'if (this) {\n      this.t[(k = ++lastKey)] = timer = { i: 0, f: f, m: ms };',
    },
  ],
  '2: and the rest': [{ file: sys, from: 'if (!s.p) return refused();\n', to: '' }],
  '2: an event is heard after the end': [
    {
      file: life,
      from: 'var was = current;\n  if ((current = s.p)) {',
      to: 'var was = current;\n  if ((current = s.p) || s) {',
    },
  ],
  '2: exit leaves the life on': [{ file: sys, from: "over(this.p, 'exit', How.Kill);", to: '' }],
  '3: an undo function that throws stops the end': [
    {
      file: life,
      from: '  try {\n    f(held.a, held.b, held.c);\n  } catch (error) {\n    f = 0;\n  }',
      to: '  f(held.a, held.b, held.c);',
    },
  ],
  '3: first first': [
    {
      file: life,
      from: 'undo(x[x.length - 1]);\n    x.pop();',
      to: 'undo(x[0]);\n    for (k = 1 as any; (k as any) < x.length; (k as any)++) x[(k as any) - 1] = x[k as any];\n    x.pop();',
    },
  ],
  '3: the pool first': [
    {
      file: life,
      from: '  s.p = s.m = 0;',
      to: '  s.p = s.m = 0;\n  if (s.pool) { late.push(s.pool); s.pool = 0; destroyPools(); }',
    },
  ],
  '3: an undo function is called again': [
    { file: life, from: '  if (!held.a) held.u = 0;\n', to: '  if (!held.a) f();\n' },
  ],
  '3: an end within an end ends it again': [{ file: life, from: 'if (!p.s.p && how !== How.Cut) return;', to: '' }],
  '4: letters are not taken off': [
    { file: life, from: 'if (t[k].i) clearTimeout(t[k].i);', to: 'if (t[k].i && !t[k].l) clearTimeout(t[k].i);' },
  ],
  '4: timers are not taken off': [
    { file: life, from: 'if (t[k].i) clearTimeout(t[k].i);', to: 'if (t[k].l) clearTimeout(t[k].i);' },
  ],
  '5: a program begins within spawn': [
    { file: 'processes/index.ts', from: 'p.z = later(0, start, p);', to: 'start(p);' },
  ],
  '5: who ran is forgotten': [
    { file: life, from: '  var p = current;\n  current = 0;\n  return p;', to: '  return 0;' },
  ],
  '5: what bind gave leaves nobody running': [{ file: life, from: '  current = was;\n}', to: '  current = 0;\n}' }],
  '5: who ran is taken to run still': [
    {
      file: life,
      from: '      f();\n    } catch (error) {\n      threw(s, error);\n    }\n    current = 0;',
      to: '      f();\n    } catch (error) {\n      threw(s, error);\n    }',
    },
  ],
  '5: who was interrupted is forgotten when the next one runs': [
    { file: life, from: "if (p) over(p, 'interrupted', How.Failed);", to: '' },
  ],
  '6: no bytes are freed first': [{ file: recover, from: "    E.on('errorFlag', spare.pop.bind(spare));\n", to: '' }],
  '6: they are freed last': [
    {
      file: recover,
      from: "    E.on('errorFlag', spare.pop.bind(spare));\n    E.on('errorFlag', recover);",
      to: "    E.on('errorFlag', recover);\n    E.on('errorFlag', spare.pop.bind(spare));",
    },
  ],
  '6: none are kept again': [{ file: recover, from: 'if (spare.length) return;', to: 'return;' }],
  '6: the flags stay': [{ file: recover, from: 'mend(E.getErrorFlags()', to: "mend(['MEMORY']" }],
  '7: the others go on when little is free': [
    { file: recover, from: 'i = 0; isMemory && memory', to: 'i = 0; false && memory' },
  ],
  '7: all start anew always': [{ file: recover, from: 'memory.free * Share.Low < memory.total', to: 'true' }],
  '7: whatever was flagged': [{ file: recover, from: 'i = 0; isMemory && memory', to: 'i = 0; memory' }],
  '8: timers are not set up again': [
    { file: recover, from: 'if (!timers[t[k].i] || t[k].i === again) t[k].i = 0;', to: ';' },
  ],
  '8: watches are not': [{ file: recover, from: 'if (isWatch(x[i]) && !x[i].a)', to: 'if (0 as any)' }],
  '8: starts are not': [{ file: recover, from: 'p.z = later(0, start, p);', to: ';' }],
  '8: letters are, as timeouts': [{ file: recover, from: 't[k].l ? letter : once', to: 'once' }],
  '8: the number of a new timer is taken for that of a lost one': [
    { file: recover, from: 'if (p.z && (!timers[p.z] || p.z === again))', to: 'if (p.z && !timers[p.z])' },
  ],
  'a pool that was cut off is not repaired': [{ file: life, from: '&& memory.repair(pool)', to: '' }],
  'nor is the directory': [
    { file: life, from: 'repairHeap(heap!) && memory', to: 'memory' },
    { file: life, from: 'heap && repairHeap(heap) ? pids.length : 0', to: 'heap ? pids.length : 0' },
  ],
  'a pool is repaired while a call of it runs': [
    { file: life, from: '      if (current) {\n', to: '      if (0 as any) {\n' },
  ],
  'a watch that has fired is given back': [{ file: sys, from: '  held.u = 0;\n  drop(s, held);\n', to: '' }],
  'a timeout that has run is cleared': [
    {
      file: life,
      from: '    delete s.t[k];\n    try {\n      timer.f(timer.a);',
      to: '    try {\n      timer.f(timer.a);',
    },
  ],
};

test('the library as it is passes', () => {
  expect(noticedBy([])).toBe('');
});

test.each(Object.entries(broken))('noticed: %s', (_name, patches) => {
  expect(noticedBy(patches)).not.toBe('');
});

/** Statements without which all is the same, and why. */
const SAME: Record<string, string> = {
  't = {};': 'frees memory of a real engine',
  'x = [];': 'frees memory of a real engine',
  't = s.t = {};': 'frees memory of a real engine',
  'spare.pop();': 'frees memory of a real engine',
  'spareBytes |= 0;': 'does nothing: a catch has to have something in it',
  'restarts = 0;': 'likewise',
  'f = 0;': 'likewise',
  'timer.i = 0;': 'only matters when it is cut off right before its entry is deleted',
  't[k].i = 0;': 'only matters when it is cut off right before the list is',
  'delete p.z;': 'is set again, or its process forgotten, unless that is cut off',
  'held.u = 0;': 'is taken off the list next, unless that is cut off',
  's.pool = 0;': 'a pool that is gone is refused',
  'current = was || 0;': 'without it a pool in use follows in the next turn',
};

test.each([life, sys, recover])('each statement of %s is missed', (file) => {
  const kept: string[] = [];
  let count = 0;
  statementMutants(file).forEach((mutant, index) => {
    if (!isDue(index, 3) || SAME[mutant.key] !== undefined) return;
    count++;
    if (!noticedBy([mutant.patch])) kept.push(mutant.name);
  });
  note(`${file}: ${count} statements left out`);
  expect(kept).toEqual([]);
});
