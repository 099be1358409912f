import type { Config } from '../config.ts';

/** Binds a sign-in with Spotify to the browser that began it. */
export const SIGN_IN_COOKIE = 'spotify-sign-in';

/** The invitation that this browser has opened. In the address of the sign-in it would stand in the logs of proxies. */
export const INVITATION_COOKIE = 'invitation';

/** Both are for the addresses of the sign-in with Spotify. */
export const signInCookieOptions = ({ basePath, publicUrl }: Pick<Config, 'basePath' | 'publicUrl'>) =>
  ({
    path: `${basePath}/spotify/`,
    httpOnly: true,
    sameSite: 'lax',
    secure: publicUrl.startsWith('https:'),
  }) as const;
