import { expect, test } from 'vitest';
import { readApiError } from './api-error.ts';

test('the code and the message of the server are kept', () => {
  const error = readApiError(409, '{"error":{"code":"not-connected","message":"Connect to Spotify first."}}');
  expect(error).toMatchObject({ status: 409, code: 'not-connected', message: 'Connect to Spotify first.' });
});

test.each(['<html>502 Bad Gateway</html>', '', '{}', 'null'])(
  'an answer of %j still becomes an error',
  (text) => {
    expect(readApiError(502, text)).toMatchObject({ status: 502, code: 'unreadable' });
  },
);
