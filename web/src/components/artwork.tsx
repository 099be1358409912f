import { useState } from 'react';
import css from './artwork.module.css';

interface ArtworkProps {
  url: string | null;
  size: number;
}

/** A cover or a portrait as Spotify made it, or a neutral place for it. What it shows is named beside it. */
export function Artwork({ url, size }: ArtworkProps) {
  const [failedUrl, setFailedUrl] = useState<string | null>(null);
  if (url === null || url === failedUrl) {
    return (
      <span className={css.placeholder} style={{ width: size, height: size }} aria-hidden="true">
        <svg width={size / 2} height={size / 2} viewBox="0 0 24 24" fill="currentColor">
          <path d="M9 4v10.1A3.5 3.5 0 1 0 11 17.200V8.500l7-1.600v5.200a3.5 3.5 0 1 0 2 3.100V2Z" />
        </svg>
      </span>
    );
  }
  return (
    <img
      className={css.image}
      src={url}
      width={size}
      height={size}
      alt=""
      loading="lazy"
      decoding="async"
      onError={() => {
        setFailedUrl(url);
      }}
    />
  );
}
