// Browsers and phones, in the mix a European shop sees.
import type { Random } from './random.ts'
import { compilePairs } from './random.ts'
import type { Properties } from './segment-event.ts'

type Model = { kind: 'mobile' | 'desktop' | 'tablet'; userAgent: string; width: number; height: number }

export type Device = {
  anonymousId: string
  kind: 'mobile' | 'desktop' | 'tablet'
  surface: 'web' | 'app'
  /** Once somebody signed in here, the device's later events carry the user id. */
  isLinked: boolean
  /** The fields of `context` that never change on this device. */
  context: Properties
}

const webkit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)'
const blink = 'AppleWebKit/537.36 (KHTML, like Gecko)'

const mobiles = compilePairs<Model>([
  [{ kind: 'mobile', userAgent: `Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) ${webkit} Version/18.5 Mobile/15E148 Safari/604.1`, width: 393, height: 852 }, 38],
  [{ kind: 'mobile', userAgent: `Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) ${webkit} Version/17.6 Mobile/15E148 Safari/604.1`, width: 390, height: 844 }, 12],
  [{ kind: 'mobile', userAgent: `Mozilla/5.0 (Linux; Android 10; K) ${blink} Chrome/142.0.0.0 Mobile Safari/537.36`, width: 412, height: 915 }, 36],
  [{ kind: 'mobile', userAgent: `Mozilla/5.0 (Linux; Android 10; K) ${blink} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`, width: 384, height: 854 }, 10],
  [{ kind: 'tablet', userAgent: `Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) ${webkit} Version/18.5 Mobile/15E148 Safari/604.1`, width: 820, height: 1180 }, 4],
])

const desktops = compilePairs<Model>([
  [{ kind: 'desktop', userAgent: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${blink} Chrome/142.0.0.0 Safari/537.36`, width: 1920, height: 1080 }, 46],
  [{ kind: 'desktop', userAgent: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${blink} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0`, width: 1536, height: 864 }, 17],
  [{ kind: 'desktop', userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0', width: 1920, height: 1200 }, 13],
  [{ kind: 'desktop', userAgent: `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webkit} Version/18.5 Safari/605.1.15`, width: 1512, height: 982 }, 18],
  [{ kind: 'desktop', userAgent: `Mozilla/5.0 (X11; Linux x86_64) ${blink} Chrome/142.0.0.0 Safari/537.36`, width: 1920, height: 1080 }, 6],
])

const webLibrary = { name: 'analytics.js', version: '2.11.1' }
const appLibrary = { name: 'analytics-react-native', version: '2.20.1' }
export const serverLibrary = { name: '@segment/analytics-node', version: '3.1.0' }

function drawAnonymousId(random: Random): string {
  const hex = random.hex(32)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}

export type DeviceSetting = { ip: string; locale: string; timezone: string }

export function drawBrowser(random: Random, isMobile: boolean, setting: DeviceSetting): Device {
  const model = random.choose(isMobile ? mobiles : desktops)
  return {
    anonymousId: drawAnonymousId(random),
    kind: model.kind,
    surface: 'web',
    isLinked: false,
    context: {
      library: webLibrary,
      ...setting,
      userAgent: model.userAgent,
      screen: { width: model.width, height: model.height },
    },
  }
}

export function drawApp(random: Random, appVersion: string, setting: DeviceSetting): Device {
  const isIos = random.chance(0.52)
  return {
    anonymousId: drawAnonymousId(random),
    kind: 'mobile',
    surface: 'app',
    isLinked: false,
    context: {
      library: appLibrary,
      ...setting,
      userAgent: isIos ? `Fernhill/${appVersion} CFNetwork/1568.300 Darwin/24.5.0` : `Fernhill/${appVersion} (Linux; Android 15)`,
      app: { name: 'Fernhill', version: appVersion, namespace: 'example.fernhill.shop' },
      os: isIos ? { name: 'iOS', version: '18.5' } : { name: 'Android', version: '15' },
      device: isIos ? { type: 'ios', manufacturer: 'Apple', model: 'iPhone15,4' } : { type: 'android', manufacturer: 'Google', model: 'Pixel 8' },
    },
  }
}
