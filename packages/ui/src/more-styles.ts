/** What panel, card and tiles need on top of `styles.ts`; the same rules hold here. */
export const moreStyles = `
h3,dl,dd,ul{margin:0;padding:0}
ul{list-style:none}
li,dl,details{font-size:.875em}
summary{font:inherit;-webkit-tap-highlight-color:transparent}
p .link{display:inline;font-size:1em}
p b{color:var(--t)}
.row:has(:disabled){cursor:default}
h3{font-size:.9375em;font-weight:650;margin-block-end:.25em}
.card{inset-inline-end:16px}
.card .scroll{gap:10px!important}
.card .bar{padding-block-start:16px!important}
.prefs .scroll>p{color:var(--m)}
.use{border-block-start:1px solid var(--l)}
.row .outlined{flex:none;max-inline-size:50%}
.card>.links{padding:0 20px 8px;margin-block-start:-8px}
.talk{flex-wrap:wrap;border-radius:var(--r)!important}
.launch{position:fixed;inset-inline-end:16px;inset-block-end:calc(16px + var(--end,0px))}
.launch .pill{min-height:52px;padding-inline:1.1em;font-size:.9375em}
dialog.prefs{inset:0;margin:auto;padding:0;inline-size:min(620px,100vw - 32px);block-size:fit-content;max-inline-size:none;max-block-size:min(800px,100dvh - 32px)}
dialog.prefs:not([open]){display:none}
.prefs::backdrop{background:#0006}
.prefs .head{padding:20px 24px 0;flex:none}
.prefs .scroll{padding:8px 24px 20px;gap:12px}
.prefs .bar{padding:14px 24px;border-block-start:1px solid var(--l)}
.prefs .scroll>section:not(.use){border-block-start:1px solid var(--l);padding-block-start:16px;margin-block-start:4px}
.inline{display:flex;flex-direction:column;background:var(--s);border:1px solid var(--l);border-radius:var(--r)}
.inline .scroll{overflow:visible}
:host(privacy-choices){display:block}
:host(privacy-choices) .root{all:initial;display:block;color-scheme:inherit;font-family:var(--latchkey-font,inherit);line-height:1.5;color:var(--t);text-align:start;overflow-wrap:break-word;word-break:auto-phrase}
:host(privacy-choices) .system{color-scheme:light dark}
.use{padding-block:8px 4px}
.use p{color:var(--m)}
.use .use,.prefs section>p{margin-block-end:4px}
.find label{font-size:.875em}
.find input{appearance:auto;display:block;inline-size:100%;block-size:auto;min-height:44px;padding-inline:.75em;border-radius:calc(var(--r)*.7);cursor:text}
[hidden]{display:none!important}
.facts{margin-block-start:8px;display:flex;flex-wrap:wrap;column-gap:20px}
.facts dl,.facts [open]{flex:0 0 100%}
dl{display:grid;grid-template-columns:fit-content(40%) minmax(0,1fr);gap:4px 16px}
dt{color:var(--m)}
.facts .link{font-size:.8125em}
summary{cursor:pointer;min-height:44px;display:flex;align-items:center;gap:.5em}
summary::before{content:"";inline-size:.45em;block-size:.45em;border:solid var(--m);border-width:0 1.5px 1.5px 0;rotate:-45deg}
[open]>summary::before{rotate:45deg}
details li{padding-block:2px;color:var(--m)}
.history li{padding-block:6px;border-block-end:1px solid var(--l)}
.tile{letter-spacing:normal;word-spacing:normal;position:absolute;inset:0;overflow:auto;display:flex;background:var(--s);border:1px solid var(--l);border-radius:calc(var(--r)*.7)}
.tile>div{margin:auto;padding:12px 16px;max-inline-size:480px;display:flex;flex-direction:column;gap:6px}
.tile p{color:var(--m);font-size:.8125em;word-break:normal}
.tile .outlined{font-size:.875em}
.tile .bar,.tile .links{padding:0}
@media not all and (max-width:520px){
.beside{inset:0 auto auto 0;translate:var(--x) var(--y)}
}
@media(max-width:520px){
.launch.asked{display:none}
.card>.links{padding-inline:16px}
.card{inset-inline:0;max-block-size:100dvh}
dialog.prefs{inline-size:100%;max-block-size:100dvh;inset:auto 0 0;border-radius:var(--r) var(--r) 0 0;border-width:1px 0 0}
.prefs .head{padding:16px 16px 0}
.prefs .scroll,.prefs .bar{padding-inline:16px}
}
@media(max-height:479px){
dialog.prefs{overflow:auto}
.prefs .scroll{overflow:visible;flex:none}
}
`
