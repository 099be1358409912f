/** What one row of a leaderboard is. */
export const nouns = { tracks: 'Track', artists: 'Artist', albums: 'Album' } as const;
