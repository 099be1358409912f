import css from './footer.module.css';

/** Where the listening comes from, as Spotify's terms ask. */
export function Footer() {
  return (
    <footer className={css.footer}>
      <p>
        Listening, names and artwork come from Spotify: from your account or from the export that it handed
        you. This instance is not run by Spotify.
      </p>
      <a href="https://open.spotify.com/" rel="noreferrer">
        Open Spotify
      </a>
    </footer>
  );
}
