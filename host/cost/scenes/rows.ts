/** Scenes of the modules that keep rows, records and queue; see scenes.ts. */
import { DEAR, scenesOf } from '../scene.ts';

/** As a call that is cut off in the middle leaves records: the word of their state. The region is the first one. */
const CUT = 'u[34]|=2;';

export const RECORDS = scenesOf(
  ['records'],
  'var r=ckremm.records,A=r.alloc,D=r.dealloc,u=ckremm.heap.format(new Uint8Array(8192)),p=r.create(u,"t:u32 v:i16",100),a=A(p),c=r.column(p,"t"),b;A(p);A(p);',
  [
    ['column', 'an element of it read: x = t[row]', 'x=c[a];'],
    ['column', 'an element of it written: t[row] = i', 'c[a]=i;'],
    ['at', 'a checked element: x = t[at(pool, row)]', 'x=c[b(p,a)];', '', '', { setup: 'b=r.at;' }],
    ['get', 'by number', 'x=b(p,a,1);', '', '', { setup: 'b=r.get;' }],
    ['get', 'by name', 'x=b(p,a,"v");', '', '', { setup: 'b=r.get;' }],
    ['set', 'by number', 'x=b(p,a,1,i);', '', '', { setup: 'b=r.set;' }],
    ['alloc + dealloc', 'the row taken last, not looked at', 'x=A(p);D(p,x);'],
    ['alloc + dealloc', 'rows in turn', 'x=A(p);D(p,y);y=x;', '', '', { setup: 'y=A(p);' }],
    ['alloc', 'rows in turn', 'x=A(p);', '', 'D(p,y);y=x;', { setup: 'y=A(p);' }],
    ['dealloc', 'rows in turn', 'D(p,y);', 'x=A(p);', 'y=x;', { setup: 'y=A(p);' }],
    ['count', '', 'x=b(p);', '', '', { setup: 'b=r.count;' }],
    ['next', '', 'x=b(p,0);', '', '', { setup: 'b=r.next;' }],
    ['column', 'made', 'x=b(p,"t");', '', '', { setup: 'b=r.column;' }],
    ['field', '', 'x=b(p,"t");', '', '', { setup: 'b=r.field;' }],
    ['create', '', 'x=b(u,"t:u32 v:i16",50);', '', 'r.destroy(x);', { setup: 'b=r.create;', ...DEAR }],
    ['destroy', '', 'b(x);', 'x=r.create(u,"t:u32 v:i16",50);', '', { setup: 'b=r.destroy;', ...DEAR }],
    ['attach', '100 rows', 'x=b(u,24);', '', '', { setup: 'b=r.attach;', ...DEAR }],
    ['repair', '100 rows, after a call that was cut off', 'x=b(p);', CUT, '', { setup: 'b=r.repair;', ...DEAR }],
    ['repairAt', '100 rows, after a call that was cut off', 'x=b(u,24);', CUT, '', { setup: 'b=r.repairAt;', ...DEAR }],
    ['clear', '100 rows', 'x=b(p);', '', '', { setup: 'b=r.clear;', ...DEAR }],
    ['stats', '', 'x=b(p);', '', '', { setup: 'b=r.stats;', ...DEAR }],
    ['walk', '3 of 100 rows', 'x=b(p,f);', '', '', { setup: 'b=r.walk;', ...DEAR }],
    ['declaration', '', 'x=b(p);', '', '', { setup: 'b=r.declaration;', ...DEAR }],
    ['layout', '', 'x=b(p);', '', '', { setup: 'b=r.layout;', ...DEAR }],
    ['check', '3 of 100 rows', 'x=b(p);', '', '', { setup: 'b=r.check;', ...DEAR }],
  ],
);

export const QUEUE = scenesOf(
  ['records', 'queue'],
  'var q=ckremm.queue,A=q.push,D=q.shift,u=ckremm.heap.format(new Uint8Array(8192)),p=q.create(u,"t:u32 v:i16",100),b;A(p);A(p);',
  [
    ['push + shift', '', 'x=A(p);y=D(p);'],
    ['push', '', 'x=A(p);', '', 'D(p);'],
    ['shift', '', 'x=D(p);', 'A(p);'],
    ['peek', '', 'x=b(p);', '', '', { setup: 'b=q.peek;' }],
    ['walk', '2 of 100 rows', 'x=b(p,f);', '', '', { setup: 'b=q.walk;', ...DEAR }],
    ['check', '2 of 100 rows', 'x=b(p);', '', '', { setup: 'b=q.check;', ...DEAR }],
    ['create', '', 'x=b(u,"t:u32 v:i16",50);', '', 'q.destroy(x);', { setup: 'b=q.create;', ...DEAR }],
    ['attach', '', 'x=b(u,24);', '', '', { setup: 'b=q.attach;', ...DEAR }],
    ['repairAt', 'nothing was cut off', 'x=b(u,24);', '', '', { setup: 'b=q.repairAt;', ...DEAR }],
  ],
);
