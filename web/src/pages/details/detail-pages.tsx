import { useParams } from '@tanstack/react-router';
import { DetailPage } from './detail-page.tsx';

/** One track, as its whole recording. */
export function TrackPage() {
  const { trackId } = useParams({ from: '/spotify/analytics/tracks/$trackId' });
  return <DetailPage key={trackId} kind="tracks" id={trackId} />;
}

/** One artist. */
export function ArtistPage() {
  const { artistId } = useParams({ from: '/spotify/analytics/artists/$artistId' });
  return <DetailPage key={artistId} kind="artists" id={artistId} />;
}

/** One album. */
export function AlbumPage() {
  const { albumId } = useParams({ from: '/spotify/analytics/albums/$albumId' });
  return <DetailPage key={albumId} kind="albums" id={albumId} />;
}
