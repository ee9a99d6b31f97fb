import { useRef, useState } from 'react';
import type { BuildFilter } from '../api/client';
import { BuildFilters } from '../components/BuildFilters';
import { BuildList } from '../components/BuildList';
import { BuildNewest } from '../components/BuildNewest';
import { NoBuilds, NoSuchProject } from '../components/NoBuilds';
import { LoadError, Notice } from '../components/Notice';
import { ProjectAside } from '../components/ProjectAside';
import { ProjectHead } from '../components/ProjectHead';
import { type Builds, useBuilds } from '../hooks/useBuilds';
import { useFilter } from '../hooks/useFilter';
import { useKeys } from '../hooks/useKeys';
import { useProjects } from '../hooks/useProjects';
import { useTitle } from '../hooks/useTitle';
import styles from './ProjectPage.module.css';

/** One project: how its document stands, and its builds, newest first. */
export function ProjectPage({ project }: { project: string }) {
  const [filter, changeFilter] = useFilter();
  const builds = useBuilds(project, filter);
  const last = useProjects().data?.projects.find((each) => each.project === project)?.last;
  const search = useRef<HTMLInputElement>(null);
  useTitle(project, last?.state);
  useKeys({ '/': () => search.current?.focus() });
  const branches = useSeenBranches(builds, filter);

  if (builds.error?.status === 404) {
    return (
      <main id="main" tabIndex={-1}>
        <NoSuchProject project={project} />
      </main>
    );
  }
  const isFiltered = Object.values(filter).some((value) => value !== '');
  return (
    <main id="main" tabIndex={-1} className={styles.page}>
      <ProjectHead project={project} last={last} remote={builds.data?.remote ?? null}>
        <BuildNewest project={project} branch={builds.data?.branch ?? null} onBuild={builds.add} />
      </ProjectHead>
      <div className={styles.notes}>
        {builds.data?.problem && <Notice kind="warning">{builds.data.problem}</Notice>}
        {builds.error && <LoadError error={builds.error} retry={builds.reload} />}
      </div>
      <div className={styles.aside}>{builds.data && <ProjectAside page={builds.data} />}</div>
      <section className={styles.builds} aria-label="Builds">
        {(isFiltered || builds.data?.builds.length !== 0) && (
          <BuildFilters filter={filter} branches={branches} search={search} onChange={changeFilter} />
        )}
        <List
          builds={builds}
          isFiltered={isFiltered}
          onClear={() => changeFilter({ q: '', branch: '', state: '' })}
        />
      </section>
    </main>
  );
}

interface ListProps {
  builds: Builds;
  isFiltered: boolean;
  onClear: () => void;
}

function List({ builds, isFiltered, onClear }: ListProps) {
  const { data: page, error, isOld, loadMore, moreError } = builds;
  if (error !== null && (page === null || isOld)) {
    return null;
  }
  if (page === null || (isOld && page.builds.length === 0)) {
    return <Loading />;
  }
  if (page.builds.length === 0) {
    return isFiltered ? <NoMatch onClear={onClear} /> : <NoBuilds page={page} />;
  }
  return (
    <div className={styles.list} aria-busy={isOld}>
      <BuildList page={page} onEnd={loadMore} />
      {moreError !== null && (
        <Notice kind="error">
          <p>{moreError}</p>
          <button type="button" onClick={loadMore}>
            Try again
          </button>
        </Notice>
      )}
    </div>
  );
}

function NoMatch({ onClear }: { onClear: () => void }) {
  return (
    <div className={styles.noMatch} role="status">
      <p>No build is like that.</p>
      <button type="button" onClick={onClear}>
        Show all builds
      </button>
    </div>
  );
}

function Loading() {
  return (
    <div className={styles.loading} aria-busy="true">
      <span className="visually-hidden">Loading</span>
    </div>
  );
}

/** Every branch that was in the list since the page opened: a filter must not take the other choices away. */
function useSeenBranches({ data }: Builds, { branch }: BuildFilter): string[] {
  const [seen, setSeen] = useState<readonly string[]>([]);
  const now = [branch, data?.branch, ...(data?.builds ?? []).map((build) => build.branch)];
  const fresh = [...new Set(now)].filter((each) => each != null && each !== '' && !seen.includes(each));
  if (fresh.length > 0) {
    setSeen([...seen, ...(fresh as string[])].sort());
  }
  return seen as string[];
}
