import { type FormEvent, useState } from 'react';
import { login } from '../api/client';
import { Dialog } from './Dialog';
import styles from './Login.module.css';
import { Notice } from './Notice';

/** The one field that opens everything where the server has a `PASSWORD`. */
export function Login({ onDone }: { onDone: () => void }) {
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const password = new FormData(event.currentTarget).get('password');
    setBusy(true);
    try {
      await login(String(password));
      onDone();
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog title="Log in">
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <label>
          Password
          <input name="password" type="password" autoComplete="current-password" required autoFocus />
        </label>
        {error !== null && <Notice kind="error">{error}</Notice>}
        <button type="submit" data-kind="main" disabled={isBusy}>
          Log in
        </button>
      </form>
    </Dialog>
  );
}
