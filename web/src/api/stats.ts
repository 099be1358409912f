import type { Summary } from '@analytics/contract/stats';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { spanBefore } from '../calendar/neighbour.ts';
import type { Period, Span } from '../calendar/period.ts';
import type { CalendarUnit } from '../calendar/unit.ts';
import { request } from './request.ts';

/** Key figures, of all time by default. */
export const summaryQuery = (period: Period = {}) =>
  queryOptions({
    queryKey: ['stats', 'summary', period],
    queryFn: ({ signal }) => request('GET /api/stats/summary', { query: period, signal }),
  });

/** Key figures of a period beside those of the span of equal length before it, where it has one. */
export interface Comparison {
  now: Summary;
  before: Summary | undefined;
  spanBefore: Span | undefined;
}

/** Both in one answer, so that figures of different periods never stand side by side. */
export const comparisonQuery = (period: Period) =>
  queryOptions({
    queryKey: ['stats', 'comparison', period],
    queryFn: async ({ client }): Promise<Comparison> => {
      const span = spanBefore(period);
      const [now, before] = await Promise.all([
        client.fetchQuery(summaryQuery(period)),
        span && client.fetchQuery(summaryQuery(span)),
      ]);
      return { now, before, spanBefore: span };
    },
    // Each of the two is tried again by itself.
    retry: false,
    placeholderData: keepPreviousData,
  });

/** Of whose plays alone a statistic or a list is to be; of all when empty. */
export interface Focus {
  trackId?: number;
  artistId?: number;
  albumId?: number;
}

/** Listening by day, week or month, without gaps. */
export const dailyQuery = (period: Period, unit: CalendarUnit, focus: Focus = {}) =>
  queryOptions({
    queryKey: ['stats', 'daily', period, unit, focus],
    queryFn: async ({ signal }) => {
      const totals = await request('GET /api/stats/daily', { query: { ...period, unit, ...focus }, signal });
      return { unit, totals };
    },
    placeholderData: keepPreviousData,
  });

/** Listening by hour of the day. */
export const hourlyQuery = (period: Period, focus: Focus = {}) =>
  queryOptions({
    queryKey: ['stats', 'hourly', period, focus],
    queryFn: ({ signal }) => request('GET /api/stats/hourly', { query: { ...period, ...focus }, signal }),
    placeholderData: keepPreviousData,
  });

/** Listening by weekday and hour. */
export const weekdayHoursQuery = (period: Period) =>
  queryOptions({
    queryKey: ['stats', 'weekday-hours', period],
    queryFn: ({ signal }) => request('GET /api/stats/weekday-hours', { query: period, signal }),
    placeholderData: keepPreviousData,
  });
