import { useNow, useRunningNow } from '../hooks/useNow';
import { absoluteTime, duration, relativeTime } from '../lib/time';

/** A time as people say it; exactly when, on hover. */
export function TimeAgo({ iso }: { iso: string }) {
  const now = useNow();
  return (
    <time dateTime={iso} title={absoluteTime(iso)}>
      {relativeTime(iso, now)}
    </time>
  );
}

/** How long something took, or has taken so far. */
export function Took({ durationMs, since }: { durationMs: number | null; since: string | null }) {
  if (durationMs !== null) {
    return <span>{duration(durationMs)}</span>;
  }
  return since === null ? null : <Running since={since} />;
}

function Running({ since }: { since: string }) {
  const now = useRunningNow();
  // The server's clock may be ahead of the reader's.
  return <span>{duration(Math.max(0, now - Date.parse(since)))}</span>;
}
