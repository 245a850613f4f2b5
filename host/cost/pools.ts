/** A pool of each module, as README's table of modules has it: what makes one, so that the variables of an idle library with it can be measured. */

export interface MeasuredPool {
  /** The module that is told of. */
  module: string;
  /** Modules of the bundle. */
  modules: string;
  /** Makes a pool `p` in the heap `h` with the library `K`. */
  make: string;
  /** Before all is counted: what the program has anyway, as a store. */
  before?: string;
}

/** Bytes of the heap that the pool is made in; its variables are not counted. */
export const POOL_HEAP_BYTES = 2048;

/** A store of which nothing is in RAM: nothing is there, and nothing is kept. */
const STORE =
  'var s={size:16384,eraseBytes:1024,programBytes:4,read:function(a,v,t,n){for(;n--;)v[t++]=255;return true;},' +
  'program:function(){return true;},erase:function(){return true;}};';

const pool = (module: string, make: string): MeasuredPool => ({ module, modules: module, make });

export const POOLS: MeasuredPool[] = [
  pool('headers', 'K.headers.create(h,1500)'),
  pool('tables', 'K.tables.create(h,1500)'),
  pool('records', 'K.records.create(h,"t:u32 v:i16",100)'),
  pool('queue', 'K.queue.create(h,"t:u32 v:i16",100,true)'),
  pool('messages', 'K.messages.create(h,1500)'),
  pool('strings', 'K.strings.create(h,1500)'),
  pool('gc', 'K.gc.create(h,1800,40)'),
  { ...pool('paging', 'K.paging.create(h,1900,s,24,{pageBytes:64})'), before: STORE },
  { module: 'processes', modules: 'headers,processes', make: 'K.processes.init()' },
];
