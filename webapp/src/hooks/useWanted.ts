import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { buildOnce } from '../api/client';
import type { Action } from './useAction';

/** `/P/H/build`, opened as a page, asks once for a build; then the address is that of the build. */
export function useWanted(project: string, commit: string, wanted: boolean, action: Action): void {
  const [, navigate] = useLocation();
  const isAsked = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, whatever else changes
  useEffect(() => {
    if (wanted && !isAsked.current) {
      isAsked.current = true;
      action.act(() => buildOnce(project, commit));
      navigate(`/${project}/${commit}`, { replace: true });
    }
  }, [wanted, project, commit]);
}
