import {
  IconArrowsJoin, IconBuildingStore, IconDeviceMobile, IconMail, IconMessageCircle, IconNote, IconPackageImport, IconPhone, IconPoint,
  IconShieldCheck, IconShoppingBag, IconShoppingCart, IconStar, IconUserCheck, IconWorld, IconClipboardCheck, type TablerIcon,
} from '@tabler/icons-react'

/** One picture a kind of line; a kind that is not here has a dot. */
const icons: Record<string, TablerIcon> = {
  visit: IconWorld,
  order: IconShoppingBag,
  return: IconPackageImport,
  cart: IconShoppingCart,
  call: IconPhone,
  mail: IconMail,
  chat: IconMessageCircle,
  shop: IconBuildingStore,
  note: IconNote,
  person: IconUserCheck,
  consent: IconShieldCheck,
  survey: IconClipboardCheck,
  app: IconDeviceMobile,
  merge: IconArrowsJoin,
  star: IconStar,
}

export function TimelineIcon({ name }: { name: string }) {
  const Icon = icons[name] ?? IconPoint
  return <Icon size={16} stroke={1.7} aria-hidden />
}
