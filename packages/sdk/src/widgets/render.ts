/**
 * Draws what widgets are made of, and again when something has changed, touching only what differs.
 * A fifth of the bytes of a library for that: here nothing has state of its own, everything is drawn from the top.
 */

/** What stands between tags. What is left out keeps its place, so that its neighbours keep theirs. */
export type Content = Element | string | number | boolean | null | undefined | readonly Content[]

type Props = Readonly<Record<string, unknown>>
type Component<P> = (props: P & { children?: Content }) => Content

interface Element {
  tag: string
  props: Props
  children: (Element | string)[]
}

type Drawn = globalThis.Element & { drawn?: Element }

const svgNamespace = 'http://www.w3.org/2000/svg'
/** Those whose attribute is only where they begin, or that have none. */
const liveProperties = new Set(['value', 'checked', 'defaultValue', 'multiple', 'noValidate'])

function flatten(content: Content): (Element | string)[] {
  if (Array.isArray(content)) return content.flatMap(flatten)
  if (typeof content === 'object' && content) return [content as Element]
  return [content == null || typeof content === 'boolean' ? '' : String(content)]
}

/** What JSX is turned into. */
export function h<P>(tag: string | Component<P>, props: P | null, ...children: Content[]): Content {
  if (typeof tag === 'function') return tag({ ...(props as P), children })
  return { tag, props: (props ?? {}) as Props, children: flatten(children) }
}

function setProperty(element: globalThis.Element, name: string, value: unknown): void {
  const target = element as unknown as Record<string, unknown>
  if (name.startsWith('on')) target[name.toLowerCase()] = value
  else if (name === 'style') Object.assign((element as HTMLElement).style, value)
  else if (liveProperties.has(name)) {
    if (target[name] !== value) target[name] = value
  } else if (value === undefined || (value === false && !name.startsWith('aria'))) element.removeAttribute(name)
  else element.setAttribute(name, value === true && !name.startsWith('aria') ? '' : String(value))
}

function drawElement(element: Drawn, next: Element): void {
  const before = element.drawn?.props ?? {}
  drawChildren(element, next.children)
  for (const name in before) if (!(name in next.props)) setProperty(element, name, undefined)
  // After its children: the value of a list is one of them.
  for (const name in next.props) {
    if (name !== 'key' && (before[name] !== next.props[name] || liveProperties.has(name))) setProperty(element, name, next.props[name])
  }
  element.drawn = next
}

const isSame = (drawn: Element | undefined, next: Element) => drawn?.tag === next.tag && drawn.props['key'] === next.props['key']

function drawChildren(parent: globalThis.Element, children: readonly (Element | string)[]): void {
  children.forEach((next, index) => {
    let node = parent.childNodes[index] as (Drawn & Text) | undefined
    const isText = typeof next === 'string'
    if (!node || (isText ? node.nodeType !== Node.TEXT_NODE : !isSame(node.drawn, next))) {
      const isSvg = !isText && (next.tag === 'svg' || parent.namespaceURI === svgNamespace)
      const made = isText ? document.createTextNode(next) : isSvg ? document.createElementNS(svgNamespace, next.tag) : document.createElement(next.tag)
      if (node) node.replaceWith(made)
      else parent.append(made)
      node = made as Drawn & Text
    }
    if (!isText) drawElement(node, next)
    else if (node.data !== next) node.data = next
  })
  while (parent.childNodes.length > children.length) parent.lastChild!.remove()
}

/** Makes `root` hold what is given, keeping what is there already. */
export function render(content: Content, root: globalThis.Element): void {
  drawChildren(root, flatten(content))
}

type Handler<E extends Event, T> = (event: E & { readonly currentTarget: T }) => void

interface Attributes<T> {
  key?: string | number
  class?: string
  style?: Partial<CSSStyleDeclaration>
  onClick?: Handler<MouseEvent, T>
  onInput?: Handler<Event, T>
  onChange?: Handler<Event, T>
  onKeyDown?: Handler<KeyboardEvent, T>
  onSubmit?: Handler<SubmitEvent, T>
  children?: unknown
  [attribute: string]: unknown
}

// oxlint-disable-next-line typescript/no-namespace -- where TypeScript looks for the types of JSX
export declare namespace h {
  namespace JSX {
    type Element = Content
    type ElementType = string | ((props: never) => Content)
    interface ElementChildrenAttribute {
      children: unknown
    }
    interface IntrinsicAttributes {
      key?: string | number
    }
    type IntrinsicElements = { [Tag in keyof HTMLElementTagNameMap]: Attributes<HTMLElementTagNameMap[Tag]> } & {
      [Tag in 'svg' | 'g' | 'path' | 'circle']: Attributes<SVGElement>
    }
  }
}
