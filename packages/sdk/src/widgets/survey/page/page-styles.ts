/** What a page of its own adds to the stylesheet of surveys. */

export const pageCss = `
:host{min-block-size:100dvh;background:var(--bg)}
.page{display:flex;flex-direction:column;align-items:center;min-block-size:100dvh;padding:clamp(40px,14vh,160px) 16px 48px}
.page>*{inline-size:min(680px,100%)}
.page .survey{flex:1}
.page .card{overflow:visible}
.page .progress{position:fixed;inset-block-start:0;inset-inline:0;block-size:4px;z-index:1}
.page .scroll{overflow:visible;padding:24px 8px 8px}
.page h1,.page h2{font-size:clamp(1.375em,1.1em + 1.4vw,1.75em);font-weight:600;line-height:1.25;letter-spacing:-.018em;margin:0;text-wrap:pretty}
.page h1+.text{color:var(--muted);margin-block-start:8px}
.page .logo{max-block-size:44px;margin-block-end:32px}
.page .about,.page .screen>h2+.text{font-size:1.0625em;margin-block-start:10px}
.page .answer{margin-block-start:28px}
.page .scale span{min-block-size:52px}
.page .buttons,.page .note{padding-inline:8px}
.page .buttons{padding-block:16px 24px}
.page .done{inline-size:56px;block-size:56px;margin-block-end:24px}
.page form.pin{display:flex;gap:12px;margin-block-start:24px;max-inline-size:360px}
.page>.languages{position:absolute;inset-block-start:12px;inset-inline-end:12px;inline-size:auto}
.languages .field{min-block-size:44px;padding-block:8px;border-color:transparent;color:var(--muted);font-size:.9375em}
.languages .field:hover{border-color:var(--line)}
.unseen{position:absolute;clip-path:inset(50%);inline-size:1px;block-size:1px;overflow:hidden}
`
