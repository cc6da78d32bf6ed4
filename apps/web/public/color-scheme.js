// Sets light or dark before the first paint. A file of its own, because the content policy allows no inline script.
;(function () {
  let scheme = 'auto'
  try {
    scheme = localStorage.getItem('rapport-color-scheme') || 'auto'
  } catch {
    // Storage may be blocked; the system's preference is used then.
  }
  const isDark = scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light')
})()
