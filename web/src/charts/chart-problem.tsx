import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorNotice } from '../components/error-notice.tsx';

/** What a chart shows instead of its bars when they could not be loaded. */
export const problemOf = ({ data: answer, error }: UseQueryResult): { problem?: ReactNode } =>
  answer === undefined && error !== null ? { problem: <ErrorNotice error={error} /> } : {};
