import { type CSSProperties, type ReactNode, useMemo, useState } from 'react';
import { buildAgain } from '../../api/client';
import type { Build } from '../../api/types';
import type { Action } from '../../hooks/useAction';
import { useChanges, useProblems, useProblemsBefore } from '../../hooks/useBuild';
import { useHashLine } from '../../hooks/useHashLine';
import { useKeys } from '../../hooks/useKeys';
import { useLog } from '../../hooks/useLog';
import { useMedia } from '../../hooks/useMedia';
import { useProblemSteps } from '../../hooks/useProblemSteps';
import { useRemote } from '../../hooks/useRemote';
import { useSplit } from '../../hooks/useSplit';
import { groupProblems } from '../../lib/problems';
import { isFinal } from '../../lib/states';
import { LogPanel } from '../log/LogPanel';
import { LOG_SEARCH_ID } from '../log/LogTools';
import { problemElementId } from '../problems/ProblemItem';
import { ProblemsPanel } from '../problems/ProblemsPanel';
import { panelId, Tabs, tabId } from '../Tabs';
import { BuildHeader } from './BuildHeader';
import styles from './BuildView.module.css';
import { ChangesPanel } from './ChangesPanel';
import { DocumentPane } from './DocumentPane';
import { firstPanel, type PanelName, panelTabs } from './panels';
import { Separator } from './Separator';

/** Below this width there is room for one thing at a time. */
const PHONE = '(max-width: 759px)';

/** A build: the document on one side, what is said about it on the other; on a phone, one of them at a time. */
export function BuildView({ build, action }: { build: Build; action: Action }) {
  const isPhone = useMedia(PHONE);
  const remote = useRemote(build.project);
  const problems = useProblems(build);
  const changes = useChanges(build);
  const before = useProblemsBefore(changes.data?.previous ?? null);
  const buffer = useLog(build);
  const [target, setTarget] = useHashLine();
  const [chosen, setChosen] = useState<PanelName | null>(target === null ? null : 'log');
  const [shownTarget, setShownTarget] = useState(target);
  const [split, setSplit] = useSplit();
  const groups = useMemo(() => groupProblems(problems.data ?? [], before), [problems.data, before]);
  const ids = groups.flatMap((group) => group.problems.map((each) => each.id));
  const steps = useProblemSteps(ids, problemElementId);

  // Whoever asks for a line of the log wants to see it.
  if (target !== shownTarget) {
    setShownTarget(target);
    setChosen(target === null ? chosen : 'log');
  }
  const wanted = chosen ?? firstPanel(build, isPhone);
  const panel = !isPhone && wanted === 'document' ? firstPanel(build, false) : wanted;

  function step(by: 1 | -1) {
    setChosen('problems');
    steps.step(by);
  }

  useKeys({
    j: () => step(1),
    k: () => step(-1),
    b: () => isFinal(build.state) && action.act(() => buildAgain(build.project, build.commit)),
    '/': () => {
      setChosen('log');
      // Once it can be seen; what is hidden takes no focus.
      requestAnimationFrame(() => document.getElementById(LOG_SEARCH_ID)?.focus());
    },
  });

  return (
    <main id="main" tabIndex={-1} className={styles.main} style={{ '--split': `${split}%` } as CSSProperties}>
      <BuildHeader build={build} remote={remote} action={action} />
      <div className={styles.tabs}>
        <Tabs label="What is shown" tabs={panelTabs(build, isPhone)} chosen={panel} onChoose={setChosen} />
      </div>
      <DocumentPart build={build} isPhone={isPhone} isShown={!isPhone || panel === 'document'} />
      {!isPhone && <Separator value={split} onChange={setSplit} />}
      <Panel name="problems" shown={panel}>
        <ProblemsPanel
          build={build}
          remote={remote}
          problems={problems}
          groups={groups}
          buffer={buffer}
          current={steps.current}
          onShowLine={(line) => setTarget({ line })}
        />
      </Panel>
      <Panel name="log" shown={panel}>
        <LogPanel build={build} buffer={buffer} target={target} onTarget={setTarget} />
      </Panel>
      <Panel name="commit" shown={panel}>
        <ChangesPanel build={build} remote={remote} changes={changes} />
      </Panel>
    </main>
  );
}

/** All panels stay where they are, so that each keeps its place; the others are only not to be seen. */
function Panel({ name, shown, children }: { name: PanelName; shown: PanelName; children: ReactNode }) {
  return (
    <div
      className={styles.panel}
      role="tabpanel"
      id={panelId(name)}
      aria-labelledby={tabId(name)}
      data-shown={name === shown}
    >
      {children}
    </div>
  );
}

function DocumentPart({ build, isPhone, isShown }: { build: Build; isPhone: boolean; isShown: boolean }) {
  const [wasShown, setWasShown] = useState(isShown);
  if (isShown && !wasShown) {
    setWasShown(true);
  }
  const naming = isPhone
    ? { role: 'tabpanel', id: panelId('document'), 'aria-labelledby': tabId('document') }
    : { 'aria-label': 'Document' };
  return (
    <section className={styles.document} data-shown={isShown} {...naming}>
      {wasShown && <DocumentPane build={build} />}
    </section>
  );
}
