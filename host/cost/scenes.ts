/**
 * Every public call of the library in a small scene. Functions are locals, as in a program that cares: `A` is
 * `ckremm.headers.alloc`. `i` counts the turns.
 */
import { DEAR, type Scene, scenesOf } from './scene.ts';
import { GC, PAGING } from './scenes-large.ts';
import { PROCESSES } from './scenes-processes.ts';

/** `take` ten blocks, every other one given back by `give`. */
const tenBlocks = (take: string, give: string): string => `for(z=0;z<10;z++){x=${take};if(z&1)${give}(p,x);}`;

/** As a call leaves a pool of headers, of tables, or of records that was cut off in the middle: the word of its state. The region is the first one. */
const CUT = { headers: 'u[26]=253;u[27]=255;', tables: 'u[56]=253;u[57]=255;', records: 'u[34]|=2;' };

const HEADERS = scenesOf(
  ['headers'],
  'var h=ckremm.headers,A=h.alloc,D=h.dealloc,R=h.resize,u=ckremm.heap.format(new Uint8Array(8192)),p=h.create(u,4096),a=A(p,40),b;A(p,4);',
  [
    ['alloc + dealloc', '16 bytes, steady', 'x=A(p,16);D(p,x);'],
    ['alloc + dealloc', '4 bytes, steady', 'x=A(p,4);D(p,x);'],
    ['alloc + dealloc', '32 bytes, steady', 'x=A(p,32);D(p,x);'],
    ['alloc + dealloc', '64 bytes: through the bins, merged at once', 'x=A(p,64);D(p,x);'],
    ['alloc + dealloc', '300 bytes', 'x=A(p,300);D(p,x);'],
    ['alloc', '16 bytes that are deferred', 'x=A(p,16);', '', 'D(p,x);'],
    ['alloc', '64 bytes', 'x=A(p,64);', '', 'D(p,x);'],
    [
      'alloc',
      'the dearest found: 4 tries in its bin, 3 in the next, split',
      'x=A(p,58);',
      '',
      'D(p,x);',
      {
        setup:
          'y=[];for(i=0;i<8;i++){y.push(A(p,i<4?46:i<7?64:300));A(p,40);}while(A(p,400));while(A(p,70));for(i=0;i<8;i++)D(p,y[i]);',
      },
    ],
    ['dealloc', '16 bytes, deferred', 'D(p,x);', 'x=A(p,16);'],
    ['dealloc', '64 bytes', 'D(p,x);', 'x=A(p,64);'],
    ['dealloc', 'refused: no block starts there', 'D(p,1234);'],
    ['allocAligned', '40 bytes, to 32', 'x=h.allocAligned(p,40,32);', '', 'D(p,x);', { setup: 'b=h.allocAligned;' }],
    ['resize', 'in place, 200 to 240 and back', 'x=R(p,a,240);x=R(p,a,200);', '', '', { setup: 'a=A(p,200);' }],
    ['resize', 'moves, 20 to 80', 'y=R(p,x,80);', 'x=A(p,20);z=A(p,20);', 'D(p,y);D(p,z);'],
    ['sizeOf', '', 'x=b(p,a);', '', '', { setup: 'b=h.sizeOf;' }],
    ['view', '', 'x=b(p,a);', '', '', { setup: 'b=h.view;' }],
    ['clean', '40 bytes', 'x=b(p,a);', '', '', { setup: 'b=h.clean;' }],
    ['setLow', '', 'x=b(p,100);', '', '', { setup: 'b=h.setLow;' }],
    ['isLow', '', 'x=b(p);', '', '', { setup: 'b=h.isLow;' }],
    ['reorder', 'ten blocks, merge', 'x=b(p);', '', '', { setup: `b=h.reorder;${tenBlocks('A(p,50)', 'D')}`, ...DEAR }],
    [
      'reorder',
      'five blocks of 80 bytes slide down',
      'x=b(p,m);',
      'k=0;for(z=0;z<10;z++)y[z]=A(p,80);for(z=0;z<10;z+=2)D(p,y[z]);',
      'for(z=0;z<5;z++)D(p,y[2*z+1]);b(p);',
      { setup: 'b=h.reorder;y=[];var k,m=function(a,c){y[2*k+++1]=c;};D(p,a);', ...DEAR },
    ],
    ['create', '', 'x=b(u,512);', '', 'h.destroy(x);', { setup: 'b=h.create;', ...DEAR }],
    ['destroy', '', 'b(x);', 'x=h.create(u,512);', '', { setup: 'b=h.destroy;', ...DEAR }],
    [
      'attach',
      'a pool of 12 blocks',
      'x=b(u,24);',
      '',
      '',
      { setup: `b=h.attach;${tenBlocks('A(p,50)', 'D')}`, ...DEAR },
    ],
    [
      'repair',
      'a pool of 12 blocks, after a call that was cut off',
      'x=b(p);',
      CUT.headers,
      '',
      { setup: `b=h.repair;${tenBlocks('A(p,50)', 'D')}`, ...DEAR },
    ],
    [
      'repairAt',
      'a pool of 12 blocks, after a call that was cut off',
      'x=b(u,24);',
      CUT.headers,
      '',
      { setup: `b=h.repairAt;${tenBlocks('A(p,50)', 'D')}`, ...DEAR },
    ],
    ['stats', 'a pool of 12 blocks', 'x=b(p);', '', '', { setup: `b=h.stats;${tenBlocks('A(p,50)', 'D')}`, ...DEAR }],
    ['walk', 'a pool of 12 blocks', 'x=b(p,f);', '', '', { setup: `b=h.walk;${tenBlocks('A(p,50)', 'D')}`, ...DEAR }],
    ['check', 'a pool of 12 blocks', 'x=b(p);', '', '', { setup: `b=h.check;${tenBlocks('A(p,50)', 'D')}`, ...DEAR }],
  ],
);

