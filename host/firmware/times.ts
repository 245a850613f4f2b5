/**
 * What the calls of the library take on a firmware, by the board's own clock in microseconds: text in front of the program puts a
 * function that looks at the clock in the place of each call. What that costs is measured on a function that does nothing, and taken off.
 */
import type { BoardProfile } from '../boards/board.ts';
import type { BoardConsole } from './console.ts';

export interface CallTimes {
  /** 'headers.alloc'. */
  call: string;
  times: number;
  milliseconds: number;
  worstMilliseconds: number;
}

/** Of the board, kept apart from the program's names. */
const TIMES = '__ckremmTimes';
const NOTHING = '(nothing)';
/** Calls of the function that does nothing. */
const TRIES = 20;

/** Times are kept as [calls, microseconds in all, most microseconds, depth]: a call that calls another one is timed as a whole. */
const prologueOf = (library: string, now: string): string => `(function(c){\
var t={},d=0,g=(function(){return this})()||globalThis,k,m,i,n={nothing:function(a,b){}};\
function w(o,k,name){var f=o[k],r=t[name]=[0,0,0];o[k]=function(){\
if(d)return f.apply(this,arguments);d=1;var s=${now},v,e;try{v=f.apply(this,arguments);}finally{d=0;e=${now}-s;r[0]++;r[1]+=e;if(e>r[2])r[2]=e;}return v;};}\
w(n,"nothing","${NOTHING}");for(i=0;i<${TRIES};i++)n.nothing(1,2);\
for(m in c)if(c[m]&&typeof c[m]=="object")for(k in c[m])if(typeof c[m][k]=="function")w(c[m],k,m+"."+k);\
g.${TIMES}=function(){var o={},k;for(k in t)if(t[k][0])o[k]=t[k];return o;};\
})(${library});\n`;

/** The program with its calls timed. */
export function withTimes(board: BoardProfile, program: Uint8Array): Uint8Array {
  const isKaluma = board.engine.name === 'kaluma';
  const prologue = isKaluma
    ? prologueOf('ckremm', 'micros()')
    : prologueOf('require("ckremm")', 'Math.round(getTime()*1e6)');
  return Buffer.concat([Buffer.from(prologue), program]);
}

/** What was timed, the slowest first; nothing when the board does not say it. */
export function readTimes(terminal: BoardConsole, most: number): CallTimes[] {
  const times = terminal.ask(`${TIMES}()`, most) as Record<string, [number, number, number]> | undefined;
  const { [NOTHING]: nothing, ...calls } = times ?? {};
  if (!nothing) return [];
  const empty = nothing[1] / nothing[0];
  return Object.entries(calls)
    .map(([call, [count, sum, worst]]) => ({
      call,
      times: count,
      milliseconds: Math.max(0, sum - count * empty) / 1000,
      worstMilliseconds: Math.max(0, worst - empty) / 1000,
    }))
    .sort((a, b) => b.worstMilliseconds - a.worstMilliseconds);
}
