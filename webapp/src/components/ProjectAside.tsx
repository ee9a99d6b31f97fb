import { useState } from 'react';
import { fileAddress, webhookAddress } from '../api/client';
import type { BuildPage } from '../api/types';
import { NARROW, useMedia } from '../hooks/useMedia';
import { Chart } from './Chart';
import { CopyField } from './CopyField';
import styles from './ProjectAside.module.css';

/** The builds as a chart, and what other sites need of this project. Folded where the list would be far below. */
export function ProjectAside({ page }: { page: BuildPage }) {
  const isNarrow = useMedia(NARROW);
  const [isOpen, setOpen] = useState(false);
  if (!isNarrow) {
    return (
      <aside className={styles.aside} aria-label="About the builds">
        <Parts page={page} />
      </aside>
    );
  }
  return (
    <details className={styles.folded} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Chart, badge and webhook</summary>
      <div className={styles.aside}>{isOpen && <Parts page={page} />}</div>
    </details>
  );
}

function Parts({ page }: { page: BuildPage }) {
  return (
    <>
      <Chart builds={page.builds} />
      <Badge page={page} />
      <section>
        <h2>Webhook</h2>
        <CopyField name="the webhook's address" text={webhookAddress(page)} />
      </section>
    </>
  );
}

function Badge({ page }: { page: BuildPage }) {
  const { project } = page;
  const last = page.builds[0];
  const site = page.domain ?? location.origin;
  const markdown = `[![${project}](${site}${fileAddress('svg', project)})](${site}/${project}/)`;
  return (
    <section>
      <h2>Badge</h2>
      <p className={styles.badge}>
        {/* The query changes nothing but has the browser ask again. */}
        <img
          src={`${fileAddress('svg', project)}?v=${last ? `${last.commit}-${last.attempt}-${last.state}` : ''}`}
          alt={`Badge of ${project}`}
          height={20}
        />
      </p>
      <CopyField name="the badge as Markdown" text={markdown} />
    </section>
  );
}
