// pdf.js itself comes first: its viewer component takes it from the global object.
import {
  AnnotationMode,
  GlobalWorkerOptions,
  getDocument,
  type PDFDocumentLoadingTask,
  version,
} from 'pdfjs-dist';
import rendererSrc from 'pdfjs-dist/build/pdf.renderer.min.mjs?url';
import workerSrc from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import {
  EventBus,
  LinkTarget,
  PDFFindController,
  PDFLinkService,
  PDFViewer,
} from 'pdfjs-dist/web/pdf_viewer.mjs';
import 'pdfjs-dist/web/pdf_viewer.css';
import { CHUNK, ChangedError, type FetchRange, Ranges } from './ranges';

GlobalWorkerOptions.workerSrc = workerSrc;
GlobalWorkerOptions.rendererSrc = rendererSrc;

/** As `pdfjsFiles` in the build's configuration copies them. */
const filesOf = (folder: string) => `/assets/pdfjs-${version}-${folder}/`;

export interface OutlineItem {
  title: string;
  dest: string | unknown[] | null;
  items: OutlineItem[];
}

export interface PdfState {
  /** `ready` once there is a document, also while a newer one is on its way. */
  status: 'loading' | 'ready' | 'failed';
  reason: unknown;
  page: number;
  pages: number;
  /** `page-width`, `page-fit` or a number. */
  scaleValue: string;
  scale: number;
  found: { current: number; total: number; isPending: boolean };
  outline: OutlineItem[];
}

const FIRST: PdfState = {
  status: 'loading',
  reason: null,
  page: 1,
  pages: 0,
  scaleValue: 'page-width',
  scale: 1,
  found: { current: 0, total: 0, isPending: false },
  outline: [],
};

/** Where somebody reads. */
interface Place {
  pageNumber: number;
  left: number;
  top: number;
}

/** pdf.js's viewer component in an element of ours, as something that React can follow. */
export class PdfView {
  state: PdfState = FIRST;

  readonly #bus = new EventBus();
  readonly #links = new PDFLinkService({
    eventBus: this.#bus,
    externalLinkTarget: LinkTarget.BLANK,
    externalLinkRel: 'noopener noreferrer',
  });
  readonly #viewer: PDFViewer;
  readonly #listeners = new Set<() => void>();
  /** What fits the width, or the height, is to fit the next one as well. */
  readonly #resized = new ResizeObserver(() => {
    if (this.#task !== null && this.state.scaleValue.startsWith('page-')) {
      this.#viewer.currentScaleValue = this.state.scaleValue;
    }
  });
  #opening = new AbortController();
  #task: PDFDocumentLoadingTask | null = null;
  #place: Place | null = null;
  #kept: Place | null = null;

  constructor(container: HTMLDivElement) {
    this.#viewer = new PDFViewer({
      container,
      eventBus: this.#bus,
      linkService: this.#links,
      findController: new PDFFindController({ eventBus: this.#bus, linkService: this.#links }),
      annotationMode: AnnotationMode.ENABLE,
    });
    this.#links.setViewer(this.#viewer);
    this.#listen();
    this.#resized.observe(container);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly read = (): PdfState => this.state;

  /** Shows a document; one that was shown before stays until it is there, and so does the place in it. */
  async open(fetchRange: FetchRange): Promise<void> {
    this.#opening.abort();
    this.#opening = new AbortController();
    const { signal } = this.#opening;
    let task: PDFDocumentLoadingTask | null = null;
    try {
      const range = await Ranges.open(fetchRange, signal, (reason) => this.#lost(reason, fetchRange));
      task = getDocument({
        range,
        rangeChunkSize: CHUNK,
        disableAutoFetch: true,
        disableStream: true,
        cMapUrl: filesOf('cmaps'),
        standardFontDataUrl: filesOf('standard_fonts'),
        wasmUrl: filesOf('wasm'),
        iccUrl: filesOf('iccs'),
      });
      // Without this pdf.js would wait for a password for ever.
      task.onPassword = () => void task?.destroy();
      const document = await task.promise;
      if (signal.aborted) {
        throw signal.reason;
      }
      const before = this.#task;
      this.#task = task;
      this.#kept = this.#place;
      this.#links.setDocument(document);
      this.#viewer.setDocument(document);
      void before?.destroy();
      this.#change({ status: 'ready', reason: null, pages: document.numPages, outline: [] });
      const outline = (await document.getOutline()) as OutlineItem[] | null;
      this.#change({ outline: outline ?? [] });
    } catch (reason) {
      if (!signal.aborted) {
        this.#change({ status: 'failed', reason });
      }
      if (task !== this.#task) {
        void task?.destroy();
      }
    }
  }

  close(): void {
    this.#opening.abort();
    this.#resized.disconnect();
    this.#viewer.cleanup();
    void this.#task?.destroy();
    this.#task = null;
    this.#listeners.clear();
  }

  setScale(value: string): void {
    this.#viewer.currentScaleValue = value;
  }

  zoom(steps: number): void {
    this.#viewer.updateScale({ steps });
  }

  goToPage(page: number): void {
    this.#viewer.currentPageNumber = Math.min(Math.max(1, page), Math.max(1, this.state.pages));
  }

  goTo(dest: OutlineItem['dest']): void {
    if (dest !== null) {
      void this.#links.goToDestination(dest);
    }
  }

  /** Finds from where one reads; `again` goes on from what was found, `back` the other way. */
  find(query: string, { again = false, back = false } = {}): void {
    this.#bus.dispatch('find', {
      source: this,
      type: again ? 'again' : '',
      query,
      caseSensitive: false,
      entireWord: false,
      highlightAll: true,
      findPrevious: back,
      matchDiacritics: false,
    });
  }

  #listen(): void {
    this.#bus.on('pagesinit', () => {
      this.#viewer.currentScaleValue = this.state.scaleValue;
      const place = this.#kept;
      if (place !== null) {
        this.#viewer.scrollPageIntoView({
          pageNumber: Math.min(place.pageNumber, this.state.pages),
          destArray: [null, { name: 'XYZ' }, place.left, place.top, null],
          allowNegativeOffset: true,
        });
      }
    });
    this.#bus.on('updateviewarea', ({ location }: { location: Place }) => {
      this.#place = location;
    });
    this.#bus.on('pagechanging', ({ pageNumber }: { pageNumber: number }) =>
      this.#change({ page: pageNumber }),
    );
    this.#bus.on('scalechanging', ({ scale, presetValue }: { scale: number; presetValue?: string }) =>
      this.#change({ scale, scaleValue: presetValue ?? String(scale) }),
    );
    this.#bus.on('updatefindmatchescount', ({ matchesCount }: FindNews) =>
      this.#change({ found: { ...matchesCount, isPending: false } }),
    );
    this.#bus.on('updatefindcontrolstate', ({ state, matchesCount }: FindNews & { state: number }) =>
      this.#change({ found: { ...matchesCount, isPending: state === PENDING } }),
    );
  }

  /** What is left of a document cannot be loaded. If there is another version of it by now, that one is shown. */
  #lost(reason: unknown, fetchRange: FetchRange): void {
    if (reason instanceof ChangedError) {
      void this.open(fetchRange);
    } else {
      this.#change({ status: 'failed', reason });
    }
  }

  #change(change: Partial<PdfState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

interface FindNews {
  matchesCount: { current: number; total: number };
}

/** `FindState.PENDING` */
const PENDING = 3;
