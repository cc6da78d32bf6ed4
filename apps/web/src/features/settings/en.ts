// Words of the workspace's settings and of appearance.
export const en = {
  nav: 'Settings',
  workspace: {
    nav: 'Workspace',
    title: 'Workspace',
    description: 'What everyone in this workspace shares.',
    name: 'Name',
    currency: 'Currency',
    currencyHint: 'All amounts are shown in it. Amounts already received keep their value.',
    timezone: 'Time zone',
    timezoneHint: 'Days, weeks and quiet hours follow it.',
    keepIp: 'Store visitors’ IP addresses',
    keepIpHint: 'Off: the country is looked up and the address is forgotten. Events already stored do not change.',
    save: 'Save changes',
    saved: 'Changes saved',
    readOnly: 'Your role may look at these settings but not change them.',
  },
  appearance: {
    title: 'Appearance',
    description: 'Kept in this browser, for you only.',
    scheme: 'Colours',
    light: 'Light',
    dark: 'Dark',
    auto: 'As the system',
  },
}
