/**
 * The sheet of every surface; `more-styles.ts` adds what the first visit can do without. Sizes in `em` of `medium`, which is
 * the reader's own text size whatever the page does to `html`. `!important` on `:host` beats the page's own `!important`:
 * in a shadow tree the inner context wins (CSS Cascade 5, § 6.2). Our own custom properties are set inside, where the
 * page's rules for our host do not reach. Accept and refuse are one class and one token pair: an unfair theme cannot be
 * written (DP-15).
 */
export const styles = `
:host(#latchkey){all:initial!important;position:fixed!important;z-index:2147483647!important;
color-scheme:inherit!important;font-family:inherit!important}
:host::before,:host::after,:host::backdrop{display:none!important}
.root{
--s:var(--latchkey-surface,light-dark(#fff,#1c1e22));
--t:var(--latchkey-text,light-dark(#16181d,#f1f2f4));
--m:var(--latchkey-muted,light-dark(#565c66,#b0b6c0));
--l:var(--latchkey-line,light-dark(#e3e5e9,#353941));
--a:var(--latchkey-accent,light-dark(#16181d,#f1f2f4));
--o:var(--latchkey-on-accent,light-dark(#fff,#16181d));
--r:var(--latchkey-radius,14px);
color-scheme:inherit;font-family:var(--latchkey-font,inherit);line-height:1.5;color:var(--t);text-align:start;
-webkit-text-size-adjust:100%;overflow-wrap:break-word;word-break:auto-phrase}
.root.system{color-scheme:light dark}
*,::before{box-sizing:border-box}
h2,p{margin:0;padding:0}
h2{font-size:1.125em;font-weight:650;line-height:1.3;letter-spacing:-.01em;flex:1;outline:0!important}
b{font-weight:600}
p{font-size:.875em}
small{display:block;font-size:.857em;font-weight:400;color:var(--m)}
button,input{font:inherit;color:inherit;-webkit-tap-highlight-color:transparent}
button{cursor:pointer;min-height:44px;min-width:44px;border-radius:calc(var(--r)*.7);border:1px solid transparent;background:none}
:focus-visible{outline:2px solid var(--t);outline-offset:2px}
.main,.outlined{flex:1 1 9em;padding:.55em 1em;font-size:.9375em;font-weight:600;line-height:1.3}
.main{background:var(--a);color:var(--o);border-color:var(--a)}
.outlined{border-color:var(--m)}
.main:hover,.outlined:hover,.pill:hover{box-shadow:inset 0 0 0 99em #8883}
.link{display:inline-flex;align-items:center;min-height:44px;min-width:0;padding:0;font-size:.875em;color:inherit;
text-decoration:underline;text-decoration-color:var(--m);text-decoration-thickness:1px;text-underline-offset:.22em;text-align:start}
.link:hover{text-decoration-color:currentcolor}
.icon{flex:none;margin:-10px;margin-inline-start:0;line-height:1;color:var(--m)}
.pill{display:inline-flex;align-items:center;justify-content:center;gap:.5em;padding:.4em .75em;border-radius:99px;
background:var(--s);color:var(--t);border-color:var(--m);font-size:.875em;font-weight:600;box-shadow:0 4px 16px #0002}
.line{fill:none;stroke:currentcolor;stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.panel{position:fixed;z-index:1;display:flex;flex-direction:column;background:var(--s);color:var(--t);
border:1px solid var(--l);border-radius:var(--r);box-shadow:0 1px 2px #0001,0 16px 48px -8px #0004}
.corner{inset-block-end:calc(16px + var(--start,0px));inline-size:min(440px,100vw - 32px);max-block-size:calc(100dvh - 32px)}
.banner{inset-inline-start:16px}
.scroll{overflow:auto;overscroll-behavior:contain;min-block-size:0;padding:20px 20px 0;display:flex;flex-direction:column;gap:8px}
.scroll>*{flex:none}
img,::slotted([slot=logo]){align-self:start;block-size:28px!important;max-inline-size:160px!important;object-fit:contain}
::slotted([slot=note]){margin:0!important;font-size:.875em;color:var(--m)}
.head{display:flex;align-items:center;gap:12px}
.corner p{color:var(--m)}
.rows{margin-block-start:4px;border-block:1px solid var(--l)}
.rows .row+.row{border-block-start:1px solid var(--l)}
.row{display:flex;align-items:center;gap:10px;min-height:44px;padding-block:5px}
label.row{cursor:pointer}
.what{flex:1;min-inline-size:0;font-size:.9375em;line-height:1.35}
input{appearance:none;order:1;flex:none;position:relative;inline-size:44px;block-size:26px;margin:0;border-radius:99px;
border:1.5px solid var(--m);background:none;cursor:inherit}
input::before{content:"";position:absolute;inset-block-start:3.5px;inset-inline-start:3.5px;inline-size:16px;block-size:16px;border-radius:50%;background:var(--m)}
input:checked{background:var(--a);border-color:var(--a)}
input:checked::before{inset-inline-start:21.5px;background:var(--o)}
.word{font-size:.8125em;color:var(--m)}
.word :first-child,:checked+.word :last-child{display:none}
:checked+.word :first-child{display:inline}
.links{display:flex;flex-wrap:wrap;column-gap:20px}
.bar{display:flex;flex-wrap:wrap;gap:8px;padding:8px 20px 20px;flex:none}
.note{display:flex;align-items:center;gap:.5em;color:var(--t)!important}
.note::before{content:"";flex:none;inline-size:.6em;block-size:.6em;border-radius:50%;background:currentcolor}
.dock{position:fixed;inset-block-end:calc(16px + var(--start,0px));display:flex;flex-direction:column;align-items:flex-start;gap:8px}
.dock{inset-inline-start:16px;max-inline-size:calc(100vw - 120px)}
.dock .note,.saved{padding:.4em .8em;background:var(--s);border:1px solid var(--l);border-radius:99px;box-shadow:0 4px 16px #0002}
.dock .note{font-size:.8125em}
.saved{position:fixed;inset-block-end:76px;inset-inline-start:16px;font-size:.875em}
.saved:empty,.note:empty{all:unset}
@media(max-width:520px){
.root{line-height:1.4}
.corner{inset:auto 0 max(var(--start,0px),var(--end,0px));inline-size:100%;border-width:1px 0 0;border-radius:var(--r) var(--r) 0 0}
.banner{max-block-size:max(50dvh,min(100dvh,260px))}
.corner .scroll{padding:16px 16px 0;gap:4px}
.corner .bar{padding:4px 16px calc(12px + env(safe-area-inset-bottom))}
.banner .bar>*{flex-basis:7em}
.banner .bar>.outlined{flex-basis:100%}
}
@media(max-height:479px){
.banner .scroll{padding-block-start:10px;min-block-size:3em}
.banner .bar{padding-block:4px 8px;gap:6px}
}
@media(forced-colors:active){
input{appearance:auto;inline-size:24px;block-size:24px}
input::before{content:none}
.main,.outlined,.icon{border-color:ButtonBorder;color:ButtonText;background:ButtonFace}
.link{border:0}
.icon{margin:0}
}
@media print{.root{display:none}}
`
