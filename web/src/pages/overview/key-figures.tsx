import type { Summary } from '@analytics/contract/stats';
import type { UseQueryResult } from '@tanstack/react-query';
import { AsyncSection } from '../../components/async-section.tsx';
import { Figure } from '../../components/figure.tsx';
import { FigureList } from '../../components/figure-list.tsx';
import { formatDuration } from '../../format/duration.ts';
import { formatCount, formatNumber } from '../../format/number.ts';
import card from '../../styles/card.module.css';
import css from './key-figures.module.css';
import { MostPlayed, MostPlayedSkeleton } from './most-played.tsx';

const names = ['Plays', 'Listening time', 'Tracks', 'Artists', 'Albums', 'Longest streak'];

/** The period in figures, with its most played track and artist. */
export function KeyFigures({ summary }: { summary: UseQueryResult<Summary> }) {
  const skeleton = (
    <div className={css.figures}>
      <FigureList skeletonNames={names} hasNotes />
      <div className={css.most}>
        <MostPlayedSkeleton label="Most played track" />
        <MostPlayedSkeleton label="Most played artist" />
      </div>
    </div>
  );
  return (
    <section className={card.card} aria-label="Key figures">
      <AsyncSection query={summary} skeleton={skeleton}>
        {(answer) => (
          <div className={css.figures}>
            <FigureList>
              <Figure name="Plays" value={formatNumber(answer.plays)} />
              <Figure name="Listening time" value={formatDuration(answer.ms)} note={inDays(answer.ms)} />
              <Figure name="Tracks" value={formatNumber(answer.distinctTracks)} />
              <Figure name="Artists" value={formatNumber(answer.distinctArtists)} />
              <Figure name="Albums" value={formatNumber(answer.distinctAlbums)} />
              <Figure
                name="Longest streak"
                value={formatCount(answer.longestStreakDays, 'day')}
                note={
                  answer.currentStreakDays === 0
                    ? 'none right now'
                    : `${formatCount(answer.currentStreakDays, 'day')} right now`
                }
              />
            </FigureList>
            <div className={css.most}>
              {answer.topTrack !== null && (
                <MostPlayed
                  label="Most played track"
                  name={answer.topTrack.track.name}
                  byline={answer.topTrack.track.artists.map((artist) => artist.name).join(', ')}
                  imageUrl={answer.topTrack.track.album?.imageUrl ?? null}
                  spotifyUrl={answer.topTrack.track.spotifyUrl}
                  plays={answer.topTrack.plays}
                  ms={answer.topTrack.ms}
                />
              )}
              {answer.topArtist !== null && (
                <MostPlayed
                  label="Most played artist"
                  name={answer.topArtist.artist.name}
                  byline=""
                  imageUrl={answer.topArtist.artist.imageUrl}
                  spotifyUrl={answer.topArtist.artist.spotifyUrl}
                  plays={answer.topArtist.plays}
                  ms={answer.topArtist.ms}
                />
              )}
            </div>
          </div>
        )}
      </AsyncSection>
    </section>
  );
}

const dayMs = 86_400_000;
const inDays = (ms: number): string | undefined =>
  ms >= 2 * dayMs ? `${formatNumber(Math.round(ms / dayMs))} days on end` : undefined;
