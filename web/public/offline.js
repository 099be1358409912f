// For offline.html, which stands in place of the page that was asked for.
document.querySelector('#again').href = location.href;
addEventListener('online', () => location.reload());
