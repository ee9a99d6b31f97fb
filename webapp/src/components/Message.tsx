import type { ReactNode } from 'react';
import styles from './Message.module.css';

interface MessageProps {
  /** The page's heading; without it something else has one. */
  title?: string;
  children: ReactNode;
  /** What can be done about it. */
  actions: ReactNode;
}

/** All there is to say where a page has nothing else to show. */
export function Message({ title, children, actions }: MessageProps) {
  return (
    <div className={styles.message}>
      {title && <h1>{title}</h1>}
      {children}
      <div className={styles.actions}>{actions}</div>
    </div>
  );
}
