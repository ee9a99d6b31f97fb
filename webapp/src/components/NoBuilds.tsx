import { Link } from 'wouter';
import { webhookAddress } from '../api/client';
import type { BuildPage } from '../api/types';
import { CopyField } from './CopyField';
import { Message } from './Message';
import styles from './NoBuilds.module.css';

/** What leads to a first build. */
export function NoBuilds({ page }: { page: BuildPage }) {
  return (
    <div className={styles.words}>
      <h2>Nothing has been built yet</h2>
      <p>
        Build the newest commit with the button above, or have GitHub tell Galley of each push: add a webhook
        in the repository's settings, with the content type <code>application/json</code> and this address.
      </p>
      <CopyField name="the webhook's address" text={webhookAddress(page)} />
      <p>Then push. The build appears here by itself.</p>
    </div>
  );
}

export function NoSuchProject({ project }: { project: string }) {
  return (
    <Message title={`There is no project ${project}`} actions={<Link href="/">All projects</Link>}>
      <p>Clone its repository next to Galley's other projects; its page is then here, without a restart.</p>
    </Message>
  );
}
