import { IconApi, IconDeviceMobile, IconFileImport, IconServer, IconWorld, type TablerIcon } from '@tabler/icons-react'
import type { Source } from '@contract/sources/sources.contract.ts'

export const platformIcons: Record<Source['platform'], TablerIcon> = {
  browser: IconWorld,
  server: IconServer,
  mobile: IconDeviceMobile,
  http: IconApi,
  import: IconFileImport,
}

export const platforms = Object.keys(platformIcons) as Array<Source['platform']>
