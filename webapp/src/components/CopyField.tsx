import { useState } from 'react';
import styles from './CopyField.module.css';

/** Text to be copied by a button; `name` says to screen readers what it is. */
export function CopyField({ name, text }: { name: string; text: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <div className={styles.field}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <code tabIndex={0}>{text}</code>
      <button type="button" aria-label={`Copy ${name}`} onClick={() => void copy(text).then(setCopied)}>
        {copied ? 'Copied' : 'Copy'}
      </button>
      <span className="visually-hidden" role="status">
        {copied ? `${name} copied` : ''}
      </span>
    </div>
  );
}

/** The clipboard's own interface is there on https and localhost alone. */
async function copy(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return true;
  }
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}
