/** What a site pastes into its pages; the same text is in snippet.md. */

export interface SnippetOptions {
  /** Address of the Rapport server, without a slash at the end. */
  host: string
  writeKey: string
}

const queuedMethods = 'load track identify page screen group alias consent reset ready setAnonymousId flush survey on optIn optOut debug'

const quote = (text: string) => JSON.stringify(text).replaceAll('<', '\\u003c')
const escapeAttribute = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')

/**
 * The snippet for the page's head. Calls may be made at once; they wait for the script.
 * @example renderSnippet({ host: 'https://rapport.example.com', writeKey: 'wk_…' })
 */
export function renderSnippet({ host, writeKey }: SnippetOptions): string {
  return `<script>
!function(w,d,h,k){var r=w.rapport=w.rapport||[],s;if(r.load)return;
"${queuedMethods}".split(" ").forEach(function(m){r[m]=function(){r.push([m].concat([].slice.call(arguments)))}});
s=d.createElement("script");s.async=1;s.src=h+"/sdk/v1/rapport.js";d.head.appendChild(s);
r.load(k,{host:h});r.page()}(window,document,${quote(host)},${quote(writeKey)});
</script>`
}

/** The same without inline script, for pages whose content security policy forbids it. */
export function renderScriptTag({ host, writeKey }: SnippetOptions): string {
  const [safeHost, safeKey] = [escapeAttribute(host), escapeAttribute(writeKey)]
  return `<script async src="${safeHost}/sdk/v1/rapport.js" data-write-key="${safeKey}" data-host="${safeHost}"></script>`
}
