const words: Record<string, string> = {
  trackdone: 'The track before was over',
  fwdbtn: 'Next was pressed',
  backbtn: 'Back was pressed',
  clickrow: 'The track was chosen',
  playbtn: 'Play was pressed',
  appload: 'The app was opened',
  remote: 'From another device',
  trackerror: 'The track could not be played',
  autoplay: 'Spotify went on by itself',
};

const endWords: Record<string, string> = {
  trackdone: 'It was over',
  endplay: 'It was stopped',
  logout: 'The app was closed',
  'unexpected-exit': 'The app ended unexpectedly',
  'unexpected-exit-while-paused': 'The app ended while paused',
};

/** Why a play began, in words; what Spotify calls it where we know no better. */
export const startReasonName = (reason: string | null): string =>
  reason === null ? 'Not known' : (words[reason] ?? reason);

/** Why a play ended, in words; what Spotify calls it where we know no better. */
export const endReasonName = (reason: string | null): string =>
  reason === null ? 'Not known' : (endWords[reason] ?? startReasonName(reason));
