import card from '../../styles/card.module.css';
import css from './how-to-get-export.module.css';

/** How a listener gets their history out of Spotify. */
export function HowToGetExport({ isOpen }: { isOpen: boolean }) {
  return (
    <details className={card.card} open={isOpen}>
      <summary className={css.summary}>How to get the export from Spotify</summary>
      <ol className={css.steps}>
        <li>
          Sign in at{' '}
          <a href="https://www.spotify.com/account/privacy/" target="_blank" rel="noreferrer">
            spotify.com/account/privacy
          </a>{' '}
          and scroll down to “Download your data”.
        </li>
        <li>
          Choose <strong>Extended streaming history</strong> and nothing else: it holds every play since you
          joined. The account data holds only the last year, to the minute.
        </li>
        <li>Press “Request data”, then confirm it in the mail that Spotify sends you.</li>
        <li>Wait. Spotify says up to 30 days; it is often only a few.</li>
        <li>
          Spotify mails you a link to a ZIP. Download it before the link ends (14 days) and drop it above, as
          it is; there is no need to unpack it.
        </li>
      </ol>
      <p className={card.small}>
        Addresses from which you listened stand in the export. They are neither kept nor shown here.
      </p>
    </details>
  );
}
