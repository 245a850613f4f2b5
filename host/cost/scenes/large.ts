/** Scenes of the collector and the pager; see scenes.ts. */
import { DEAR, scenesOf } from '../scene.ts';

export const GC = scenesOf(
  ['tables', 'gc'],
  'var g=ckremm.gc,A=g.alloc,S=g.setRef,u=ckremm.heap.format(new Uint8Array(16384)),p=g.create(u,12000,200),t=g.defineType(p,[0,1]),' +
    'o=g.open(p),a=A(p,t,12),c=A(p,t,12),b;S(p,a,0,c);g.setRoot(p,1,a);g.close(p,o);for(i=0;i<20;i++){o=g.open(p);x=A(p,t,12);S(p,x,0,g.getRoot(p,2));g.setRoot(p,2,x);g.close(p,o);}',
  [
    ['alloc', 'garbage of 12 bytes, its share of the cycles included', 'x=A(p,t,12);'],
    [
      'open + alloc + setRef + setRoot + close',
      'an object that stays',
      'o=g.open(p);x=A(p,t,12);S(p,x,0,a);g.setRoot(p,3,x);g.close(p,o);',
    ],
    ['setRef', '', 'x=S(p,a,1,c);'],
    ['getRef', '', 'x=b(p,a,0);', '', '', { setup: 'b=g.getRef;' }],
    ['open', '', 'x=b(p);', '', 'g.close(p,x);', { setup: 'b=g.open;' }],
    ['close', '', 'b(p,x);', 'x=g.open(p);', '', { setup: 'b=g.close;' }],
    ['hold', '', 'y=b(p,a);', 'x=g.open(p);', 'g.close(p,x);', { setup: 'b=g.hold;' }],
    ['setRoot', '', 'x=b(p,3,a);', '', '', { setup: 'b=g.setRoot;' }],
    ['getRoot', '', 'x=b(p,1);', '', '', { setup: 'b=g.getRoot;' }],
    ['pin', '', 'x=b(p,a);', '', 'g.unpin(p,a);', { setup: 'b=g.pin;' }],
    ['unpin', '', 'x=b(p,a);', 'g.pin(p,a);', '', { setup: 'b=g.unpin;' }],
    ['weak', '', 'x=b(p,a);', '', 'g.dropWeak(p,x);', { setup: 'b=g.weak;' }],
    ['deref', '', 'x=b(p,y);', '', '', { setup: 'b=g.deref;y=g.weak(p,a);' }],
    ['dropWeak', '', 'b(p,x);', 'x=g.weak(p,a);', '', { setup: 'b=g.dropWeak;' }],
    ['step', '8 units', 'x=b(p,8);', '', '', { setup: 'b=g.step;' }],
    ['step', '1 unit', 'x=b(p,1);', '', '', { setup: 'b=g.step;' }],
    ['collect', '22 objects', 'x=b(p);', '', '', { setup: 'b=g.collect;', ...DEAR }],
    ['runFinalizers', 'nothing waits', 'x=b(p,1,f);', '', '', { setup: 'b=g.runFinalizers;', ...DEAR }],
    ['defineType', 'two references', 'x=b(p,[0,1]);', '', '', { setup: 'b=g.defineType;', turns: [2, 12] }],
    ['create', '50 objects', 'x=b(u,1500,50);', '', 'g.destroy(x);', { setup: 'b=g.create;', ...DEAR }],
    ['destroy', '50 objects', 'b(x);', 'x=g.create(u,1500,50);', '', { setup: 'b=g.destroy;', ...DEAR }],
    ['attach', '22 objects', 'x=b(u,24);', '', '', { setup: 'b=g.attach;', ...DEAR }],
    ['repair', '22 objects, nothing was cut off', 'x=b(p);', '', '', { setup: 'b=g.repair;', ...DEAR }],
    ['repairAt', '22 objects, nothing was cut off', 'x=b(u,24);', '', '', { setup: 'b=g.repairAt;', ...DEAR }],
    ['stats', '22 objects', 'x=b(p);', '', '', { setup: 'b=g.stats;', ...DEAR }],
    ['walk', '22 objects', 'x=b(p,f);', '', '', { setup: 'b=g.walk;', ...DEAR }],
    ['check', '22 objects', 'x=b(p);', '', '', { setup: 'b=g.check;', ...DEAR }],
  ],
);

/** A store in plain memory, moved by natives: what a real one takes comes on top. */
const MEMORY =
  'var m=new Uint8Array(16384),e=new Uint8Array(1024),s={size:16384,eraseBytes:1024,programBytes:4,' +
  'read:function(a,v,t,n){v.set(m.subarray(a,a+n),t);return true;},' +
  'program:function(a,v,t,n){m.set(v.subarray(t,t+n),a);return true;},erase:function(a){m.set(e,a);return true;}};' +
  'for(i=0;i<1024;i++)e[i]=255;for(i=0;i<16;i++)m.set(e,i*1024);';

