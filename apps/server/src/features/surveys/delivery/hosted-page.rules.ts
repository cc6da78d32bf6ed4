// The shell of a survey's own page. It holds nothing of the survey, so that scanners and previews of links learn nothing and record nothing.

/** Who may show the page in a frame: nobody, or for the preview the admin app alone. */
export function renderPagePolicy(ancestors: "'none'" | "'self'"): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    'img-src data: https:',
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors}`,
  ].join('; ')
}

export const hostedPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<title>Survey</title>
<script src="/sdk/v1/survey-page.js" defer></script>
</head>
<body>
<div id="survey"></div>
<noscript>Surveys need JavaScript. Please turn it on and load this page again.</noscript>
</body>
</html>
`
