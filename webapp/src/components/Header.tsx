import { Fragment } from 'react';
import { Link } from 'wouter';
import styles from './Header.module.css';

interface HeaderProps {
  /** Where the page in view is: words and, where they lead somewhere, addresses. */
  trail: { text: string; to?: string }[];
  onSettings: () => void;
  onHelp: () => void;
}

export function Header({ trail, onSettings, onHelp }: HeaderProps) {
  return (
    <header className={styles.header}>
      <a className="skip-link button" href="#main">
        Skip to the content
      </a>
      <nav aria-label="Where you are">
        <Link href="/" className={styles.home}>
          Galley
        </Link>
        {trail.map(({ text, to }) => (
          <Fragment key={text}>
            <span aria-hidden="true" className="soft">
              /
            </span>
            {to ? <Link href={to}>{text}</Link> : <span aria-current="page">{text}</span>}
          </Fragment>
        ))}
      </nav>
      <button type="button" data-kind="bare" onClick={onSettings}>
        Settings
      </button>
      <button type="button" data-kind="bare" onClick={onHelp}>
        Help
      </button>
    </header>
  );
}
