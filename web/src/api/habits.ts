import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Period } from '../calendar/period.ts';
import type { CalendarUnit } from '../calendar/unit.ts';
import { request } from './request.ts';

export type SessionSort = 'ms' | 'plays' | 'startedAt';

/** How many tracks were played how often. */
export const playCountsQuery = (period: Period) =>
  queryOptions({
    queryKey: ['stats', 'play-counts', period],
    queryFn: async ({ signal }) =>
      (await request('GET /api/stats/play-counts', { query: period, signal })).items,
    placeholderData: keepPreviousData,
  });

/** How many and how different artists were played by day, week or month, without gaps. */
export const diversityQuery = (period: Period, unit: CalendarUnit) =>
  queryOptions({
    queryKey: ['stats', 'diversity', period, unit],
    queryFn: async ({ signal }) => {
      const { items } = await request('GET /api/stats/diversity', { query: { ...period, unit }, signal });
      return { unit, totals: items };
    },
    placeholderData: keepPreviousData,
  });

/** Skips, shuffle, offline, platforms and reasons. */
export const behaviourQuery = (period: Period) =>
  queryOptions({
    queryKey: ['stats', 'behaviour', period],
    queryFn: ({ signal }) => request('GET /api/stats/behaviour', { query: period, signal }),
    placeholderData: keepPreviousData,
  });

/** The first listening sessions in an order, and how many there are. */
export const sessionsQuery = (period: Period, sort: SessionSort, limit: number) =>
  queryOptions({
    queryKey: ['stats', 'sessions', period, sort, limit],
    queryFn: ({ signal }) =>
      request('GET /api/stats/sessions', { query: { ...period, sort, limit }, signal }),
    placeholderData: keepPreviousData,
  });
