/**
 * Single statements, to tell the weights of a call, a name, an operator ... from one another. `thumbUnits`: the
 * same on an ARM Thumb-2 build of Espruino 2v29 (-Os, soft float), counted under emulation: what a board runs.
 */
import { type Scene } from './scene.ts';

const SETUP =
  'function r(){return 1;}function g(a,b){return a+b;}function v(a){var b=2,c=3;}' +
  'var a=7,b=9,u=new Uint8Array(64),w=new Uint8Array(64),U=new Uint32Array(u.buffer),o={x:1,y:2},s="abcdefgh",P=function(){this.x=3;};P.prototype.m=function(){return this.x;};var p=new P(),q=s.charCodeAt;';

const STATEMENTS: [run: string, thumbUnits?: number][] = [
  ['f();', 1],
  ['f(1);', 1.75],
  ['f(1,2);', 2.47],
  ['f(1,2,3);', 3.19],
  ['f(1,2,3,4);', 3.92],
  ['r();', 2.07],
  ['g(a,b);', 4.03],
  ['v(a);'],
  ['x=g(a,b);'],
  ['x=5;', 0.82],
  ['x=a;', 0.92],
  ['x=a+1;', 1.36],
  ['x=a&7;', 1.36],
  ['x=a>>1;', 1.36],
  ['x=(a+15)>>4;', 1.99],
  ['a++;', 0.88],
  ['a+=1;', 1.19],
  ['a=a+1;', 1.36],
  ['x=a===b;'],
  ['x=!a;'],
  ['x=a*b;'],
  ['x=a/b;'],
  ['x=a>>>0;'],
  ['x=-1-a;'],
  ['if(a);', 0.53],
  ['if(a){}', 0.6],
  ['if(a)x=1;else x=2;'],
  ['if(!a)x=1;else x=2;'],
  ['a?b:i;', 0.92],
  ['a&&b;', 0.7],
  ['x=a||b;'],
  ['if(!a){x=u[3]+u[4];y=g(a,b)+g(b,a);z=x+y*2+a*b;x=u[5]+u[6]+u[7];}'],
  ['x=u[3];', 1.55],
  ['x=U[3];', 1.55],
  ['u[3]=a;', 1.64],
  ['u[3]++;', 1.56],
  ['u[3]+=2;', 2.21],
  ['u[3]=u[4];', 2.36],
  ['x=u[a+1]|u[b]<<8;'],
  ['x=o.x;', 1.03],
  ['o.x=a;', 1.05],
  ['x=u.length;', 3.9],
  ['x=p.m();', 2.96],
  ['x=s.charCodeAt(3);', 3.8],
  ['x={};', 0.7],
  ['x={a:1,b:2};', 2.3],
  ['x=[1,2,3];', 2.13],
  ['for(y=0;y<10;y++);', 21],
  ['y=10;while(y)y--;'],
  ['y=10;do{x=u[y];}while(--y);'],
  ['x=new Uint8Array(16);', 3],
  ['x=u.subarray(8,40);', 4.3],
  ['u.set(w);'],
  ['u.set(w.subarray(0,16),8);'],
  ['u.set(u.subarray(8,40));'],
  ['u.set(u.subarray(0,32),8);'],
  ['u.set(u.subarray(16,24),8);'],
];

/** A statement is measured in so many copies: what a text costs depends on where it lies in the engine's blocks. */
export const COPIES = 16;

export const STATEMENT_SCENES: (Scene & { thumbUnits?: number })[] = STATEMENTS.map(([run, thumbUnits]) => ({
  call: 'statement',
  what: run,
  modules: [],
  setup: SETUP,
  run: run.repeat(COPIES),
  turns: [20, 60],
  ...(thumbUnits ? { thumbUnits } : {}),
}));
