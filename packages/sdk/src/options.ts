/** What a site can set when it loads the SDK. */
export interface RapportOptions {
  /** Address of the Rapport server, for example `https://rapport.example.com`. Default: the page's own. */
  host?: string
  /** Page views by themselves, also in single-page apps. Default true. */
  autoPage?: boolean
  /** The part after `#` is a page of its own. Default false. */
  hashRouting?: boolean
  /** One `Web Vitals Measured` event per page view. Default true. */
  webVitals?: boolean
  /** Uncaught errors as `Error Occurred` events. Default true. */
  errors?: boolean
  /** `required`: nothing is sent or stored before `optIn()`. Default `granted`. */
  consent?: 'granted' | 'required'
  /** Shares the visitor between subdomains by cookies on this domain, for example `.example.com`. Default: no cookies. */
  cookieDomain?: string
  /** A visit ends after this long without an event. Default 1800. */
  sessionTimeoutSeconds?: number
  /** How long events are gathered before they are sent together. Default 300. */
  flushDelayMs?: number
  /** This many waiting events are sent at once. Default 20. */
  flushAt?: number
  /** Logs every event to the console. Default false. */
  debug?: boolean
}
