/** The style of the report: light and dark, no fonts or images from elsewhere. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --text: #1b1f24; --quiet: #57606a; --line: #d0d7de; --raised: #f6f8fa;
  --link: #0550ae; --good: #116329; --good-back: #dafbe1; --bad: #a40e26; --bad-back: #ffebe9;
  --free: #eceff2; --frame: #1b1f24; --fragmentation: #cf222e;
  --life-0: #f2b134; --life-1: #e0703a; --life-2: #b5446e; --life-3: #6a4c9c; --life-4: #27477f;
  --state-used: #27477f; --state-pinned: #b5446e; --state-waiting: #6a4c9c; --state-free: #cfe3f5; --state-deferred: #8dbfe6;
  --state-entry: #f2b134; --state-control: #9aa4ae; --state-hole: #f0f2f4; --state-unreadable: #cf222e;
}
@media (prefers-color-scheme: dark) { :root {
  --page: #0d1117; --text: #e6edf3; --quiet: #9da7b3; --line: #30363d; --raised: #161b22;
  --link: #79b8ff; --good: #56d364; --good-back: #12301b; --bad: #ff8e86; --bad-back: #3c1618;
  --free: #1c222b; --frame: #ffffff; --fragmentation: #ff7b72;
  --life-0: #ffd166; --life-1: #f4894b; --life-2: #d4608c; --life-3: #9a7fd1; --life-4: #5b8fd6;
  --state-used: #5b8fd6; --state-pinned: #d4608c; --state-waiting: #9a7fd1; --state-free: #1d3348; --state-deferred: #2c5f8a;
  --state-entry: #ffd166; --state-control: #5a6470; --state-hole: #161b22; --state-unreadable: #ff7b72;
} }
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.5rem; max-width: 76rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif;
}
h1 { font-size: 1.75rem; margin: 0 0 .25rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .25rem; }
p { margin: .25rem 0 1rem; max-width: 48rem; }
a { color: var(--link); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; background: var(--page); padding: .5rem; z-index: 1; }
.scroll { overflow-x: auto; container-type: inline-size; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; white-space: normal; color: var(--quiet); padding-bottom: .5rem; }
caption span { display: inline-block; position: sticky; left: 0; max-width: 100cqi; }
th, td { padding: .3rem .75rem; text-align: right; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
th { font-weight: 600; }
th small, td small { display: block; font-weight: 400; color: var(--quiet); }
.matrix { width: 100%; }
.matrix th, .matrix td { white-space: nowrap; }
.matrix th small, .matrix td small { display: inline; margin-left: .25rem; }
.matrix thead th small { display: block; margin: 0; }
.matrix th:first-child { position: sticky; left: 0; background: var(--page); }
td.fits { background: var(--good-back); }
td.fits b { color: var(--good); }
td.fails { background: var(--bad-back); }
td.fails b { color: var(--bad); }
td.small, .left-out { color: var(--quiet); }
.facts { display: flex; flex-wrap: wrap; gap: .5rem 2.5rem; margin: .5rem 0 1rem; }
.facts dt { color: var(--quiet); font-size: .875rem; }
.facts dd { margin: 0; font-size: 1.25rem; font-variant-numeric: tabular-nums; }
fieldset { border: 0; padding: 0; margin: 0 0 .5rem; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; }
legend { float: left; color: var(--quiet); margin-right: 1rem; }
figure { margin: 0; }
.area { display: grid; grid-template-columns: 5.5rem 1fr; gap: 0 .5rem; }
.map { position: relative; height: 22rem; overflow: hidden; background: var(--free); cursor: crosshair; }
.map canvas { position: absolute; width: 100%; height: 100%; }
.cursor, .brush, .peak { position: absolute; pointer-events: none; }
.cursor { outline: 2px solid var(--frame); min-width: 3px; min-height: 3px; }
.brush { top: 0; bottom: 0; background: var(--link); opacity: .3; }
.peak { top: 0; bottom: 0; border-left: 1px dashed var(--frame); }
.peak span {
  position: absolute; top: .25rem; left: .25rem; padding: 0 .3rem; font-size: .75rem;
  white-space: nowrap; background: var(--page); opacity: .85;
}
.peak.late span { left: auto; right: .25rem; }
.axis-y { position: relative; font-size: .75rem; color: var(--quiet); text-align: right; }
.axis-y span { position: absolute; right: 0; transform: translateY(50%); }
.axis-y span.top { transform: translateY(100%); }
.axis-y span.bottom { transform: none; }
.axis-y span.name { transform: translateY(50%); color: var(--text); }
.strip { position: relative; height: 5rem; margin-top: .5rem; cursor: crosshair; }
.strip svg { display: block; width: 100%; height: 100%; background: var(--raised); border-bottom: 1px solid var(--line); }
.column-cursor { position: absolute; top: 0; height: 100%; border-left: 2px solid var(--frame); margin-left: -1px; pointer-events: none; }
.strip path { fill: var(--fragmentation); fill-opacity: .25; stroke: var(--fragmentation); stroke-width: 1.5; vector-effect: non-scaling-stroke; }
.strip path.moves { fill: var(--frame); fill-opacity: .55; stroke: none; }
.residency, .teeth { height: 10rem; }
.residency .column-cursor { min-width: 6px; border: 2px solid var(--frame); margin-left: -3px; }
.pauses { height: 8rem; max-width: 40rem; }
.pauses path { fill: var(--life-4); fill-opacity: 1; stroke: none; }
.area .strip { margin-left: 0; }
figure > output.of-strip { margin-left: 0; }
.plot > output.of-strip { margin-left: 6rem; }
figcaption { margin-top: 1.25rem; }
.axis-x { grid-column: 2; display: flex; justify-content: space-between; font-size: .75rem; color: var(--quiet); }
.axis-x span { font-variant-numeric: tabular-nums; }
.below { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: .5rem 0 0 6rem; font-size: .875rem; align-items: center; }
.key { display: inline-flex; align-items: center; gap: .3rem; }
.key i { width: .9rem; height: .9rem; display: inline-block; }
output { display: block; margin: .5rem 0 0 6rem; min-height: 1.5rem; font-variant-numeric: tabular-nums; }
button { font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--line); border-radius: .3rem; padding: .1rem .6rem; cursor: pointer; }
details { margin: .75rem 0; }
summary { cursor: pointer; color: var(--link); }
details table { margin-top: .5rem; font-size: .9rem; }
kbd { border: 1px solid var(--line); border-radius: .2rem; padding: 0 .3rem; font-size: .85em; }
.heap-map .map { max-height: 44rem; }
.heap-map fieldset { margin: 0; }
pre.bytes { margin: .25rem 0 0 6rem; min-height: 9.5rem; font: .8rem/1.3 ui-monospace, monospace; overflow-x: auto; }
pre.bytes:empty { min-height: 1rem; }
h3 { font-size: 1.05rem; margin: 1.75rem 0 .25rem; }
.regions table { min-width: 32rem; }
.regions .facts dd { font-size: 1rem; }
.sound { color: var(--good); }
.damage { color: var(--bad); background: var(--bad-back); padding: .5rem .75rem; border-radius: .3rem; max-width: none; }
.damage p { margin: 0; }
@media print {
  .skip, button, .brush, .cursor, .pictures fieldset { display: none; }
  body { max-width: none; padding: 0; }
  section, figure, table { break-inside: avoid; }
  .map canvas, svg, .key i { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
@media (max-width: 40rem) {
  body { padding: 1rem; }
  .area { grid-template-columns: 3.5rem 1fr; }
  .axis-y span.name { display: none; }
  .matrix tbody th small { display: block; margin: 0; }
  .below, output { margin-left: 0; }
}
`;