const TABLES = scenesOf(
  ['tables'],
  'var t=ckremm.tables,A=t.alloc,D=t.dealloc,u=ckremm.heap.format(new Uint8Array(8192)),p=t.create(u,4096),a=A(p,40),b,c=new Uint8Array(16);A(p,4);',
  [
    ['alloc + dealloc', '16 bytes, steady', 'x=A(p,16);D(p,x);'],
    ['alloc + dealloc', '4 bytes, steady', 'x=A(p,4);D(p,x);'],
    ['alloc + dealloc', '32 bytes, steady', 'x=A(p,32);D(p,x);'],
    ['alloc + dealloc', '100 bytes: never deferred', 'x=A(p,100);D(p,x);'],
    ['alloc', '16 bytes that are deferred', 'x=A(p,16);', '', 'D(p,x);'],
    ['alloc', '200 bytes', 'x=A(p,200);', '', 'D(p,x);'],
    ['dealloc', '16 bytes, deferred', 'D(p,x);', 'x=A(p,16);'],
    ['dealloc', 'refused: a handle whose block is gone', 'D(p,y);', '', '', { setup: 'y=A(p,16);D(p,y);' }],
    ['addrOf', '', 'x=b(p,a);', '', '', { setup: 'b=t.addrOf;' }],
    ['sizeOf', '', 'x=b(p,a);', '', '', { setup: 'b=t.sizeOf;' }],
    ['view', 'pinned', 'x=b(p,a);', '', '', { setup: 'b=t.view;t.pin(p,a);' }],
    ['pin', '', 'x=b(p,a);', '', 't.unpin(p,a);', { setup: 'b=t.pin;' }],
    ['unpin', '', 'x=b(p,a);', 't.pin(p,a);', '', { setup: 'b=t.unpin;' }],
    ['write', '16 bytes', 'x=b(p,a,c);', '', '', { setup: 'b=t.write;' }],
    ['read', '16 bytes', 'x=b(p,a,c);', '', '', { setup: 'b=t.read;' }],
    ['copy', '40 bytes', 'x=b(p,a,y);', '', '', { setup: 'b=t.copy;y=A(p,40);' }],
    ['clean', '40 bytes', 'x=b(p,a);', '', '', { setup: 'b=t.clean;' }],
    ['resize', '40 to 60 and back', 'x=b(p,a,60);x=b(p,a,40);', '', '', { setup: 'b=t.resize;', ...DEAR }],
    ['setLow', '', 'x=b(p,100);', '', '', { setup: 'b=t.setLow;' }],
    ['setPause', '', 'x=b(p,8);', '', '', { setup: 'b=t.setPause;' }],
    ['isLow', '', 'x=b(p);', '', '', { setup: 'b=t.isLow;' }],
    ['renew', 'a pool of 12 blocks', 'x=b(p);', '', '', { setup: `b=t.renew;${tenBlocks('A(p,50)', 'D')}`, ...DEAR }],
    [
      'reorder',
      'nothing to move',
      'x=b(p);',
      '',
      '',
      { setup: `b=t.reorder;${tenBlocks('A(p,80)', 'D')}b(p);`, ...DEAR },
    ],
    [
      'reorder',
      'five blocks of 80 bytes slide down',
      'x=b(p);',
      'for(z=0;z<10;z++)y[z]=A(p,80);for(z=0;z<10;z+=2)D(p,y[z]);',
      'for(z=1;z<10;z+=2)D(p,y[z]);b(p);',
      { setup: 'b=t.reorder;y=[];', ...DEAR },
    ],
    ['create', '', 'x=b(u,512);', '', 't.destroy(x);', { setup: 'b=t.create;', ...DEAR }],
    ['destroy', '', 'b(x);', 'x=t.create(u,512);', '', { setup: 'b=t.destroy;', ...DEAR }],
    [
      'attach',
      'a pool of 12 blocks',
      'x=b(u,24);',
      '',
      '',
      { setup: `b=t.attach;${tenBlocks('A(p,80)', 'D')}`, ...DEAR },
    ],
    [
      'repair',
      'a pool of 12 blocks, after a call that was cut off',
      'x=b(p);',
      CUT.tables,
      '',
      { setup: `b=t.repair;${tenBlocks('A(p,80)', 'D')}`, ...DEAR },
    ],
    [
      'repairAt',
      'a pool of 12 blocks, after a call that was cut off',
      'x=b(u,24);',
      CUT.tables,
      '',
      { setup: `b=t.repairAt;${tenBlocks('A(p,80)', 'D')}`, ...DEAR },
    ],
    ['stats', 'a pool of 12 blocks', 'x=b(p);', '', '', { setup: `b=t.stats;${tenBlocks('A(p,80)', 'D')}`, ...DEAR }],
    ['walk', 'a pool of 12 blocks', 'x=b(p,f);', '', '', { setup: `b=t.walk;${tenBlocks('A(p,80)', 'D')}`, ...DEAR }],
    ['check', 'a pool of 12 blocks', 'x=b(p);', '', '', { setup: `b=t.check;${tenBlocks('A(p,80)', 'D')}`, ...DEAR }],
  ],
);

