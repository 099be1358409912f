import { useSyncExternalStore } from 'react';

export const themeChoices = ['light', 'dark', 'auto'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

const key = 'theme';
const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
const followers = new Set<() => void>();
let choice = readChoice();

function readChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(key);
    return themeChoices.find((name) => name === stored) ?? 'auto';
  } catch {
    return 'auto';
  }
}

function apply(): void {
  const dark = choice === 'dark' || (choice === 'auto' && systemIsDark.matches);
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  // The bar above the page on a phone, as in public/theme.js.
  const page = getComputedStyle(document.documentElement).getPropertyValue('--page').trim();
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', page);
  for (const follower of followers) follower();
}

/** Changes the theme of this browser and keeps the choice. */
export function chooseTheme(next: ThemeChoice): void {
  choice = next;
  try {
    localStorage.setItem(key, next);
  } catch {
    // Storage may be blocked; the choice then holds until the page is left.
  }
  apply();
}

function follow(follower: () => void): () => void {
  followers.add(follower);
  return () => followers.delete(follower);
}

systemIsDark.addEventListener('change', apply);
addEventListener('storage', (event) => {
  if (event.key !== key) return;
  choice = readChoice();
  apply();
});

/** What the listener chose in this browser. */
export const useThemeChoice = (): ThemeChoice => useSyncExternalStore(follow, () => choice);

/** The theme in force, `light` or `dark`: for what is painted rather than styled. */
export const useTheme = (): string =>
  useSyncExternalStore(follow, () => document.documentElement.dataset['theme'] ?? 'light');
