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
  '1: a timer is not listed': [
    {
      file: sys,
      from: 'this.t[++lastKey] = {\n      f: f,\n      m:',
      to: '({} as any)[++lastKey] = {\n      f: f,\n      m:',
    },
  ],
  '1: what was asked of the engine by a call that was cut off stays': [
    { file: recover, from: '  if (hidden) sweep(hidden);\n', to: '' },
  ],
  '1: timers that are listed are taken off with it': [
    { file: recover, from: '!(s.t && s.t[values[1]])', to: '!(s.t && 0)' },
  ],
  '1: starts that are waited for are': [{ file: recover, from: '(f === start && s.z !== +id)', to: 'f === start' }],
  '1: timers of others are': [
    { file: recover, from: '((f === once || f === letter) && ', to: '(f !== recover && f !== tick && f !== start && ' },
  ],
  '1: a watch is not listed': [
    {
      file: sys,
      from: 'var held = hold(this, Thing.Watch, 0, 0, pin);',
      to: 'var held = hold({ p: this.p } as any, Thing.Watch, 0, 0, pin);',
    },
  ],
  '1: a listener is not listed': [
    {
      file: sys,
      from: 'var held = hold(this, Thing.Listener,',
      to: 'var held = hold({ p: this.p } as any, Thing.Listener,',
    },
  ],
  '1: a pool is given back before it is off the list': [
    { file: life, from: 'if (p.h && !(p.s && p.s.pool)) releaseRegion(heap!, p.h);', to: '' },
  ],
  '2: a life that is over still acquires timers': [
    {
      file: sys,
      from: 'if (!this.p) return refused();\n    this.t[++lastKey] = {\n      f: f,\n      m:',
      to: 'if (!this) return refused();\n    if (!this.t) this.t = {};\n    this.t[++lastKey] = {\n      f: f,\n      m:',
    },
  ],
  '2: and the rest': [{ file: sys, from: 'return s.p ? (s.x', to: 'return s ? (s.x' }],
  '2: an event is heard after the end': [
    {
      file: life,
      from: 'var was = current;\n  if ((current = s.p)) {',
      to: 'var was = current;\n  if ((current = s.p) || s) {',
    },
  ],
  '2: exit leaves the life on': [{ file: sys, from: "over(this.p, 'exit', How.Kill);", to: '' }],
  '3: an undo function that throws stops the end': [
    { file: life, from: '  } catch (error) {\n    u = 0;\n  }', to: '  } finally {\n    u = 0;\n  }' },
  ],
  '3: first first': [
    {
      file: life,
      from: '    undo(x);\n    s.x = x.n;',
      to: '    if (x.n) {\n      for (t = x; t.n.n; ) t = t.n;\n      undo(t.n);\n      t.n = 0;\n      t = 0;\n    } else {\n      undo(x);\n      s.x = 0;\n    }',
    },
  ],
  '3: the pool first': [
    {
      file: life,
      from: '    end(s);\n',
      to: '    if (p.o.bytes && s.pool) {\n      late = [s.pool];\n      s.pool = 0;\n      destroyPools();\n    }\n    end(s);\n',
    },
  ],
  '3: an undo function is called again': [
    { file: life, from: '      held.u = 0;\n      u();\n', to: '      u();\n      u();\n' },
  ],
  '3: an undo function that was cut off is': [
    { file: life, from: '      held.u = 0;\n      u();\n', to: '      u();\n' },
  ],
  '3: an end within an end ends it again': [{ file: life, from: 'if (s && !s.p && how !== How.Cut) return;', to: '' }],
  '4: letters are not taken off': [
    { file: life, from: 'if (t[k].i) clearTimeout(t[k].i);', to: 'if (t[k].i && t[k].f) clearTimeout(t[k].i);' },
  ],
  '4: timers are not taken off': [
    { file: life, from: 'if (t[k].i) clearTimeout(t[k].i);', to: 'if (!t[k].f) clearTimeout(t[k].i);' },
  ],
  '5: a program begins within spawn': [
    { file: 'processes/index.ts', from: 'p.z = later(0, start, p);', to: 'start(p);' },
  ],
  '5: who ran is forgotten': [
    { file: life, from: '  var p: Process | 0 = current || 0;\n  current = 0;\n  return p;', to: '  return 0;' },
  ],
  '5: what bind gave leaves nobody running': [{ file: life, from: '  current = was;\n}', to: '  current = 0;\n}' }],
  '5: who ran is taken to run still': [
    {
      file: life,
      from: '      f();\n    } catch (error) {\n      current = 0;\n      over(s.p, error);\n    }\n    current = 0;',
      to: '      f();\n    } catch (error) {\n      current = 0;\n      over(s.p, error);\n    }',
    },
  ],
  '5: who was interrupted is forgotten when the next one runs': [
    { file: life, from: '  if (how === How.Lost) {\n', to: '  if (how === How.Lost) {\n    p = 0;\n' },
  ],
  '6: no bytes are freed first': [{ file: recover, from: "    E.on('errorFlag', spare.pop.bind(spare));\n", to: '' }],
  '6: they are freed last': [
    {
      file: recover,
      from: "    E.on('errorFlag', spare.pop.bind(spare));\n    E.on('errorFlag', recover);",
      to: "    E.on('errorFlag', recover);\n    E.on('errorFlag', spare.pop.bind(spare));",
    },
  ],
  '6: none are kept again': [{ file: recover, from: 'if (!spare.length) {', to: 'if (0 as any) {' }],
  '6: the flags stay': [{ file: recover, from: 'mend(E.getErrorFlags()', to: "mend(['MEMORY']" }],
  '7: the others go on when little is free': [
    { file: recover, from: 'i = 0; isMemory && memory', to: 'i = 0; false && memory' },
  ],
  '7: all start anew always': [{ file: recover, from: 'memory.free * Share.Low < memory.total', to: 'true' }],
  '7: whatever was flagged': [{ file: recover, from: 'i = 0; isMemory && memory', to: 'i = 0; memory' }],
  '8: timers are not set up again': [
    { file: recover, from: 'if (!timers[s.t[k].i] || s.t[k].i === again) s.t[k].i = 0;', to: ';' },
  ],
  '8: watches are not': [{ file: recover, from: 'if (x.u === Thing.Watch && !x.a)', to: 'if (0 as any)' }],
  '8: starts are not': [{ file: recover, from: 'p.z = later(0, start, p);', to: ';' }],
  '8: letters are, as timeouts': [{ file: recover, from: 'timer.f ? once : letter', to: 'once' }],
  '8: the number of a new timer is taken for that of a lost one': [
    { file: recover, from: 'if (p.z && (!timers[p.z] || p.z === again))', to: 'if (p.z && !timers[p.z])' },
  ],
  'a pool that was cut off is not repaired': [{ file: life, from: '&& memory.repair(pool)', to: '' }],
  'nor is the directory': [
    { file: life, from: 'repairHeap(heap!) && memory', to: 'memory' },
    { file: life, from: 'heap && repairHeap(heap) ? pids.length : 0', to: 'heap ? pids.length : 0' },
  ],
  'a pool is repaired while a call of it runs': [
    { file: life, from: '      if (current) isRunning = true;\n      else if', to: '      if' },
  ],
  'a watch that has fired is given back': [{ file: sys, from: '  held.u = 0;\n  held.s!.c(held.k);\n', to: '' }],
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
  'found = 0;': 'the next round finds the same, and the engine refuses to take it off twice',
  's = 0;': 'frees memory of a real engine',
  't = s.t = 0;': 'frees memory of a real engine',
  'spare.pop();': 'frees memory of a real engine',
  'spareBytes |= 0;': 'does nothing: a catch has to have something in it',
  'restarts = 0;': 'likewise',
  'u = 0;': 'likewise',
  'timer.i = 0;': 'only matters when it is cut off right before its entry is deleted',
  't[k].i = 0;': 'only matters when it is cut off right before the list is',
  'delete p.z;': 'is set again, or its process forgotten, unless that is cut off',
  'held.u = 0;': 'is taken off the list next, unless that is cut off',
  's.pool = 0;': 'a pool that is gone is refused',
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
