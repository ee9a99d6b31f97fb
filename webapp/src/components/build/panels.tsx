import type { Build } from '../../api/types';
import { isFinal } from '../../lib/states';
import type { Tab } from '../Tabs';
import styles from './panels.module.css';

export type PanelName = 'document' | 'problems' | 'log' | 'commit';

/** What somebody wants to see first, who has not said so. */
export function firstPanel(build: Build, isPhone: boolean): PanelName {
  const { errors = 0, warnings = 0, boxes = 0 } = build.problems ?? {};
  if (!isFinal(build.state)) {
    return 'log';
  }
  if (build.state !== 'success') {
    return errors > 0 ? 'problems' : 'log';
  }
  if (isPhone) {
    return 'document';
  }
  return warnings + boxes > 0 ? 'problems' : 'commit';
}

export function panelTabs(build: Build, isPhone: boolean): Tab<PanelName>[] {
  const { errors = 0, warnings = 0, boxes = 0 } = build.problems ?? {};
  const number = errors + warnings + boxes;
  const problems = (
    <>
      Problems
      {number > 0 && (
        <span className={styles.count} data-errors={errors > 0}>
          {number.toLocaleString()}
        </span>
      )}
    </>
  );
  return [
    ...(isPhone ? [{ name: 'document' as const, label: 'Document' }] : []),
    { name: 'problems', label: problems },
    { name: 'log', label: 'Log' },
    { name: 'commit', label: 'Commit' },
  ];
}
