import { LeaderboardPage } from './leaderboard-page.tsx';

/** The leaderboard of tracks, grouped by recording. */
export const TracksPage = () => <LeaderboardPage key="tracks" kind="tracks" />;

/** The leaderboard of artists. */
export const ArtistsPage = () => <LeaderboardPage key="artists" kind="artists" />;

/** The leaderboard of albums. */
export const AlbumsPage = () => <LeaderboardPage key="albums" kind="albums" />;
