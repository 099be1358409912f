import { Icon } from './icon.tsx';
import css from './spotify-link.module.css';

interface SpotifyLinkProps {
  url: string | null;
  name: string;
}

/** The way back to Spotify for one track, artist or album; an empty place for what Spotify does not have. */
export function SpotifyLink({ url, name }: SpotifyLinkProps) {
  if (url === null) return <span className={css.none} />;
  const label = `Open Spotify: ${name}`;
  return (
    <a
      className={css.link}
      href={url}
      target="_blank"
      rel="noreferrer"
      aria-label={label}
      title="Open Spotify"
    >
      <Icon name="outward" size={16} />
    </a>
  );
}
