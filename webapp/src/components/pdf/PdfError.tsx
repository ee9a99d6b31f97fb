import { ApiError } from '../../api/client';
import { Notice } from '../Notice';
import styles from './PdfViewer.module.css';

/** Why a document is not to be seen. */
export function PdfError({ reason, onRetry }: { reason: unknown; onRetry: () => void }) {
  return (
    <div className={styles.error}>
      <Notice kind="error">
        <p>{whatIsWrong(reason)}</p>
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      </Notice>
    </div>
  );
}

function whatIsWrong(reason: unknown): string {
  const name = reason instanceof Error ? reason.name : '';
  // The task is ended by us when it asks for a password.
  if (name === 'PasswordException' || (reason instanceof Error && /destroyed/.test(reason.message))) {
    return 'This PDF is encrypted and needs a password. It can be downloaded and opened in a program that asks for it.';
  }
  if (name === 'InvalidPDFException' || name === 'FormatError') {
    return 'This PDF is damaged and cannot be shown. Build it again, or download it to look into it.';
  }
  return reason instanceof ApiError
    ? reason.message
    : 'The document cannot be loaded: the server does not answer.';
}
