import { Dialog } from './Dialog';
import { Message } from './Message';

// Code could not be loaded. Browsers remember that for as long as the page is open, so trying again would not help.
const TITLE = 'This part of the page could not be loaded';
const REASON = <p>Either Galley was updated since the page was opened, or it did not answer.</p>;
const REMEDY = (
  <button type="button" data-kind="main" onClick={() => location.reload()}>
    Load the page again
  </button>
);

/** Stands in the place of a page. */
export function LoadAgain() {
  return (
    <main id="main" tabIndex={-1}>
      <Message title={TITLE} actions={REMEDY}>
        {REASON}
      </Message>
    </main>
  );
}

/** Stands in the place of a dialog. */
export function LoadAgainDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={TITLE} onClose={onClose}>
      <Message actions={REMEDY}>{REASON}</Message>
    </Dialog>
  );
}
