/** The style of the page in which programs are tried, beyond what all pages have. */
export const PLAY_STYLE = `
:root { --accent: #0550ae; --on-accent: #ffffff; --border: #767f89; }
@media (prefers-color-scheme: dark) { :root { --accent: #79b8ff; --on-accent: #0d1117; --border: #7d8590; } }
body { max-width: 96rem; }
header p { max-width: 60rem; }
main { display: grid; gap: 0 2.5rem; grid-template-columns: minmax(0, 1fr); }
h2 { margin-top: 1rem; }
.quiet { color: var(--quiet); font-size: .9rem; }
.choices { display: flex; flex-wrap: wrap; gap: .75rem 1.25rem; margin: .5rem 0 1rem; }
.choices label { display: grid; gap: .15rem; color: var(--quiet); font-size: .9rem; min-width: 0; max-width: 100%; }
select, textarea, #link { font: inherit; color: var(--text); background: var(--page); border: 1px solid var(--border); border-radius: .35rem; }
select { min-height: 44px; padding: 0 .5rem; width: 100%; min-width: 0; font-size: 1rem; }
#modules { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 14rem), 1fr)); gap: 0 1rem; }
#modules legend { float: none; padding: 0; margin: 0; font-size: .9rem; }
#modules label { display: grid; grid-template-columns: auto 1fr; align-items: center; align-content: center; gap: 0 .6rem; min-height: 48px; line-height: 1.25; }
#modules input { grid-row: span 2; }
#modules b { font-weight: 600; }
#modules small { color: var(--quiet); font-size: .85rem; }
input[type=checkbox] { width: 1.25rem; height: 1.25rem; flex: none; accent-color: var(--accent); }
label.code { display: block; margin: 1rem 0 .25rem; color: var(--quiet); font-size: .9rem; }
textarea { display: block; width: 100%; padding: .75rem; resize: vertical; overflow: auto; tab-size: 2; font: .875rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
.buttons { display: flex; flex-wrap: wrap; gap: .5rem; margin: .5rem 0; }
button { min-height: 44px; min-width: 44px; padding: .25rem 1rem; border-color: var(--border); border-radius: .35rem; }
button:hover:enabled { border-color: var(--text); }
button:disabled { color: var(--quiet); border-style: dashed; cursor: default; }
button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
#link-line label { display: flex; gap: .5rem; align-items: center; }
#link { flex: 1; min-width: 0; min-height: 44px; padding: 0 .5rem; }
#status { min-height: 1.5rem; font-weight: 600; overflow-wrap: anywhere; }
#status:empty { margin: 0; }
#slider { width: 100%; height: 44px; margin: 0; accent-color: var(--accent); }
.unseen { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
#steps .facts { gap: .5rem 2rem; margin: 1rem 0 0; }
#steps .facts dd { font-size: 1rem; overflow-wrap: anywhere; }
#steps .facts .wide dd { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: .9rem; line-height: 1.5rem; }
#step-fault { color: var(--bad); font-weight: 600; min-height: 3rem; margin: .25rem 0 .5rem; }
#heap .area { display: block; }
#heap output, #heap .below, #heap pre.bytes { margin-left: 0; }
#heap pre.bytes:empty { display: none; }
#heap > label { display: inline-flex; gap: .5rem; align-items: center; color: var(--quiet); }
#heap > label[hidden] { display: none; }
.key i.changed { background: linear-gradient(var(--state-used) 70%, var(--fragmentation) 70%); }
#pools { margin: 1rem 0; }
#pools table, #figures table, table.calls { font-size: .9rem; }
#figures .scroll { margin: 1.5rem 0; }
#figures th, #figures td { white-space: nowrap; }
table.calls { width: 100%; min-width: 34rem; }
table.calls td { text-align: left; overflow-wrap: anywhere; }
table.calls td:last-child, table.calls th:last-child { text-align: right; }
table.calls thead th { text-align: left; }
table.calls tbody th, table.calls tbody td { padding-block: 0; height: 44px; }
table.calls td:nth-child(2) { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: .85em; }
table.calls tbody button { background: none; border: 0; color: var(--link); padding: 0 .5rem; text-align: left; }
table.calls tr[data-at] { cursor: pointer; }
table.calls tr[aria-current] { background: var(--raised); box-shadow: inset 3px 0 var(--accent); }
table.calls tr.refused td:nth-child(4) { color: var(--bad); }
#lines { background: var(--raised); padding: .75rem; border-radius: .35rem; max-height: 16rem; overflow: auto; font: .85rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
@media (prefers-reduced-motion: no-preference) { button { transition: border-color .12s; } }
@media (min-width: 72rem) {
  main { grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); }
}
@media (max-width: 40rem) {
  .buttons button { flex: 1 1 auto; padding: .25rem .5rem; }
  table.calls { min-width: 27rem; }
  #pools th, #pools td, #figures th, #figures td, table.calls th, table.calls td { padding-inline: .4rem; }
}
`;