const RECORDS = scenesOf(
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
    [
      'repair',
      '100 rows, after a call that was cut off',
      'x=b(p);',
      CUT.records,
      '',
      { setup: 'b=r.repair;', ...DEAR },
    ],
    [
      'repairAt',
      '100 rows, after a call that was cut off',
      'x=b(u,24);',
      CUT.records,
      '',
      { setup: 'b=r.repairAt;', ...DEAR },
    ],
    ['clear', '100 rows', 'x=b(p);', '', '', { setup: 'b=r.clear;', ...DEAR }],
    ['stats', '', 'x=b(p);', '', '', { setup: 'b=r.stats;', ...DEAR }],
    ['walk', '3 of 100 rows', 'x=b(p,f);', '', '', { setup: 'b=r.walk;', ...DEAR }],
    ['declaration', '', 'x=b(p);', '', '', { setup: 'b=r.declaration;', ...DEAR }],
    ['layout', '', 'x=b(p);', '', '', { setup: 'b=r.layout;', ...DEAR }],
    ['check', '3 of 100 rows', 'x=b(p);', '', '', { setup: 'b=r.check;', ...DEAR }],
  ],
);

const QUEUE = scenesOf(
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

const MESSAGES = scenesOf(
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

const STRINGS = scenesOf(
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

const HEAP = scenesOf(['heap'], 'var h=ckremm.heap,u=h.format(new Uint8Array(8192)),b;', [
  ['format', '', 'x=b(u);', '', '', { setup: 'b=h.format;' }],
  ['open', '', 'x=b(u);', '', '', { setup: 'b=h.open;' }],
  ['find', 'none there', 'x=b(u,1,0);', '', '', { setup: 'b=h.find;' }],
  ['freeBytes', '', 'x=b(u);', '', '', { setup: 'b=h.freeBytes;' }],
  ['repair', 'nothing was cut off', 'x=b(u);', '', '', { setup: 'b=h.repair;' }],
]);

export const SCENES: Scene[] = [
  ...HEAP,
  ...HEADERS,
  ...TABLES,
  ...RECORDS,
  ...QUEUE,
  ...MESSAGES,
  ...STRINGS,
  ...GC,
  ...PAGING,
  ...PROCESSES,
];
