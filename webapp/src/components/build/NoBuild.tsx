import { Link } from 'wouter';
import { buildOnce } from '../../api/client';
import type { Action } from '../../hooks/useAction';
import { shortHash } from '../../lib/text';
import { Message } from '../Message';

interface NoBuildProps {
  project: string;
  commit: string;
  action: Action;
}

/** There is no record of such a build; perhaps there should be. */
export function NoBuild({ project, commit, action }: NoBuildProps) {
  return (
    <Message
      title="This commit was not built"
      actions={
        <>
          <button
            type="button"
            data-kind="main"
            disabled={action.isBusy}
            onClick={() => action.act(() => buildOnce(project, commit))}
          >
            Build it
          </button>
          <Link href={`/${project}/`}>All builds of {project}</Link>
        </>
      }
    >
      <p>
        There is no build of <code>{shortHash(commit)}</code> in {project}: nobody asked for one yet, or it is
        so old that it was cleared away.
      </p>
      {action.error !== null && <p role="alert">{action.error}</p>}
    </Message>
  );
}
