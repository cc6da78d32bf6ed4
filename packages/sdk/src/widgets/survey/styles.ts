/** The one stylesheet of surveys; colours, font and corners are variables of the theme. */

export const css = `
:host{all:initial;display:block;font:400 16px/1.5 var(--font);color:var(--fg);-webkit-text-size-adjust:100%}
*,*::before,*::after{box-sizing:border-box}
h2,p{margin:0;overflow-wrap:anywhere}
button,input,textarea,select{font:inherit;color:inherit;margin:0}
.card{container-type:inline-size;position:relative;display:flex;flex-direction:column;max-block-size:inherit;background:var(--bg);color:var(--fg);text-align:start}
.progress{block-size:3px;background:var(--line);flex:none}
.progress div{block-size:100%;background:var(--mark);transition:inline-size .25s}
.scroll{overflow:auto;padding:28px 28px 8px;overscroll-behavior:contain}
.logo{display:block;max-block-size:36px;max-inline-size:60%;margin-block-end:20px}
h2{font-size:1.1875em;line-height:1.35;font-weight:600;letter-spacing:-.01em;outline:0;text-wrap:pretty}
.close~.scroll h2{padding-inline-end:32px}
.close~.scroll .ending h2{padding:0}
.optional{color:var(--muted);font-size:.75em;font-weight:400;letter-spacing:0;white-space:nowrap}
.about,.text{white-space:pre-line}
.about,.ending .text,h2+.text{color:var(--muted);margin-block-start:6px}
.answer{margin-block-start:20px}
.hint{color:var(--muted);font-size:.875em}
.screen>.hint{margin-block-start:16px}
.screen{animation:in .22s ease-out}
@keyframes in{from{opacity:0;transform:translateY(6px)}}
.error{color:var(--bad);font-size:.875em;min-block-size:1.5em;margin-block-start:8px}
.note{color:var(--muted);font-size:.875em;padding-inline:28px}
.note:not(:empty){padding-block:0 12px}
.buttons{display:flex;justify-content:space-between;align-items:center;gap:12px;padding:8px 28px 24px}
.buttons .main{margin-inline-start:auto}
button{cursor:pointer;background:none;border:0}
.main{display:inline-flex;align-items:center;justify-content:center;min-block-size:44px;padding:10px 22px;border-radius:var(--corner);border:1px solid transparent;background:var(--accent);color:var(--on);font-weight:600;text-decoration:none}
.main:hover{box-shadow:inset 0 0 0 99px color-mix(in srgb,currentColor 10%,transparent)}
.quiet{min-block-size:44px;padding:10px 12px;margin-inline-start:-12px;border-radius:var(--corner);color:var(--muted)}
.quiet:hover{color:var(--fg);background:var(--soft)}
.close{position:absolute;inset-block-start:13px;inset-inline-end:12px;z-index:1;inline-size:44px;block-size:44px;padding:12px;border-radius:var(--corner);color:var(--muted)}
.close:hover{color:var(--fg);background:var(--soft)}
svg{display:block;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
.close svg{inline-size:20px;block-size:20px}
:focus-visible,label>input:focus-visible+span{outline:2px solid var(--mark);outline-offset:2px}
h2:focus-visible{outline:0}
label{cursor:pointer}
label>input[type=radio],label>input[type=checkbox],.upload>input{position:absolute;opacity:0;inline-size:1px;block-size:1px;pointer-events:none}
.scale{display:grid;grid-template-columns:repeat(var(--n),minmax(0,1fr));gap:6px}
.of2{--n:2}.of3{--n:3}.of4{--n:4}.of5{--n:5}.of6{--n:6}.of7{--n:7}.of8{--n:8}.of9{--n:9}.of10{--n:10}.of11{--n:11}
.of10,.of11{gap:4px}
.scale label{position:relative;display:block}
.scale span{display:flex;align-items:center;justify-content:center;min-block-size:44px;border-radius:var(--corner);font-variant-numeric:tabular-nums;transition:background .12s,color .12s,transform .12s}
.numbers span{border:1px solid var(--line);background:var(--soft);font-weight:500}
.numbers label:hover span{border-color:var(--mark)}
.numbers .poor span{box-shadow:inset 0 -3px #d9483b}.numbers .fair span{box-shadow:inset 0 -3px #c99a1b}.numbers .good span{box-shadow:inset 0 -3px #2a9157}
.numbers input:checked+span{background:var(--accent);border-color:var(--mark);color:var(--on);font-weight:600}
.stars,.hearts,.smileys{max-inline-size:420px}
.scale svg{inline-size:100%;max-inline-size:40px;block-size:auto}
.shape{color:var(--edge)}
.on .shape{color:var(--mark);fill:var(--accent)}
.stars label:hover .shape,.hearts label:hover .shape{color:var(--mark)}
.smileys span{padding:8px 4px;color:var(--muted)}
.smileys label:hover span{background:var(--soft);color:var(--fg)}
.smileys input:checked+span{background:var(--tint);color:var(--fg);box-shadow:inset 0 0 0 2px var(--mark)}
.smileys input:checked+span svg{stroke-width:2.1}
.ends{display:flex;justify-content:space-between;gap:24px;margin-block-start:8px;color:var(--muted);font-size:.8125em;line-height:1.35}
.ends span{max-inline-size:48%}
.ends span+span{text-align:end}
.stars~.ends,.hearts~.ends,.smileys~.ends{max-inline-size:420px}
.options{display:grid;gap:8px}
.option{position:relative;display:block;padding:0;text-align:start;inline-size:100%;border-radius:var(--corner)}
.rank{text-align:start}
.box{display:flex;align-items:center;gap:12px;min-block-size:48px;padding:10px 14px;border:1px solid var(--line);border-radius:var(--corner);transition:background .12s,border-color .12s}
.box:hover{border-color:var(--mark);background:var(--soft)}
.option input:checked+.box,.rank[aria-pressed=true]{border-color:var(--mark);background:var(--tint);box-shadow:inset 0 0 0 1px var(--mark)}
.box .text,.uploaded .text{min-inline-size:0;overflow-wrap:anywhere}
.mark{flex:none;display:grid;place-items:center;inline-size:20px;block-size:20px;border:1.5px solid var(--edge);border-radius:50%;background:var(--bg)}
.mark.checkbox{border-radius:min(5px,var(--corner))}
input:checked+span .mark{border-color:var(--mark);background:var(--accent)}
input:checked+span .mark::after{content:"";inline-size:8px;block-size:8px;border-radius:50%;background:var(--on)}
input:checked+span .mark.checkbox::after{inline-size:10px;block-size:6px;border-radius:0;background:none;border:solid var(--on);border-width:0 0 2px 2px;transform:translateY(-1px) rotate(-45deg)}
.place{flex:none;display:grid;place-items:center;inline-size:28px;block-size:28px;border:1.5px dashed var(--edge);border-radius:50%;font-size:.875em;font-weight:600;font-variant-numeric:tabular-nums}
[aria-pressed=true] .place{border:0;background:var(--accent);color:var(--on)}
.pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(132px,1fr));gap:12px}
.pictured .box{display:grid;grid-template-columns:auto 1fr;gap:10px;padding:8px;block-size:100%;align-content:start}
.pictured img,.blank{grid-column:1/-1;inline-size:100%;aspect-ratio:4/3;object-fit:cover;border-radius:calc(var(--corner)*.6);background:var(--soft)}
.pictured .text{font-size:.9375em;line-height:1.35;align-self:center}
.field{display:block;inline-size:100%;min-block-size:46px;padding:10px 14px;border:1px solid var(--edge);border-radius:var(--corner);background:var(--bg)}
.field::placeholder{color:var(--muted);opacity:1}
.field:focus-visible{border-color:var(--mark);outline-offset:-1px}
textarea.field{resize:vertical;min-block-size:104px}
textarea+.hint{margin-block-start:6px}
select.field{cursor:pointer}
.labelled{display:grid;gap:4px;font-size:.875em;font-weight:500}
.labelled .field{font-size:16px;font-weight:400}
.united{display:flex;align-items:center;gap:12px;max-inline-size:260px}
input[type=date].field{max-inline-size:260px}
.unit{color:var(--muted)}
.upload .box{justify-content:center;border-style:dashed;border-color:var(--edge);font-weight:500}
.uploaded{display:flex;align-items:center;justify-content:space-between;gap:8px;padding-inline:14px 6px;border:1px solid var(--line);border-radius:var(--corner)}
.uploaded .quiet{margin:0}
.matrix{display:grid;gap:16px}
.heads{display:none}
.row{display:grid;gap:6px}
.name{font-weight:500}
.row label{position:relative}
.cell{display:flex;align-items:center;gap:10px;min-block-size:44px;padding:8px 12px;border:1px solid var(--line);border-radius:var(--corner)}
.row input:checked+.cell{border-color:var(--mark);background:var(--tint)}
@container (min-width:600px){
.matrix:not(.many){gap:0}
.matrix:not(.many) .heads,.matrix:not(.many) .row{display:grid;grid-template-columns:minmax(140px,1.6fr);grid-auto-flow:column;grid-auto-columns:minmax(0,1fr);gap:4px;align-items:center}
.matrix:not(.many) .heads{font-size:.8125em;line-height:1.3;color:var(--muted);text-align:center;padding-block-end:8px;align-items:end}
.matrix:not(.many) .row{border-block-start:1px solid var(--line);padding-block:4px}
.matrix:not(.many) .name{font-weight:400;padding-inline-end:12px}
.matrix:not(.many) .cell{justify-content:center;border-color:transparent;background:none}
.matrix:not(.many) .row label:hover .cell{background:var(--soft)}
.matrix:not(.many) .cell .text{position:absolute;clip-path:inset(50%);inline-size:1px;block-size:1px;overflow:hidden}
}
@container (max-width:379px){
.scroll{padding-inline:20px}.buttons,.note{padding-inline:20px}
.numbers.of10{--n:5}.numbers.of11{--n:6}.numbers.of8,.numbers.of9{gap:3px}
}
.done{inline-size:44px;block-size:44px;margin-block-end:16px;stroke:var(--on)}
.done circle{fill:var(--accent);stroke:none}
.ending a.main{margin-block-start:20px}
.ending .options .main{justify-self:start;margin-block-start:8px}
.trap,.spoken{position:absolute;inset-inline-start:0;inset-block-start:0;inline-size:1px;block-size:1px;padding:0;border:0;opacity:0;clip-path:inset(50%);pointer-events:none}
.popover,.tabbed{position:fixed;z-index:2147483000;inset-block-end:20px;inline-size:min(420px,100vw - 24px);max-block-size:min(680px,100dvh - 40px)}
.popover .card,.tabbed .card,.modal .card{border-radius:calc(var(--corner)*1.5);overflow:hidden;border:1px solid var(--line);box-shadow:0 1px 3px rgb(0 0 0/.08),0 16px 48px -8px rgb(0 0 0/.24)}
.popover,.tabbed{animation:rise .28s cubic-bezier(.2,.8,.3,1)}
@keyframes rise{from{opacity:0;transform:translateY(16px)}}
.right{right:20px}.left{left:20px}
.modal{margin:auto;padding:0;border:0;background:none;overflow:visible;inline-size:min(600px,100vw - 24px);max-inline-size:none;animation:rise .28s cubic-bezier(.2,.8,.3,1)}
.modal::backdrop{background:rgb(12 14 20/.5)}
.modal .card{max-block-size:calc(100dvh - 32px)}
.inline .card{border:1px solid var(--line);border-radius:calc(var(--corner)*1.5);overflow:hidden}
.tab{position:fixed;z-index:2147482999;top:50%;writing-mode:vertical-rl;padding:16px 10px;min-inline-size:44px;background:var(--accent);color:var(--on);font-weight:600;font-size:.9375em;box-shadow:0 4px 16px rgb(0 0 0/.2);translate:0 -50%}
.tab.right{right:0;rotate:180deg;border-radius:0 var(--corner) var(--corner) 0}
.tab.left{left:0;border-radius:0 var(--corner) var(--corner) 0}
@media (max-width:480px){.popover,.tabbed{inset-inline:8px;right:8px;left:8px;inset-block-end:8px;inline-size:auto;max-block-size:calc(100dvh - 16px)}}
@media (prefers-reduced-motion:reduce){*,*::before,*::after{animation:none!important;transition:none!important}}
@media (forced-colors:active){
input:checked+span,[aria-pressed=true]{forced-color-adjust:none;background:Highlight!important;color:HighlightText!important;border-color:Highlight!important}
.mark,.place{border-color:CanvasText}.main,.tab,.quiet,.close{border:1px solid ButtonText}
.on .shape{fill:Highlight;color:Highlight}.progress div{background:Highlight}
}
`
