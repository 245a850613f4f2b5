/**
 * Programs that break up the memory of an Espruino, and ask for arrays all along: whether each came in one piece is what the counted memory of emulated
 * boards is compared with.
 */

/** What such a program keeps at a time, up to how many bytes each, of a board with REFERENCE variables, and the numbers it draws. */
export interface Scene {
  slots: number;
  mostBytes: number;
  seed: number;
}

const REFERENCE = 2630;
const STEPS = 240;
const SHAPES: [slots: number, mostBytes: number][] = [
  [12, 1900],
  [20, 1250],
  [30, 900],
];
const SEEDS = [1, 2, 3, 4, 5];

export const SCENES: Scene[] = SEEDS.flatMap((seed) =>
  SHAPES.map(([slots, mostBytes]) => ({ slots, mostBytes, seed })),
);
export const nameOf = ({ slots, mostBytes, seed }: Scene): string => `${slots} x ${mostBytes}, ${seed}`;

/** Prints lines of `P` and twenty answers: 1, the array lies in one piece. It may run out of memory before its end. */
export function sceneProgram({ slots, mostBytes, seed }: Scene, variables: number): string {
  const most = Math.round((mostBytes * variables) / REFERENCE);
  return `var r=${seed * 97 + slots};function rnd(n){r=(r*75+74)%65537;return r%n;}
var s=[],i,k,j,n,o,p,out="";for(i=0;i<${slots};i++)s.push(0);
for(var step=0;step<${STEPS};step++){i=rnd(${slots});k=rnd(5);s[i]=0;
if(k==0)s[i]=new Uint8Array(20+rnd(${most}));
else if(k==1)s[i]="x".repeat(10+rnd(${most}>>1));
else if(k==2){o=[];n=1+rnd(${most}>>5);for(j=0;j<n;j++)o.push({t:j,v:j*1.5});s[i]=o;}
else if(k==3){o=[];n=1+rnd(${most}>>4);for(j=0;j<n;j++)o.push(j);s[i]=o;}
o=0;if(step%4==3){n=50+rnd(${most * 6});p=new Uint8Array(n);out+=(E.getAddressOf(p,true)?1:0);p=0;if(out.length==20){print("P"+out);out="";}}}`;
}

/** The answers in what it printed. */
export const answersIn = (said: string): string =>
  Array.from(said.matchAll(/^P([01]+)\r?$/gm), ([, answers]) => answers).join('');
