import { useQuery } from '@tanstack/react-query';
import { accountQuery } from '../api/account.ts';

/** The weekday that the listener's weeks begin with, 1 being Monday; Monday until it is known. */
export function useWeekStart(): number {
  const { data: account } = useQuery(accountQuery);
  return account?.weekStart === 'sunday' ? 7 : 1;
}
