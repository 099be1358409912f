// Runs before the first paint, so that nobody sees a flash of the other theme. The page itself: src/theme.ts.
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem('theme');
  } catch {
    // Storage may be blocked; then the system decides.
  }
  const dark =
    choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  // The bar above the page on a phone; --page in src/styles/tokens.css.
  const bar = document.querySelector('meta[name="theme-color"]');
  if (bar !== null) bar.content = dark ? '#141114' : '#faf8f7';
})();
