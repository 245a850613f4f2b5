/**
 * What a board's self-test runs: expressions of K, the library; M, a module of it; and s, what the rows before have kept: s.h is the heap, s.p the pool. Each
 * gives numbers, texts and truths that are the same on native code, on ES5 and on this computer.
 */

export interface Row {
  module: string;
  code: string;
}

/** What is timed: so many turns of a statement, after its rows. */
export interface Timed {
  module: string;
  what: string;
  code: string;
  times: number;
}

const SIZES = [1, 2, 16, 17, 64, 300];
const row = (module: string, ...codes: string[]): Row[] => codes.map((code) => ({ module, code }));

const headers = [
  ...row('headers', 's.a=[],!!(s.p=M.create(s.h,1400))', 'M.create(s.h,9000)', 'K.fault()'),
  ...SIZES.flatMap((bytes, i) => row('headers', `s.a[${i}]=M.alloc(s.p,${bytes})`, `M.sizeOf(s.p,s.a[${i}])`)),
  ...row(
    'headers',
    'M.alloc(s.p,5000)',
    'K.fault()',
    'M.alloc(s.p,0)',
    'K.fault()',
    'M.dealloc(s.p,s.a[2])',
    'M.dealloc(s.p,s.a[2])',
  ),
  ...row(
    'headers',
    'K.fault()',
    'M.dealloc(s.p,s.a[3]+4)',
    'K.fault()',
    's.h[s.a[4]]=77',
    's.a[4]=M.resize(s.p,s.a[4],120)',
    's.h[s.a[4]]',
  ),
  ...row(
    'headers',
    's.a[4]=M.resize(s.p,s.a[4],20)',
    'M.clean(s.p,s.a[4])',
    's.h[s.a[4]]',
    '(s.b=M.allocAligned(s.p,20,64))%64',
    'M.view(s.p,s.b).length',
  ),
  ...row(
    'headers',
    'M.setLow(s.p,600)',
    'M.isLow(s.p)',
    'M.reorder(s.p)',
    's.n=0,M.reorder(s.p,function(f,t,n){s.n+=n})',
    's.n',
    'M.repair(s.p)',
  ),
  ...row(
    'headers',
    '!!M.attach(s.h,K.heap.find(s.h,1,0))',
    'M.attach(s.h,12)',

    'M.destroy(s.p)',
    'M.alloc(s.p,16)',
    'K.fault()',
  ),
];

const tables = [
  ...row('tables', 's.a=[],!!(s.p=M.create(s.h,900,8))'),
  ...SIZES.slice(0, 5).map((bytes, i) => ({ module: 'tables', code: `s.a[${i}]=M.alloc(s.p,${bytes})` })),
  ...row(
    'tables',
    'M.addrOf(s.p,s.a[1])-M.addrOf(s.p,s.a[0])',
    'M.write(s.p,s.a[4],[1,2,3],2)',
    'M.write(s.p,s.a[4],[1,2,3],63)',
    'K.fault()',
  ),
  ...row(
    'tables',
    's.i=new Uint8Array(3),M.read(s.p,s.a[4],s.i,2)',
    's.i[2]',
    'M.dealloc(s.p,s.a[1])',
    'M.sizeOf(s.p,s.a[1])',
    'K.fault()',
  ),
  ...row(
    'tables',
    'M.pin(s.p,s.a[4])>0',
    'M.unpin(s.p,s.a[4])',
    'M.reorder(s.p,10)',
    'M.reorder(s.p)',
    'M.resize(s.p,s.a[4],90)===s.a[4]',
    'M.destroy(s.p)',
  ),
];

const rows = (module: string, take: string, kind: number): Row[] =>
  row(
    module,
    '!!(s.p=M.create(s.h,"t:u32 v:i16 w:f32 x:u8",12))',
    `s.r=M.${take}(s.p)`,
    `M.${take}(s.p)`,
    'M.count(s.p)',
    'M.set(s.p,s.r,1,3000000000)',
  ).concat(
    row(
      module,
      'M.get(s.p,s.r,1)',
      'M.set(s.p,s.r,2,-7)',
      'M.get(s.p,s.r,2)',
      'M.set(s.p,s.r,3,1.5)',
      'M.get(s.p,s.r,3)',
      'M.set(s.p,s.r,"x",300)',
    ),
    row(
      module,
      'M.get(s.p,s.r,"x")',
      'M.field(s.p,"v")',
      'M.get(s.p,11,1)',
      'M.column(s.p,2)[s.r]',
      `!!M.attach(s.h,K.heap.find(s.h,${kind},0))`,
      'M.destroy(s.p)',
    ),
  );

const gc = row(
  'gc',
  '!!(s.p=M.create(s.h,1600,12))',
  's.t=M.defineType(s.p,[0])',
  's.o=M.open(s.p)',
  's.a=M.alloc(s.p,s.t,12)',
  's.b=M.alloc(s.p,s.t,8)',
  'M.setRef(s.p,s.a,0,s.b)',
  'M.getRef(s.p,s.a,0)===s.b',
  'M.setRoot(s.p,1,s.a)',
  'M.close(s.p,s.o)',
  'M.collect(s.p)',
  'M.getRef(s.p,s.a,0)===s.b',
  'M.setRoot(s.p,1,0)',
  'M.collect(s.p)',
  'M.getRef(s.p,s.a,0)',
  'K.fault()',
  'M.destroy(s.p)',
);

/** In the order in which they run; each module leaves the heap as empty as it found it. */
export const ROWS: Row[] = [...headers, ...tables, ...rows('records', 'alloc', 4), ...rows('queue', 'push', 5), ...gc];

export const TIMED: Timed[] = [
  { module: 'headers', what: 'pair of 16', code: 'M.dealloc(s.p,M.alloc(s.p,16))', times: 50 },
  { module: 'headers', what: 'pair of 300', code: 'M.dealloc(s.p,M.alloc(s.p,300))', times: 20 },
  { module: 'tables', what: 'pair of 16', code: 'M.dealloc(s.p,M.alloc(s.p,16))', times: 50 },
  { module: 'records', what: 'pair', code: 'M.dealloc(s.p,M.alloc(s.p))', times: 50 },
  { module: 'queue', what: 'push and shift', code: 'M.push(s.p);M.shift(s.p)', times: 50 },
  { module: 'gc', what: 'collect', code: 'M.collect(s.p)', times: 10 },
];

/** What a timed statement is preceded by: a pool of its module. */
export const POOL: Record<string, string> = {
  headers: 's.p=M.create(s.h,1400)',
  tables: 's.p=M.create(s.h,900,8)',
  records: 's.p=M.create(s.h,"t:u32 v:i16",12)',
  queue: 's.p=M.create(s.h,"t:u32 v:i16",12)',
  gc: 's.p=M.create(s.h,1600,12)',
};

/** Bytes of each heap. */
export const HEAP_BYTES = 2048;
