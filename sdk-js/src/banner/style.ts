/** Looks: the page's own font, and a handful of properties that the page may set on `:root`. */
export const STYLE = `
:host{all:initial;font:inherit;--ink:var(--revoir-text,#1c1e21);--paper:var(--revoir-background,#fff);--line:var(--revoir-line,#767b82);--main:var(--revoir-accent,#1d4ed8);--on:var(--revoir-on-accent,#fff);--round:var(--revoir-radius,6px)}
*{box-sizing:border-box}
[role=dialog],.badge{position:fixed;z-index:2147483000;color:var(--ink);background:var(--paper);border:1px solid var(--line);border-radius:var(--round);font-size:16px;line-height:1.45}
[role=dialog]{inset:auto 12px 12px;max-width:46em;margin:0 auto;max-height:calc(100vh - 24px);overflow:auto;padding:16px;box-shadow:0 4px 24px #0003}
h2{font-size:1.15em;margin:0 0 8px}p,ul{margin:0 0 10px}ul{padding-left:1.2em}
fieldset{border:1px solid var(--line);border-radius:var(--round);margin:0 0 10px;padding:10px 12px}
legend{font-weight:600;padding:0 4px}
label{display:inline-flex;gap:8px;align-items:center;margin-right:20px;min-height:28px;cursor:pointer}
input{width:18px;height:18px;margin:0;accent-color:var(--main)}
.row{display:flex;flex-wrap:wrap;gap:8px}
button{font:inherit;padding:9px 14px;border-radius:var(--round);border:1px solid var(--main);background:var(--paper);color:var(--main);cursor:pointer;min-height:44px}
.row button{flex:1 1 8em}
[role=dialog] .row{position:sticky;bottom:-16px;margin:0 -16px -16px;padding:10px 16px 16px;background:var(--paper);border-top:1px solid var(--line)}
button.same{background:var(--main);color:var(--on)}
a{color:var(--main)}
:focus-visible{outline:3px solid var(--main);outline-offset:2px}
.badge{inset:auto auto 12px 12px;max-width:calc(100% - 24px);padding:4px}
.badge button{border:0;min-height:36px;padding:4px 10px;color:inherit;text-align:left}
.badge div{padding:4px 10px 8px}.badge .row button{border:1px solid var(--line)}
@media(forced-colors:active){button{border-color:ButtonText}}
`;
