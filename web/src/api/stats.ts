import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Period } from '../calendar/period.ts';
import type { CalendarUnit } from '../calendar/unit.ts';
import { request } from './request.ts';

/** Key figures of a period. */
export const summaryQuery = (period: Period) =>
  queryOptions({
    queryKey: ['stats', 'summary', period],
    queryFn: ({ signal }) => request('GET /api/stats/summary', { query: period, signal }),
    placeholderData: keepPreviousData,
  });

/** Listening by day, week or month, without gaps. */
export const dailyQuery = (period: Period, unit: CalendarUnit) =>
  queryOptions({
    queryKey: ['stats', 'daily', period, unit],
    queryFn: async ({ signal }) => {
      const totals = await request('GET /api/stats/daily', { query: { ...period, unit }, signal });
      return { unit, totals };
    },
    placeholderData: keepPreviousData,
  });

/** Listening by hour of the day. */
export const hourlyQuery = (period: Period) =>
  queryOptions({
    queryKey: ['stats', 'hourly', period],
    queryFn: ({ signal }) => request('GET /api/stats/hourly', { query: period, signal }),
    placeholderData: keepPreviousData,
  });

/** Listening by weekday and hour. */
export const weekdayHoursQuery = (period: Period) =>
  queryOptions({
    queryKey: ['stats', 'weekday-hours', period],
    queryFn: ({ signal }) => request('GET /api/stats/weekday-hours', { query: period, signal }),
    placeholderData: keepPreviousData,
  });
