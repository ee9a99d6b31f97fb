import { useState } from 'react';
import { logout } from '../api/client';
import { changeSettings, type Settings, useSettings } from '../hooks/useSettings';
import { Dialog } from './Dialog';
import { Notice } from './Notice';
import styles from './SettingsDialog.module.css';

const THEMES: [Settings['theme'], string][] = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

interface SettingsDialogProps {
  onClose: () => void;
  onLoggedOut: () => void;
}

/** What a person chooses for this browser. It counts at once: there is nothing to save. */
export default function SettingsDialog({ onClose, onLoggedOut }: SettingsDialogProps) {
  const { theme, wrap, loggedIn } = useSettings();
  return (
    <Dialog title="Settings" onClose={onClose}>
      <div className={styles.settings}>
        <fieldset>
          <legend>Paper</legend>
          {THEMES.map(([value, word]) => (
            <label key={value}>
              <input
                type="radio"
                name="theme"
                checked={theme === value}
                onChange={() => changeSettings({ theme: value })}
              />
              {word}
            </label>
          ))}
        </fieldset>
        <label>
          <input
            type="checkbox"
            checked={wrap}
            onChange={(event) => changeSettings({ wrap: event.target.checked })}
          />
          Wrap long lines of a log
        </label>
        <Notifications />
        {loggedIn && <LogOut onDone={onLoggedOut} />}
        <p className="soft">Kept in this browser.</p>
      </div>
    </Dialog>
  );
}

/** The browser asks for itself, once; what it was answered can be changed only there. */
function Notifications() {
  const { notifications } = useSettings();
  const [refusal, setRefusal] = useState('');

  async function change(wanted: boolean) {
    if (!wanted) {
      changeSettings({ notifications: false });
    } else if (!('Notification' in window)) {
      setRefusal('This browser shows none here: it wants an address that begins with https.');
    } else if ((await Notification.requestPermission()) === 'granted') {
      setRefusal('');
      changeSettings({ notifications: true });
    } else {
      setRefusal('The browser was told not to show them. Allow them in its settings for this site.');
    }
  }

  return (
    <div>
      <label>
        <input
          type="checkbox"
          checked={notifications}
          onChange={(event) => void change(event.target.checked)}
        />
        Tell me on the desktop when a build ends
      </label>
      <p role="status" className="soft">
        {refusal}
      </p>
    </div>
  );
}

function LogOut({ onDone }: { onDone: () => void }) {
  const [error, setError] = useState<string | null>(null);

  async function leave() {
    try {
      await logout();
      changeSettings({ loggedIn: false });
      onDone();
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason));
    }
  }

  return (
    <>
      <button type="button" onClick={() => void leave()}>
        Log out
      </button>
      {error !== null && <Notice kind="error">{error}</Notice>}
    </>
  );
}
