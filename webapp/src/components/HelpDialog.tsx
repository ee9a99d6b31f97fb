import { Fragment } from 'react';
import { ApiDescription } from './ApiDescription';
import { Dialog } from './Dialog';
import styles from './HelpDialog.module.css';

const KEYS: [string[], string][] = [
  [['j', 'k'], 'The next and the previous build or problem'],
  [['/'], 'Search'],
  [['b'], 'Build: the newest commit, or this one again'],
  [['g'], 'All projects'],
  [['?'], 'This help'],
];

export default function HelpDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Help" onClose={onClose}>
      <h3>Keys</h3>
      <dl className={styles.keys}>
        {KEYS.map(([keys, meaning]) => (
          <Fragment key={meaning}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </Fragment>
        ))}
      </dl>
      <h3>Addresses</h3>
      <ApiDescription />
    </Dialog>
  );
}
