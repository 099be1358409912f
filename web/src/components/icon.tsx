import type { ReactNode } from 'react';

const shapes = {
  overview: <path d="M4 20V11M10 20V4M16 20v-7M21 20H2" />,
  history: <path d="M3.5 12a8.5 8.5 0 1 0 2.6-6.1L3.5 8.3M3.5 4v4.3h4.3M12 7.5V12l3 2" />,
  tracks: (
    <path d="M9 18V5.5L20 3v12.5M9 18a3 3 0 1 1-6 0 3 3 0 0 1 6 0Zm11-2.5a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z" />
  ),
  artists: (
    <path d="M12 12a4.25 4.25 0 1 0 0-8.5 4.25 4.25 0 0 0 0 8.5Zm-8 8.5c.6-3.6 3.9-5.5 8-5.5s7.4 1.9 8 5.5" />
  ),
  albums: <path d="M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-6.500a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z" />,
  playlists: (
    <path d="M3 6h13M3 11h13M3 16h7M18 18.500V9l4 1M18 18.500a2.500 2.500 0 1 1-5 0 2.500 2.500 0 0 1 5 0Z" />
  ),
  habits: (
    <path d="M17 3l3.500 3.500L17 10M4 11.500v-1a4 4 0 0 1 4-4h12M7 21l-3.500-3.500L7 14m13-1.500v1a4 4 0 0 1-4 4H4" />
  ),
  year: <path d="M4 6h16v14.500H4ZM4 10.500h16M8 3v5M16 3v5M12 13.500v4M10 15.500h4" />,
  import: <path d="M12 3v12m0 0 4.5-4.500M12 15l-4.5-4.500M4 17v3.500h16V17" />,
  settings: (
    <path d="M4 7h9m4 0h3M4 17h3m4 0h9M15 9.500a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Zm-6 10a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z" />
  ),
  host: <path d="M4 4.500h16v6H4Zm0 9h16v6H4ZM8 7.500h.01M8 16.500h.01" />,
  remove: <path d="m6 6 12 12M18 6 6 18" />,
  outward: <path d="M9 5H5v14h14v-4M13 5h6v6M19 5l-9 9" />,
  down: <path d="m6 9 6 6 6-6" />,
  back: <path d="m15 6-6 6 6 6" />,
  forward: <path d="m9 6 6 6-6 6" />,
  search: (
    <path d="m20 20-4.500-4.500M17.500 10.750a6.750 6.750 0 1 1-13.500 0 6.750 6.750 0 0 1 13.500 0Z" />
  ),
  more: <path d="M4 7h16M4 12h16M4 17h16" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof shapes;

/** A picture next to words; silent for screen readers. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {shapes[name]}
    </svg>
  );
}
