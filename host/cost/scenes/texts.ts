/** Scenes of messages and strings; see scenes.ts. */
import { DEAR, scenesOf } from '../scene.ts';

export const MESSAGES = scenesOf(
  ['messages'],
  'var m=ckremm.messages,A=m.push,D=m.shift,u=ckremm.heap.format(new Uint8Array(8192)),p=m.create(u,4096),b=new Uint8Array(20),c="a message of 20 bytes";A(p,b);A(p,b);',
  [
    ['push + shift', '20 bytes', 'x=A(p,b);y=D(p);'],
    ['push + shift', 'text of 20 letters', 'x=A(p,c);y=D(p);'],
    ['push', '20 bytes', 'x=A(p,b);', '', 'D(p);'],
    [
      'push',
      'one of which overwrites',
      'x=A(q,b);',
      '',
      '',
      { setup: 'var q=m.create(u,240,true);for(i=0;i<20;i++)A(q,b);' },
    ],
    ['shift', '20 bytes', 'y=D(p);', 'A(p,b);'],
    ['peek', '20 bytes', 'x=b(p);', '', '', { setup: 'b=m.peek;' }],
    ['text', '20 bytes', 'x=b(p);', '', '', { setup: 'b=m.text;' }],
    ['count', '', 'x=b(p);', '', '', { setup: 'b=m.count;' }],
    ['destroy', '', 'b(x);', 'x=m.create(u,400);', '', { setup: 'b=m.destroy;', ...DEAR }],
    ['create', '', 'x=b(u,400);', '', 'm.destroy(x);', { setup: 'b=m.create;', ...DEAR }],
    ['attach', '', 'x=b(u,24);', '', '', { setup: 'b=m.attach;', ...DEAR }],
    ['walk', '2 messages', 'x=b(p,f);', '', '', { setup: 'b=m.walk;', ...DEAR }],
    ['check', '2 messages', 'x=b(p);', '', '', { setup: 'b=m.check;', ...DEAR }],
    ['stats', '', 'x=b(p);', '', '', { setup: 'b=m.stats;', ...DEAR }],
    ['clear', '', 'x=b(p);', '', '', { setup: 'b=m.clear;' }],
  ],
);

export const STRINGS = scenesOf(
  ['tables', 'strings'],
  'var s=ckremm.strings,A=s.alloc,D=s.dealloc,u=ckremm.heap.format(new Uint8Array(8192)),p=s.create(u,4096),a=A(p,"kitchen"),b;',
  [
    ['alloc + dealloc', 'of 7 characters', 'x=A(p,"kitchen");D(p,x);'],
    ['length', '', 'x=b(p,a);', '', '', { setup: 'b=s.length;' }],
    ['text', '7 characters', 'x=b(p,a);', '', '', { setup: 'b=s.text;' }],
    ['bytes', '7 bytes', 'x=b(p,a);', '', '', { setup: 'b=s.bytes;' }],
    ['equals', 'to another handle', 'x=b(p,a,y);', '', '', { setup: 'b=s.equals;y=A(p,"kitchen");' }],
    ['equals', 'to a text', 'x=b(p,a,"kitchen");', '', '', { setup: 'b=s.equals;' }],
    ['compare', '', 'x=b(p,a,"hall");', '', '', { setup: 'b=s.compare;' }],
    ['set', '7 characters', 'x=b(p,a,"parlour");', '', '', { setup: 'b=s.set;' }],
    ['append', '3 characters', 'x=b(p,y,"ish");', 'y=A(p,"green");', 'D(p,y);', { setup: 'b=s.append;' }],
  ],
);
