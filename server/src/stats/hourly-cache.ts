const LIFETIME_MS = 3_600_000;

/** Wraps a computation so that it runs at most once an hour; its answer says when it was made. A failure is not kept. */
export function cachedForAnHour<T extends object>(
  compute: () => Promise<T>,
): () => Promise<T & { updatedAt: string }> {
  let cached: Promise<T & { updatedAt: string }> | undefined;
  let expiresAt = 0;
  return () => {
    if (!cached || Date.now() >= expiresAt) {
      const updatedAt = new Date();
      expiresAt = updatedAt.getTime() + LIFETIME_MS;
      const fresh = compute().then((answer) => ({ ...answer, updatedAt: updatedAt.toISOString() }));
      fresh.catch(() => {
        if (cached === fresh) cached = undefined;
      });
      cached = fresh;
    }
    return cached;
  };
}
