import { useRef, useState } from 'react';
import { Link } from 'wouter';
import type { Build } from '../api/types';
import { useLive } from '../hooks/live';
import { useSettings } from '../hooks/useSettings';
import { isFinal, STATES } from '../lib/states';
import { shortHash, subject } from '../lib/text';
import { StateMark } from './StateMark';
import styles from './Toasts.module.css';

const SHOWN_MS = 8000;
const MOST = 3;

/** Says that a build of the project in view has ended; to the desktop as well, where the person asked for it. */
export function Toasts({ project }: { project: string | null }) {
  const [ended, setEnded] = useState<Build[]>([]);
  const waiting = useRef(new Set<string>());
  const { notifications } = useSettings();

  function dismiss(build: Build) {
    setEnded((old) => old.filter((each) => each !== build));
  }

  useLive({
    onBuild(build) {
      const name = `${build.project}/${build.commit}`;
      if (!isFinal(build.state)) {
        waiting.current.add(name);
      } else if (waiting.current.delete(name) && build.project === project) {
        setEnded((old) => [...old, build].slice(-MOST));
        setTimeout(() => dismiss(build), SHOWN_MS);
        if (notifications) {
          notify(build);
        }
      }
    },
  });

  return (
    <div className={styles.toasts} role="status" aria-live="polite">
      {ended.map((build) => (
        <div className={styles.toast} key={`${build.commit}-${build.attempt}`}>
          <StateMark state={build.state} />
          <Link href={`/${build.project}/${build.commit}`}>
            {subject(build.message) || shortHash(build.commit)}
          </Link>
          <button type="button" data-kind="bare" aria-label="Dismiss" onClick={() => dismiss(build)}>
            ✕
          </button>
        </div>
      ))}
    </div>
  );
}

function notify(build: Build) {
  if ('Notification' in window && Notification.permission === 'granted' && document.hidden) {
    new Notification(`${build.project}: ${STATES[build.state].word}`, {
      body: build.reason ?? subject(build.message),
      tag: build.commit,
    });
  }
}
