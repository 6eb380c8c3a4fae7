/** Of every page. System fonts, two accents, no image: there is nothing to fetch. */
export const STYLE = `
:root{color-scheme:light dark;--back:#f6f6f4;--card:#fff;--text:#1b1c1e;--soft:#5a5d63;--line:#d9dad6;--field:#83868c;--accent:#0b5d57;--on:#fff;--bar:#2f8f86;--bad:#a4262c;--good:#0b6b3a;--tint:#e7f1f0}
@media (prefers-color-scheme:dark){:root{--back:#141517;--card:#1d1f22;--text:#ececea;--soft:#a9adb4;--line:#34373c;--field:#858a92;--accent:#7fd3c9;--on:#0d1a19;--bar:#4fb3a8;--bad:#ff9a94;--good:#86d9a6;--tint:#1f3230}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--back);color:var(--text);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
a{color:var(--accent)}
a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.5rem 1rem;z-index:1}
.top{background:var(--card);border-bottom:1px solid var(--line)}
.bar{max-width:72rem;margin:0 auto;padding:.75rem 1rem 0;display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:center}
.bar strong{font-size:1.05rem;margin-right:auto}
.who{color:var(--soft);font-size:.9rem;display:flex;align-items:center;gap:.75rem;flex-wrap:wrap}
nav{max-width:72rem;margin:0 auto;padding:.25rem 1rem 0}
nav ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:0 .25rem}
nav a{display:inline-flex;align-items:center;min-height:2.75rem;padding:0 .75rem;color:var(--text);text-decoration:none;border-bottom:3px solid transparent}
nav a:hover{background:var(--tint)}
nav a[aria-current]{border-color:var(--accent);font-weight:600}
main{max-width:72rem;margin:0 auto;padding:1.25rem 1rem 4rem}
main.narrow{max-width:46rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .5rem}h2{font-size:1.2rem;line-height:1.3;margin:2rem 0 .5rem}h3{font-size:1rem;margin:1.25rem 0 .25rem}
p{margin:0 0 .75rem;max-width:44rem}.soft{color:var(--soft)}.small{font-size:.9rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem 1.1rem;margin:0 0 1rem}
.card>:last-child{margin-bottom:0}.card h2{margin-top:0}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(13.5rem,1fr));gap:.75rem;margin:1rem 0;padding:0;list-style:none}
.tiles .card{margin:0;display:flex;flex-direction:column}
.tiles h2,.tiles h3{margin:0;font-size:.95rem;font-weight:600}
.n{font-size:1.7rem;line-height:1.3;font-variant-numeric:tabular-nums;font-weight:600}
.n.few{font-size:1.1rem;line-height:2rem;font-weight:400;color:var(--soft)}
.tiles .small{margin:0 0 .5rem}
svg{display:block;width:100%;height:auto;fill:var(--bar)}
svg.days{margin-top:auto;height:3.2rem}
svg .none{fill:var(--line)}
svg.share{width:6rem;height:.7rem;display:inline-block;vertical-align:middle;margin-right:.5rem}
.scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:.6rem;margin:0 0 1rem}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
caption{text-align:left;padding:.75rem 1rem .25rem;font-weight:600}
th,td{text-align:left;padding:.5rem 1rem;border-top:1px solid var(--line);vertical-align:top}
thead th{border-top:0;color:var(--soft);font-weight:600;font-size:.9rem;white-space:nowrap}
td.num,th.num{text-align:right;white-space:nowrap}
tbody th{font-weight:600;min-width:7.5rem}
td .code,th .code,td code,th code{white-space:nowrap}
form.row{display:flex;flex-wrap:wrap;gap:.75rem 1rem;align-items:end;margin:0 0 1rem}
form.stack{display:grid;gap:1rem;max-width:34rem}
form.stack>*{margin:0}
label{font-weight:600;display:block;margin-bottom:.25rem}
.hint{color:var(--soft);font-size:.9rem;font-weight:400;margin:.25rem 0 0}
input,select,button{font:inherit;color:inherit;min-height:2.75rem;max-width:100%}
input,select{background:var(--card);border:1px solid var(--field);border-radius:.4rem;padding:.4rem .7rem;width:100%}
form.row input,form.row select{width:auto;min-width:11rem}
form[role=search] input{width:24rem}
button,.button{background:var(--accent);color:var(--on);border:1px solid var(--accent);border-radius:.4rem;padding:.4rem 1.1rem;font-weight:600;cursor:pointer;display:inline-flex;align-items:center;justify-content:center;min-height:2.75rem;text-decoration:none}
button.quiet,.button.quiet{background:transparent;color:var(--accent)}
button.danger{background:var(--bad);border-color:var(--bad);color:var(--card)}
.buttons{display:flex;flex-wrap:wrap;gap:.75rem}
.note{border-left:4px solid var(--accent);background:var(--tint);padding:.75rem 1rem;border-radius:0 .4rem .4rem 0;margin:0 0 1rem}
.note.bad{border-color:var(--bad)}.note>:last-child{margin-bottom:0}
.good{color:var(--good);font-weight:600}.bad-word{color:var(--bad);font-weight:600}
dl{margin:0;display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.35rem 1rem}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
code,pre,.code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.9em;overflow-wrap:anywhere}
pre{white-space:pre-wrap;background:var(--back);border:1px solid var(--line);border-radius:.4rem;padding:.75rem;margin:0 0 .75rem}
ol.steps{list-style:none;padding:0;margin:0}
ol.steps li{padding:.6rem 0;border-top:1px solid var(--line)}ol.steps li:first-child{border-top:0}
ol.words{margin:0 0 .75rem;padding-left:2.2rem}
details summary{cursor:pointer;min-height:2.75rem;display:flex;align-items:center;color:var(--accent);font-weight:600}
details summary::before{content:"+";width:1.2rem}details[open] summary::before{content:"−"}
progress{width:100%;height:1rem;accent-color:var(--accent)}
@media (max-width:40rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.6rem}.tiles{grid-template-columns:1fr 1fr}th,td{padding:.5rem .7rem}form.row>*{flex:1 1 100%}form.row input,form.row select,form.row button{width:100%}}
@media (forced-colors:active){svg{fill:CanvasText}svg .none{fill:GrayText}.note,.card{border:1px solid}}
`
