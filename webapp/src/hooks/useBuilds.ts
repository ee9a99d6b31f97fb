import { useCallback, useRef, useState } from 'react';
import { rejoined, withBuild, withMore } from '../api/buildList';
import { type BuildFilter, getBuilds } from '../api/client';
import type { Build, BuildPage } from '../api/types';
import { useLive } from './live';
import { type Loaded, useLoaded } from './useLoaded';

const PAGE = 100;

export interface Builds extends Omit<Loaded<BuildPage>, 'change'> {
  /** Whether `data` is of the filter before, until the new one is answered. */
  isOld: boolean;
  /** Loads the page that follows, unless it is on its way or there is none. */
  loadMore(): void;
  /** Why that did not work, for the list as it is. */
  moreError: string | null;
  /** Shows a record that the daemon answered, without waiting for the stream. */
  add(build: Build): void;
}

/** A project's builds, newest first, as far as they were scrolled to, and as they are now. */
export function useBuilds(project: string, filter: BuildFilter): Builds {
  const { change, ...loaded } = useLoaded(
    JSON.stringify([project, filter]),
    (signal) => getBuilds(project, { ...filter, limit: PAGE }, signal),
    rejoined,
  );
  const [failed, setFailed] = useState<{ cursor: string; message: string } | null>(null);
  const coming = useRef<string | null>(null);
  const next = loaded.data?.next ?? null;

  const add = (build: Build) => change((old) => withBuild(old, build, filter));
  useLive({ onBuild: (build) => build.project === project && add(build) });

  const loadMore = useCallback(() => {
    const request = JSON.stringify([filter, next]);
    if (next === null || coming.current === request) {
      return;
    }
    coming.current = request;
    setFailed(null);
    getBuilds(project, { ...filter, before: next, limit: PAGE })
      .then((page) => change((old) => withMore(old, next, page)))
      .catch((reason: unknown) =>
        setFailed({ cursor: next, message: reason instanceof Error ? reason.message : String(reason) }),
      )
      .finally(() => {
        coming.current = coming.current === request ? null : coming.current;
      });
  }, [project, filter, next, change]);

  // Each word of a search would else take the page away, and bring it back.
  const [shown, setShown] = useState(loaded.data);
  if (loaded.data !== null && loaded.data !== shown) {
    setShown(loaded.data);
  }
  const isOld = loaded.data === null && shown !== null;

  const moreError = failed !== null && failed.cursor === next ? failed.message : null;
  return { ...loaded, data: loaded.data ?? shown, isOld, loadMore, moreError, add };
}
