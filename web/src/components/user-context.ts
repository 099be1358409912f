import type { User } from '@analytics/contract/account';
import { createContext, useContext } from 'react';
import { dayInZone } from '../calendar/day.ts';
import { useNow } from './now.ts';

/** Who is signed in; the frame of the dashboard knows. */
export const UserContext = createContext<User | null>(null);

/** Who is signed in. Only inside the dashboard. */
export function useUser(): User {
  const user = useContext(UserContext);
  if (user === null) throw new Error('There is no listener outside the dashboard.');
  return user;
}

/** The day that it is where the listener is. */
export const useToday = (): string => dayInZone(useNow(), useUser().timezone);
