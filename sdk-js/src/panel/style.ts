/** The panel's own sheet; set from script, which a page's policy for styles does not forbid. */
export const STYLE = `
:host { all: initial; }
* { box-sizing: border-box; }
.frame { position: fixed; inset: auto 1rem 1rem auto; z-index: 2147483647; font: 14px/1.45 system-ui, sans-serif;
  color: #1c2530; width: min(46rem, calc(100vw - 2rem)); }
.frame.closed { width: auto; }
section { display: flex; flex-direction: column; max-height: min(32rem, calc(100vh - 2rem)); background: #fff;
  border: 1px solid #c5ced8; border-radius: 10px; box-shadow: 0 8px 30px #0f1f3333; overflow: hidden; }
[hidden] { display: none !important; }
header { display: flex; gap: .75rem; align-items: start; padding: .75rem 1rem .5rem; }
h2 { margin: 0; font-size: 1rem; }
p { margin: .1rem 0 0; color: #4a5868; }
header div { flex: 1; }
button, input { font: inherit; color: inherit; background: #fff; border: 1px solid #8493a4; border-radius: 6px;
  padding: .3rem .7rem; }
button:hover { background: #eef2f6; }
:focus-visible { outline: 3px solid #1f6feb; outline-offset: 1px; }
.opener { box-shadow: 0 2px 10px #0f1f3333; }
.state { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0 1rem .5rem; color: #4a5868; }
.state b { color: #1c2530; }
.tools { display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: center; padding: 0 1rem .6rem; }
.tools label { display: flex; gap: .5rem; align-items: center; max-width: 100%; }
.tools input { min-width: 0; }
.tools span { white-space: nowrap; }
.list { overflow: auto; border-top: 1px solid #dde3ea; }
table { width: 100%; border-collapse: collapse; }
th { position: sticky; top: 0; background: #f5f7fa; text-align: left; font-weight: 600; }
th, td { padding: .3rem 1rem; vertical-align: top; border-bottom: 1px solid #eef1f5; }
td:nth-child(2) { font-family: ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
td:first-child { white-space: nowrap; }
td:last-child { text-align: right; font-variant-numeric: tabular-nums; }
.empty { padding: 1rem; color: #4a5868; }
@media (prefers-color-scheme: dark) {
  .frame { color: #e6ebf1; }
  section, button, input { background: #161c24; }
  section { border-color: #3a4655; }
  button:hover { background: #232c38; }
  p, .state, .empty { color: #a7b4c3; }
  .state b { color: #e6ebf1; }
  th { background: #1d2530; }
  th, td { border-color: #2a3441; }
  .list { border-color: #2a3441; }
  :focus-visible { outline-color: #79b0ff; }
}
`;
