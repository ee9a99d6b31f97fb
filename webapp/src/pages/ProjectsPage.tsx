import { Link } from 'wouter';
import type { Build, ProjectList, ProjectSummary } from '../api/types';
import { CopyField } from '../components/CopyField';
import { FirstPage } from '../components/FirstPage';
import { LoadError, Notice } from '../components/Notice';
import { StateMark } from '../components/StateMark';
import { TimeAgo, Took } from '../components/Time';
import { useProjects } from '../hooks/useProjects';
import { useTitle } from '../hooks/useTitle';
import { count, shortHash, subject } from '../lib/text';
import styles from './ProjectsPage.module.css';

/** All projects, a card each. */
export function ProjectsPage() {
  const { data, error, reload } = useProjects();
  useTitle('Projects');
  return (
    <main id="main" tabIndex={-1}>
      <div className={styles.head}>
        <h1>Projects</h1>
        {data && data.projects.length > 0 && (
          <span className="soft">{count(data.projects.length, 'project')}</span>
        )}
      </div>
      {error && <LoadError error={error} retry={reload} />}
      {data === null ? error === null && <Loading /> : <Cards list={data} />}
    </main>
  );
}

function Cards({ list }: { list: ProjectList }) {
  if (list.projects.length === 0) {
    return <Empty />;
  }
  return (
    <ul className={styles.cards}>
      {list.projects.map((project) => (
        <li key={project.project}>
          <Card project={project} />
        </li>
      ))}
    </ul>
  );
}

function Card({ project }: { project: ProjectSummary }) {
  const { last } = project;
  return (
    <article className={styles.card}>
      <FirstPage project={project.project} last={last} />
      <div className={styles.words}>
        <h2>
          <Link href={`/${project.project}/`}>{project.project}</Link>
        </h2>
        {project.problem && <p className={styles.reason}>{project.problem}</p>}
        {last ? <LastBuild build={last} /> : <p className="soft">Not built yet</p>}
      </div>
    </article>
  );
}

function LastBuild({ build }: { build: Build }) {
  const pages = build.artifacts.find((artifact) => artifact.name === 'pdf')?.pages;
  return (
    <>
      <StateMark state={build.state} />
      <p className={styles.subject}>{subject(build.message) || shortHash(build.commit)}</p>
      {build.reason && <p className={styles.reason}>{build.reason}</p>}
      <p className={styles.facts}>
        <TimeAgo iso={build.finishedAt ?? build.startedAt ?? build.queuedAt} />
        {pages != null && <span>{count(pages, 'page')}</span>}
        <Took durationMs={build.durationMs} since={build.startedAt} />
      </p>
    </>
  );
}

function Empty() {
  return (
    <div className={styles.empty}>
      <p>
        There is no project here yet. Clone a repository next to Galley; it appears on this page by itself.
        Then say in its <code>.ci.json</code> what to build, and commit that:
      </p>
      <CopyField name="the line that clones" text="git clone https://github.com/you/thesis.git Thesis" />
      <CopyField
        name="the line that makes .ci.json"
        text={`echo '{"language": "latex", "main": "thesis"}' > Thesis/.ci.json`}
      />
      <CopyField
        name="the line that commits"
        text={`cd Thesis && git add .ci.json && git commit -m 'Build it' && git push`}
      />
      <Notice>
        <p>
          No project at hand? Stop Galley and start it with <code>scripts/start.sh --demo</code>.
        </p>
      </Notice>
    </div>
  );
}

function Loading() {
  return (
    <div className={styles.cards} aria-busy="true">
      <span className="visually-hidden">Loading</span>
      <div className={styles.skeleton} />
      <div className={styles.skeleton} />
    </div>
  );
}
