import { Radio, Stack, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Page } from '../../ui/page.tsx'

/** Light, dark, or as the system. */
export function AppearancePage() {
  const { t } = useTranslation('settings')
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Page title={t('appearance.title')} description={t('appearance.description')} width="text">
      <Radio.Group label={t('appearance.scheme')} value={colorScheme} onChange={(value) => setColorScheme(value as MantineColorScheme)}>
        <Stack gap="xs" mt={8}>
          {(['auto', 'light', 'dark'] as const).map((value) => (
            <Radio key={value} value={value} label={t(`appearance.${value}`)} />
          ))}
        </Stack>
      </Radio.Group>
    </Page>
  )
}
