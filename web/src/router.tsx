import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  type SearchMiddleware,
} from '@tanstack/react-router';
import { basePathOf } from './base-address.ts';
import { type PeriodChoice, readPeriodChoice } from './calendar/period.ts';
import { BarePage } from './components/bare-page.tsx';
import { Frame } from './components/frame.tsx';
import { PageError } from './components/page-error.tsx';
import { PageLoading } from './components/page-loading.tsx';
import { NotFoundPage } from './pages/not-found-page.tsx';
import { OverviewPage } from './pages/overview/overview-page.tsx';
import {
  parseSearch,
  readHabitsSearch,
  readHistorySearch,
  readHomeSearch,
  readLeaderboardSearch,
  readOverviewSearch,
  readPlaylistSearch,
  readPlaylistsSearch,
  readReceiptSearch,
  readRecordingsSearch,
  stringifySearch,
} from './search.ts';

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: () => (
    <BarePage>
      <NotFoundPage />
    </BarePage>
  ),
  errorComponent: (props) => (
    <BarePage>
      <PageError {...props} />
    </BarePage>
  ),
});

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    redirect({ to: '/spotify/', replace: true, throw: true });
  },
});

const home = createRoute({
  getParentRoute: () => root,
  path: '/spotify/',
  validateSearch: readHomeSearch,
  component: lazyRouteComponent(() => import('./pages/home/home-page.tsx'), 'HomePage'),
});

/** The chosen period goes along to every page of the dashboard, unless a link has one of its own. */
const keepPeriod: SearchMiddleware<PeriodChoice> = ({ search, next }) => {
  const destination = next(search);
  const chosen = Object.keys(readPeriodChoice({ ...destination })).length > 0;
  return chosen ? destination : { ...readPeriodChoice({ ...search }), ...destination };
};

const dashboard = createRoute({
  getParentRoute: () => root,
  path: '/spotify/analytics',
  validateSearch: (search) => readPeriodChoice(search),
  search: { middlewares: [keepPeriod] },
  component: Frame,
});

const overview = createRoute({
  getParentRoute: () => dashboard,
  path: '/',
  validateSearch: readOverviewSearch,
  // Most visits begin here: it comes with what every page needs, instead of after it.
  component: OverviewPage,
});

const history = createRoute({
  getParentRoute: () => dashboard,
  path: 'history',
  validateSearch: readHistorySearch,
  component: lazyRouteComponent(() => import('./pages/history/history-page.tsx'), 'HistoryPage'),
});

const leaderboards = () => import('./pages/leaderboard/leaderboard-pages.tsx');

const tracks = createRoute({
  getParentRoute: () => dashboard,
  path: 'tracks',
  validateSearch: readLeaderboardSearch,
  component: lazyRouteComponent(leaderboards, 'TracksPage'),
});

const artists = createRoute({
  getParentRoute: () => dashboard,
  path: 'artists',
  validateSearch: readLeaderboardSearch,
  component: lazyRouteComponent(leaderboards, 'ArtistsPage'),
});

const albums = createRoute({
  getParentRoute: () => dashboard,
  path: 'albums',
  validateSearch: readLeaderboardSearch,
  component: lazyRouteComponent(leaderboards, 'AlbumsPage'),
});

const details = () => import('./pages/details/detail-pages.tsx');

const track = createRoute({
  getParentRoute: () => dashboard,
  path: 'tracks/$trackId',
  validateSearch: readOverviewSearch,
  component: lazyRouteComponent(details, 'TrackPage'),
});

const artist = createRoute({
  getParentRoute: () => dashboard,
  path: 'artists/$artistId',
  validateSearch: readOverviewSearch,
  component: lazyRouteComponent(details, 'ArtistPage'),
});

const album = createRoute({
  getParentRoute: () => dashboard,
  path: 'albums/$albumId',
  validateSearch: readOverviewSearch,
  component: lazyRouteComponent(details, 'AlbumPage'),
});

const playlists = createRoute({
  getParentRoute: () => dashboard,
  path: 'playlists',
  validateSearch: readPlaylistsSearch,
  component: lazyRouteComponent(() => import('./pages/playlists/playlists-page.tsx'), 'PlaylistsPage'),
});

const playlist = createRoute({
  getParentRoute: () => dashboard,
  path: 'playlists/$playlistId',
  validateSearch: readPlaylistSearch,
  component: lazyRouteComponent(() => import('./pages/playlists/playlist-page.tsx'), 'PlaylistPage'),
});

const recordings = createRoute({
  getParentRoute: () => dashboard,
  path: 'recordings',
  validateSearch: readRecordingsSearch,
  component: lazyRouteComponent(() => import('./pages/recordings/recordings-page.tsx'), 'RecordingsPage'),
});

const habits = createRoute({
  getParentRoute: () => dashboard,
  path: 'habits',
  validateSearch: readHabitsSearch,
  component: lazyRouteComponent(() => import('./pages/habits/habits-page.tsx'), 'HabitsPage'),
});

const latestYear = createRoute({
  getParentRoute: () => dashboard,
  path: 'year',
  component: lazyRouteComponent(() => import('./pages/year/latest-year.tsx'), 'LatestYear'),
});

const year = createRoute({
  getParentRoute: () => dashboard,
  path: 'year/$year',
  component: lazyRouteComponent(() => import('./pages/year/year-page.tsx'), 'YearPage'),
});

const imports = createRoute({
  getParentRoute: () => dashboard,
  path: 'import',
  component: lazyRouteComponent(() => import('./pages/import/import-page.tsx'), 'ImportPage'),
});

const receipt = createRoute({
  getParentRoute: () => dashboard,
  path: 'import/$importId',
  validateSearch: readReceiptSearch,
  component: lazyRouteComponent(() => import('./pages/import/receipt-page.tsx'), 'ReceiptPage'),
});

const settings = createRoute({
  getParentRoute: () => dashboard,
  path: 'settings',
  component: lazyRouteComponent(() => import('./pages/settings/settings-page.tsx'), 'SettingsPage'),
});

const setUp = createRoute({
  getParentRoute: () => dashboard,
  path: 'set-up',
  component: lazyRouteComponent(() => import('./pages/set-up/set-up-page.tsx'), 'SetUpPage'),
});

const host = createRoute({
  getParentRoute: () => dashboard,
  path: 'host',
  component: lazyRouteComponent(() => import('./pages/host/host-page.tsx'), 'HostPage'),
});

const nowhere = createRoute({ getParentRoute: () => dashboard, path: '$', component: NotFoundPage });

/** All pages, at addresses relative to wherever the instance lives. */
export const router = createRouter({
  routeTree: root.addChildren([
    start,
    home,
    dashboard.addChildren([
      overview,
      history,
      tracks,
      artists,
      albums,
      track,
      artist,
      album,
      playlists,
      playlist,
      recordings,
      habits,
      latestYear,
      year,
      imports,
      receipt,
      settings,
      setUp,
      host,
      nowhere,
    ]),
  ]),
  basepath: basePathOf(document.baseURI) || '/',
  trailingSlash: 'preserve',
  defaultPreload: 'intent',
  defaultErrorComponent: PageError,
  defaultPendingComponent: PageLoading,
  scrollRestoration: true,
  parseSearch,
  stringifySearch,
  // What no page knows is left out of the address, so that nonsense in it does not reach the server.
  search: { strict: true },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