/** The heap image as a whole, in a store of its own. */
const CHECKPOINT = scenesOf(
  ['paging'],
  `${MEMORY}var P=ckremm.paging,u=ckremm.heap.format(new Uint8Array(1024)),b;P.hibernate(u,s);`,
  [
    ['hibernate', 'a heap of 1 KB', 'x=b(u,s);', '', '', { setup: 'b=P.hibernate;', turns: [1, 4] }],
    ['resume', 'a heap of 1 KB', 'x=b(u,s);', '', '', { setup: 'b=P.resume;', turns: [1, 4] }],
    ['sectorsForHeap', 'a heap of 1 KB', 'x=b(s,1024);', '', '', { setup: 'b=P.sectorsForHeap;' }],
  ],
);

const PAGER = scenesOf(
  ['paging'],
  `${MEMORY}var P=ckremm.paging,R=P.read8,W=P.write8,u=ckremm.heap.format(new Uint8Array(8192)),p=P.create(u,6000,s,24,{pageBytes:128}),b,c=new Uint8Array(64);` +
    'for(i=0;i<20;i++)W(p,i*128,i);P.commit(p);R(p,0);',
  [
    ['read8', 'the page used last', 'x=R(p,77);'],
    ['read8', 'another page that is in a frame', 'x=R(p,(i&1)*128);'],
    [
      'read8',
      'a miss: 128 bytes come from the store',
      'x=R(p,z*128);',
      'z=(z+1)%20;',
      '',
      { setup: 'z=0;p=(P.destroy(p),P.create(u,2048,s,24,{pageBytes:128}));', ...DEAR },
    ],
    ['read16', 'the page used last', 'x=b(p,20);', '', '', { setup: 'b=P.read16;' }],
    ['read32', 'the page used last', 'x=b(p,20);', '', '', { setup: 'b=P.read32;' }],
    ['write8', 'the page used last, dirty', 'x=W(p,77,i);'],
    ['write16', 'the page used last, dirty', 'x=b(p,20,i);', '', '', { setup: 'b=P.write16;' }],
    ['write32', 'the page used last, dirty', 'x=b(p,20,i);', '', '', { setup: 'b=P.write32;' }],
    ['copyIn', '64 bytes', 'x=b(p,300,c,0,64);', '', '', { setup: 'b=P.copyIn;' }],
    ['copyOut', '64 bytes', 'x=b(p,300,c,0,64);', '', '', { setup: 'b=P.copyOut;' }],
    ['pin', '', 'x=b(p,2);', '', 'P.unpin(p,2);', { setup: 'b=P.pin;' }],
    ['unpin', '', 'x=b(p,2);', 'P.pin(p,2);', '', { setup: 'b=P.unpin;' }],
    ['prefetch', 'in a frame already', 'x=b(p,2);', '', '', { setup: 'b=P.prefetch;' }],
    ['flush', 'nothing is dirty', 'x=b(p);', '', '', { setup: 'b=P.flush;', ...DEAR }],
    ['commit', 'one page of 128 bytes', 'x=b(p);', 'W(p,5,i);', '', { setup: 'b=P.commit;', turns: [2, 12] }],
    ['rollback', 'one page', 'x=b(p);', 'W(p,5,i);', '', { setup: 'b=P.rollback;', turns: [2, 12] }],
    ['stats', '', 'x=b(p);', '', '', { setup: 'b=P.stats;', ...DEAR }],
    ['walk', '', 'x=b(p,f);', '', '', { setup: 'b=P.walk;', ...DEAR }],
    ['sectors', '', 'x=b(p,f);', '', '', { setup: 'b=P.sectors;', ...DEAR }],
    ['lifetimeDays', '', 'x=b(p,1000);', '', '', { setup: 'b=P.lifetimeDays;', ...DEAR }],
    ['check', '', 'x=b(p);', '', '', { setup: 'b=P.check;', turns: [1, 4] }],
    [
      'create',
      'over 20 committed pages',
      'x=b(u,6000,s,24,{pageBytes:128});',
      '',
      'P.destroy(x);',
      { setup: 'b=P.create;P.destroy(p);', turns: [1, 4] },
    ],
    [
      'destroy',
      '',
      'b(x);',
      'x=P.create(u,6000,s,24,{pageBytes:128});',
      '',
      { setup: 'b=P.destroy;P.destroy(p);', turns: [1, 4] },
    ],
    ['attach', '', 'x=b(u,24,s);', '', '', { setup: 'b=P.attach;', turns: [1, 4] }],
    ['repair', 'nothing was cut off', 'x=b(p);', '', '', { setup: 'b=P.repair;', turns: [1, 4] }],
    ['repairAt', 'nothing was cut off', 'x=b(u,24,s);', '', '', { setup: 'b=P.repairAt;', turns: [1, 4] }],
    ['sectorsFor', '', 'x=b(s,24);', '', '', { setup: 'b=P.sectorsFor;', ...DEAR }],
  ],
);

export const PAGING = [...PAGER, ...CHECKPOINT];
