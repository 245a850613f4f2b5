/**
 * Scenes of processes. Timers are the scene's own: `q` has what is due, and `g()` calls it, so that what is counted is what the module adds
 * to the engine's timers.
 */
import { scenesOf } from '../scene.ts';

const SETUP =
  'var h=ckremm.processes,u=ckremm.heap.format(new Uint8Array(4096)),q=[],s,k,e={on:function(n,l){e.l=l},removeListener:f};' +
  'setTimeout=setInterval=function(a,b,c,d){q.push(a,c,d);return 9};clearTimeout=clearWatch=f;setWatch=function(a){e.l=a;return 9};' +
  'function g(){var a=q;q=[];for(y=0;y<a.length;y+=3)a[y](a[y+1],a[y+2])}' +
  'h.init(null,{spare:0});k=h.spawn(function(a){s=a;s.receive(f)},{mail:1000});g();';

export const PROCESSES = scenesOf(['processes'], SETUP, [
  ['init', 'refused, as there are programs', 'x=h.init(null);'],
  ['spawn + kill', 'with its start', 'x=h.spawn(f);g();h.kill(x);'],
  ['spawn', '', 'x=h.spawn(f);', '', 'h.kill(x);q=[];'],
  ['kill', 'one that holds an interval', 'h.kill(x);', 'x=h.spawn(function(a){a.setInterval(f,9)});g();q=[];'],
  ['send', 'and what is done at its delivery', 'h.send(k,5);g();'],
  ['state', '', 'x=h.state(k);'],
  ['list', 'one program', 'x=h.list();'],
  ['recover', 'nothing was interrupted', 'h.recover();'],
  ['spawn', 'sys.setTimeout, and its turn', 's.setTimeout(f,1);g();'],
  [
    'spawn',
    'a turn of sys.setInterval',
    'g();q=[z[0],z[1],z[2]];',
    '',
    '',
    { setup: 's.setInterval(f,9);z=q.slice();' },
  ],
  ['spawn', 'an event of sys.on', 'e.l(5);', '', '', { setup: 's.on(e,"x",f);' }],
  ['spawn', 'sys.claim and sys.clear', 'x=s.claim(u);s.clear(x);'],
]);
