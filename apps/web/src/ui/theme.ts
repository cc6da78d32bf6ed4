// Mantine in our clothes: sizes, colours and defaults; the values themselves are in tokens.css.
import { createTheme, Input, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

const accent: MantineColorsTuple = [
  '#eef1fe', '#dde3fc', '#b9c5fa', '#9db0ff', '#7d94f5', '#627ced', '#4f6ae2', '#4059d0', '#354dc2', '#2b45b5',
]
const gray: MantineColorsTuple = [
  '#f7f7f9', '#f1f2f5', '#e5e6eb', '#d9dbe1', '#cfd2da', '#a9adb8', '#7d828f', '#565b67', '#34373f', '#17181d',
]
const dark: MantineColorsTuple = [
  '#ececf0', '#c6c9d1', '#a3a7b3', '#8e93a0', '#3a3d47', '#282a31', '#1b1c21', '#15161a', '#0f1013', '#0a0b0d',
]

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: 9,
  autoContrast: true,
  colors: { accent, gray, dark },
  fontFamily: "'Inter Variable', ui-sans-serif, system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.35', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '15px', lineHeight: '24px' },
      h3: { fontSize: '13px', lineHeight: '20px' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: {
      defaultProps: { size: 'sm' },
      vars: (_theme: unknown, props: { size?: string }) =>
        props.size === undefined || props.size === 'sm'
          ? { root: { '--button-height': 'var(--control-height)', '--button-fz': '13px', '--button-padding-x': '12px' } }
          : { root: {} },
      styles: { root: { fontWeight: 550 } },
    },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'lg' } },
    Input: Input.extend({
      defaultProps: { size: 'sm' },
      vars: () => ({ wrapper: { '--input-height': 'var(--control-height)', '--input-fz': '13px' } }),
    }),
    InputWrapper: { styles: { label: { fontWeight: 550, marginBottom: 4 }, description: { marginBottom: 4 } } },
    Select: { defaultProps: { checkIconPosition: 'right', allowDeselect: false } },
    Tooltip: { defaultProps: { openDelay: 300, multiline: true, maw: 300, events: { hover: true, focus: true, touch: true } } },
    Modal: { defaultProps: { centered: true, radius: 'lg', closeButtonProps: { 'aria-label': 'Close' } } },
    Drawer: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    // Without the placeholder the first item takes the focus; a menu may contain nothing but items.
    Menu: { defaultProps: { shadow: 'md', withinPortal: true, withInitialFocusPlaceholder: false } },
    Badge: { defaultProps: { radius: 'sm', variant: 'light', tt: 'none', fw: 550 } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
  },
})

const sharedVariables = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-muted)',
  '--mantine-color-placeholder': 'var(--ink-faint)',
  '--mantine-color-default': 'var(--raised)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-gray-light-color': 'var(--ink-muted)',
  '--mantine-color-gray-light': 'var(--passive-tint)',
  '--mantine-color-accent-light-color': 'var(--accent)',
}

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: sharedVariables,
  dark: sharedVariables,
})
