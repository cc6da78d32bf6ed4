// The text to paste for each way to connect. `host` is Rapport's own address.

interface SnippetParts {
  host: string
  writeKey: string
}

/** Loads the script beside the page; calls made before it arrives wait in `window.rapport`. */
export function writeBrowserSnippet({ host, writeKey }: SnippetParts): string {
  return `<script>
!function(w,d,h,k){var r=w.rapport=w.rapport||[],s;if(r.load)return;
"load track identify page screen group alias consent reset ready setAnonymousId flush survey on optIn optOut debug".split(" ").forEach(function(m){r[m]=function(){r.push([m].concat([].slice.call(arguments)))}});
s=d.createElement("script");s.async=1;s.src=h+"/sdk/v1/rapport.js";d.head.appendChild(s);
r.load(k,{host:h});r.page()}(window,document,"${host}","${writeKey}");
</script>`
}

export function writeStrictSnippet({ host, writeKey }: SnippetParts): string {
  return `<script async src="${host}/sdk/v1/rapport.js"
  data-write-key="${writeKey}" data-host="${host}"></script>`
}

export function writeContentPolicy({ host }: Pick<SnippetParts, 'host'>): string {
  return `Content-Security-Policy: script-src 'self' ${host}; connect-src 'self' ${host}`
}

export function writeIdentifyCall(): string {
  return `rapport.identify("user-123", { email: "anna@example.com", name: "Anna" })
rapport.track("Product Added", { product_id: "sku-1", price: 19.9, currency: "EUR" })`
}

export function writeNodeSnippet({ host, writeKey }: SnippetParts): string {
  return `// npm install @segment/analytics-node
import { Analytics } from "@segment/analytics-node"

const rapport = new Analytics({ writeKey: "${writeKey}", host: "${host}" })

rapport.identify({ userId: "user-123", traits: { email: "anna@example.com" } })
rapport.track({
  userId: "user-123",
  event: "Order Completed",
  properties: { order_id: "A-1001", total: 59.9, currency: "EUR" },
})
await rapport.closeAndFlush()`
}

export function writeHttpSnippet({ host, writeKey }: SnippetParts): string {
  return `curl ${host}/v1/track \\
  -u "${writeKey}:" \\
  -H "content-type: application/json" \\
  -d '{
    "userId": "user-123",
    "event": "Order Completed",
    "properties": { "order_id": "A-1001", "total": 59.9 }
  }'`
}

export function writeSegmentBrowserSnippet({ host, writeKey }: SnippetParts): string {
  const { protocol, host: name } = new URL(host)
  return `import { AnalyticsBrowser } from "@segment/analytics-next"

export const analytics = AnalyticsBrowser.load(
  { writeKey: "${writeKey}", cdnURL: "${host}" },
  { integrations: { "Segment.io": { apiHost: "${name}/v1", protocol: "${protocol.replace(':', '')}" } } },
)`
}

export function writeSegmentServerSnippet({ host, writeKey }: SnippetParts): string {
  return `host:      ${host}
write key: ${writeKey}`
}
