const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string) => text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

/** The page that says why a sign-in with Spotify did not work; it stands without the web application's scripts. */
export function noticePage(message: string, basePath: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sign-in with Spotify did not work · Analytics for Spotify</title>
<link rel="icon" href="${basePath}/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${basePath}/notice.css">
<script src="${basePath}/theme.js"></script>
</head>
<body>
<main>
<h1>Sign-in with Spotify did not work</h1>
<p>${escapeHtml(message)}</p>
<nav><a class="main" href="${basePath}/spotify/login">Try again</a> <a href="${basePath}/spotify/">Back to the start page</a></nav>
</main>
</body>
</html>
`;
}
