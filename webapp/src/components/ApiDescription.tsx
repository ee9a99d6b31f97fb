import { getApiDescription } from '../api/client';
import { useLoaded } from '../hooks/useLoaded';
import { groupsOf, type Operation } from '../lib/openapi';
import styles from './ApiDescription.module.css';
import { LoadError } from './Notice';

/** All addresses, as the daemon itself describes them. */
export function ApiDescription() {
  const { data, error, reload } = useLoaded('api', getApiDescription);
  if (data === null) {
    return error ? <LoadError error={error} retry={reload} /> : <p aria-busy="true">Loading</p>;
  }
  return (
    <div className={styles.api}>
      <p className="soft">
        Below <code>/api</code>, where they always mean data; <a href="/api/openapi.json">openapi.json</a>{' '}
        says all of it.
      </p>
      {groupsOf(data).map(({ name, operations }) => (
        <section key={name} aria-label={name}>
          <h4>{name}</h4>
          {operations.map((operation) => (
            <Address key={operation.method + operation.path} operation={operation} />
          ))}
        </section>
      ))}
    </div>
  );
}

function Address({ operation: { method, path, summary, description, answers } }: { operation: Operation }) {
  return (
    <details>
      <summary>
        <code className={styles.address}>
          <b>{method}</b> {path}
        </code>
        <span className={styles.summary}>{summary}</span>
      </summary>
      {description && <p>{description}</p>}
      <dl>
        {answers.map((answer) => (
          <div key={answer.status}>
            <dt>{answer.status}</dt>
            <dd>{answer.description}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
