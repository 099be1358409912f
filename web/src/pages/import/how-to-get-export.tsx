import { Link } from '@tanstack/react-router';
import card from '../../styles/card.module.css';
import css from './how-to-get-export.module.css';

/** How a listener gets their history out of Spotify. */
export function HowToGetExport({ isOpen }: { isOpen: boolean }) {
  return (
    <details className={card.card} open={isOpen}>
      <summary className={css.summary}>How to get the export from Spotify</summary>
      <ol className={css.steps}>
        <li>
          <strong>Open your account’s privacy page</strong> in a browser and sign in:{' '}
          <a href="https://www.spotify.com/account/privacy/" target="_blank" rel="noreferrer">
            spotify.com/account/privacy
          </a>
          . By hand it is Account, then Privacy settings; Spotify’s app does not have it.
        </li>
        <li>
          <strong>Tick “Extended streaming history”</strong> under “Download your data”. It holds every play
          since you joined. Untick the rest; you do not need it here.
        </li>
        <li>
          <strong>Press “Request data”, then confirm it in the mail</strong> that Spotify sends you at once.
          Without that nothing happens.
        </li>
        <li>
          <strong>Wait.</strong> Spotify says up to 30 days; it is usually some days.
        </li>
        <li>
          <strong>Download my_spotify_data.zip</strong> from the second mail. Its link works for 14 days.
        </li>
        <li>
          <strong>Add the ZIP above</strong> as it is. There is no need to unpack it.
        </li>
      </ol>
      <dl className={css.facts}>
        <div>
          <dt>In a hurry?</dt>
          <dd>
            The “Account data” comes within 5 days, but holds only the last year, to the minute. Add it
            meanwhile: the extended history takes its place later, and nothing is counted twice.
          </dd>
        </div>
        <div>
          <dt>What the file holds</dt>
          <dd>
            JSON files named <code>Streaming_History_Audio_2023-2024_6.json</code> and the like; in older
            exports <code>endsong_3.json</code>. Everything else in the ZIP is passed over.
          </dd>
        </div>
        <div>
          <dt>What stays private</dt>
          <dd>
            The export also holds IP addresses and user names. They are never stored, and the uploaded file is
            deleted as soon as it has been read. Nothing is sent to Spotify: no Spotify app and no API is
            needed.
          </dd>
        </div>
        <div>
          <dt>From other trackers</dt>
          <dd>
            Exports of Last.fm, ListenBrainz, your_spotify, Koito and Maloja can be added too. Where to get
            them is in <code>docs/moving-in.md</code>, which comes with this program.
          </dd>
        </div>
        <div>
          <dt>From here to here</dt>
          <dd>
            Files that you have saved under “Your data” in the{' '}
            <Link to="/spotify/analytics/settings">settings</Link> of this or another instance can be added in
            the same way.
          </dd>
        </div>
      </dl>
    </details>
  );
}
