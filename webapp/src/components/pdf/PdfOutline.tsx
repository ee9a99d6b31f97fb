import type { OutlineItem } from '../../lib/pdf/pdfView';
import styles from './PdfOutline.module.css';

/** The document's own table of contents. */
export function PdfOutline({
  items,
  onGo,
}: {
  items: OutlineItem[];
  onGo: (dest: OutlineItem['dest']) => void;
}) {
  return (
    <nav className={styles.outline} aria-label="Outline of the document">
      <Items items={items} onGo={onGo} />
    </nav>
  );
}

function Items({ items, onGo }: { items: OutlineItem[]; onGo: (dest: OutlineItem['dest']) => void }) {
  return (
    <ul>
      {items.map((item, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an outline does not change, and titles may repeat
        <li key={i}>
          <button type="button" data-kind="bare" onClick={() => onGo(item.dest)}>
            {item.title}
          </button>
          {item.items.length > 0 && <Items items={item.items} onGo={onGo} />}
        </li>
      ))}
    </ul>
  );
}
