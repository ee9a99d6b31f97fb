import { type ReactNode, useEffect, useId, useRef } from 'react';
import styles from './Dialog.module.css';

interface DialogProps {
  title: string;
  onClose?: () => void;
  children: ReactNode;
}

/** A modal dialog; without `onClose` one that cannot be left. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
    >
      <div className={styles.head}>
        <h2 id={heading}>{title}</h2>
        {onClose && (
          <button type="button" data-kind="bare" onClick={onClose} aria-label="Close">
            ✕
          </button>
        )}
      </div>
      {children}
    </dialog>
  );
}
