import { createContext, type ReactNode, useContext, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { type Connection, EventStream, type StreamListener } from '../api/stream';

interface Live {
  connection: Connection;
  /** `EventStream.opened` */
  opened: Promise<void>;
  /** Returns what ends the subscription. */
  subscribe(listener: StreamListener): () => void;
  /** Has a stream that was refused ask again at once. */
  hurry(): void;
}

const LiveContext = createContext<Live | null>(null);

/** Keeps the page's one event stream; `address` is that of the page in view. */
export function LiveProvider({ address, children }: { address: string; children: ReactNode }) {
  const [connection, setConnection] = useState<Connection>('connecting');
  const [listeners] = useState(() => new Set<StreamListener>());
  const stream = useMemo(
    () =>
      new EventStream(
        address,
        {
          onBuild: (build) => {
            for (const listener of listeners) listener.onBuild?.(build);
          },
          onLog: (piece) => {
            for (const listener of listeners) listener.onLog?.(piece);
          },
          onRefresh: () => {
            for (const listener of listeners) listener.onRefresh?.();
          },
        },
        setConnection,
      ),
    [address, listeners],
  );
  // All else waits for it, so it does not wait for the page to be painted.
  useLayoutEffect(() => {
    const closed = new AbortController();
    void stream.run(closed.signal);
    return () => closed.abort();
  }, [stream]);

  const live = useMemo<Live>(
    () => ({
      connection,
      opened: stream.opened,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      hurry: () => stream.hurry(),
    }),
    [connection, stream, listeners],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

function useLiveContext(): Live {
  const live = useContext(LiveContext);
  if (live === null) {
    throw new Error('no LiveProvider around this component');
  }
  return live;
}

export function useConnection(): Connection {
  return useLiveContext().connection;
}

export function useOpened(): Promise<void> {
  return useLiveContext().opened;
}

/** For when what the stream is about has come to be. */
export function useHurry(): () => void {
  return useLiveContext().hurry;
}

/** Hears of what the stream brings for as long as the component is there. */
export function useLive(listener: StreamListener): void {
  const { subscribe } = useLiveContext();
  const newest = useRef(listener);
  useLayoutEffect(() => {
    newest.current = listener;
  });
  // Not after the page is painted: the stream may have begun by then.
  useLayoutEffect(
    () =>
      subscribe({
        onBuild: (build) => newest.current.onBuild?.(build),
        onLog: (piece) => newest.current.onLog?.(piece),
        onRefresh: () => newest.current.onRefresh?.(),
      }),
    [subscribe],
  );
}
