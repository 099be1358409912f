declare const proven: unique symbol;

/**
 * The id of a listener for whom this work is done, proven by their session or by a job of theirs. Queries over a
 * listener's rows take nothing else, so that one without the check does not compile.
 */
export type ListenerId = number & { readonly [proven]: true };

/** Marks an id as proven; only the session, the sign-in and the jobs of a listener may say so. */
export const provenListenerId = (userId: number): ListenerId => userId as ListenerId;
