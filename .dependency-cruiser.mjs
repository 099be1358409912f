/** The features of the server, and which others each of them may use. */
const FLOORS = {
  imports: ['plays', 'catalog'],
  monitoring: ['plays', 'catalog', 'accounts'],
  exclusions: ['accounts'],
  playlists: ['catalog', 'accounts'],
  plays: ['catalog', 'accounts'],
  stats: [],
  accounts: [],
  catalog: [],
};
const FEATURES = Object.keys(FLOORS).join('|');
const TEST = String.raw`\.test\.tsx?$`;
const SOURCES = '^(contract|server|simulator|web)/src/';

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const floors = Object.entries(FLOORS).map(([feature, below]) =>
  forbid(
    `floor-of-${feature}`,
    `${feature} may use ${below.length === 0 ? 'no other feature' : `only ${below.join(', ')}`}, and never app`,
    { path: `^server/src/${feature}/`, pathNot: TEST },
    { path: `^server/src/(${FEATURES}|app)/`, pathNot: `^server/src/(${[feature, ...below].join('|')})/` },
  ),
);

/** Who may import whom; docs/architecture.md says why. */
export default {
  forbidden: [
    forbid(
      'no-circle',
      'Modules must not import each other in a circle, by types neither.',
      {},
      { circular: true },
    ),
    forbid(
      'no-orphan',
      'Nothing imports this module and it imports nothing.',
      { orphan: true, pathNot: String.raw`\.d\.ts$|^web/public/|\.config\.ts$` },
      {},
    ),
    forbid(
      'no-unknown-module',
      'The module cannot be found.',
      { pathNot: '^node_modules/' },
      { couldNotResolve: true, pathNot: String.raw`\.(css|svg)$` },
    ),
    forbid(
      'no-test-code',
      'The program must not need test code.',
      { path: SOURCES, pathNot: TEST },
      { path: `${TEST}|^server/test/|^e2e/|node_modules/(vitest|fast-check|playwright-core)/` },
    ),
    forbid(
      'contract-imports-nothing-of-ours',
      'The contract is what the others agree on.',
      { path: '^contract/' },
      { path: '^(server|simulator|web|e2e|bench|scripts)/' },
    ),
    forbid(
      'web-imports-types-of-the-contract',
      'TypeBox must not get into the browser: use "import type".',
      { path: '^web/' },
      { path: '^contract/', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'web-imports-no-server',
      'The web speaks to the server by HTTP.',
      { path: '^web/' },
      { path: '^(server|simulator)/' },
    ),
    forbid(
      'simulator-imports-no-server',
      "The simulator is written from Spotify's documentation; code shared with our client would share its mistakes.",
      { path: '^simulator/' },
      { path: '^(server|web)/' },
    ),
    forbid(
      'simulator-only-in-the-demo',
      'Only the demo, and tests, know the simulator.',
      { path: '^server/src/', pathNot: String.raw`${TEST}|^server/src/app/demo\.ts$` },
      { path: '^simulator/' },
    ),
    forbid(
      'demo-imports-the-simulator-when-it-runs',
      'By a dynamic import: an installation without the simulator has to load everything else.',
      { path: String.raw`^server/src/app/demo\.ts$` },
      { path: '^simulator/', dynamic: false },
    ),
    ...floors,
    forbid(
      'ground-knows-no-feature',
      'Below the features: database, queue, spotify and http serve all of them and know none.',
      { path: '^server/src/(database|queue|spotify|http)/', pathNot: TEST },
      { path: `^server/src/(${FEATURES}|app)/` },
    ),
    forbid(
      'routes-are-private',
      'A route is registered by app/ and used by nobody else.',
      { path: '^server/src/([^/]+)/', pathNot: `^server/src/app/|${TEST}` },
      { path: String.raw`^server/src/.*[/-]routes\.ts$`, pathNot: '^server/src/$1/' },
    ),
    forbid(
      'sql-in-its-places',
      'SQL stands in database/, *queries.ts and queue/; types of the drivers are welcome everywhere.',
      {
        path: '^server/src/',
        pathNot: String.raw`${TEST}|^server/src/(database|queue)/|[./]queries\.ts$`,
      },
      { path: 'node_modules/(kysely|pg|pg-copy-streams)/', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'pg-boss-in-queue',
      'One door to the queue.',
      { pathNot: String.raw`^server/src/queue/queue\.ts$|node_modules` },
      { path: 'node_modules/pg-boss/' },
    ),
    forbid(
      'pages-stand-alone',
      'What two pages need stands in a folder beside them; otherwise one is loaded with the other.',
      { path: '^web/src/pages/([^/]+)/' },
      { path: '^web/src/pages/[^/]+/', pathNot: '^web/src/pages/$1/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(web/dist|data)/' },
    // Imports of types count: they are what makes circles.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.d.ts'],
    },
  },
};
