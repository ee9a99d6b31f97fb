import { useEffect, useState } from 'react';
import { useConnection } from '../hooks/live';
import styles from './ConnectionBar.module.css';

const SHOWN_AFTER_MS = 1500;

/** Says when what is on the page may be old. A connection that is back at once is not worth a word. */
export function ConnectionBar() {
  const connection = useConnection();
  const [lasting, setLasting] = useState(connection);
  useEffect(() => {
    const timer = setTimeout(() => setLasting(connection), SHOWN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [connection]);
  const isLong = lasting === connection;

  const text =
    connection === 'lost' && isLong
      ? 'The connection to Galley is gone. Trying again; what you see may be old.'
      : connection === 'asking' && isLong
        ? 'Many pages are open: this one asks every 10 seconds.'
        : '';
  return (
    <div role="status" className={text ? styles.bar : undefined}>
      {text}
    </div>
  );
}
