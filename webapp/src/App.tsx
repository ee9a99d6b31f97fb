import { lazy, Suspense, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { eventsAddress, onUnauthorised } from './api/client';
import { Boundary } from './components/Boundary';
import { ConnectionBar } from './components/ConnectionBar';
import { Header } from './components/Header';
import { LoadAgain, LoadAgainDialog } from './components/LoadAgain';
import { Login } from './components/Login';
import { Toasts } from './components/Toasts';
import { LiveProvider } from './hooks/live';
import { useKeys } from './hooks/useKeys';
import { changeSettings } from './hooks/useSettings';
import { parseRoute, type Route } from './lib/route';
import { shortHash } from './lib/text';
import { NotFoundPage } from './pages/NotFoundPage';
import { ProjectPage } from './pages/ProjectPage';
import { ProjectsPage } from './pages/ProjectsPage';

// Only who looks at a build loads what shows documents and logs.
const BuildPage = lazy(() => import('./pages/BuildPage'));
const SettingsDialog = lazy(() => import('./components/SettingsDialog'));
const HelpDialog = lazy(() => import('./components/HelpDialog'));

export function App() {
  const [location, navigate] = useLocation();
  const route = parseRoute(location);
  const [dialog, setDialog] = useState<'settings' | 'help' | null>(null);
  const [isLoginWanted, setLoginWanted] = useState(false);
  const [session, setSession] = useState(0);
  useEffect(() => onUnauthorised(() => setLoginWanted(true)), []);

  useKeys({ '?': () => setDialog('help'), g: () => navigate('/') });

  function loggedIn() {
    setLoginWanted(false);
    changeSettings({ loggedIn: true });
    setSession(session + 1);
  }

  function loggedOut() {
    setDialog(null);
    setSession(session + 1);
  }

  return (
    // A new session loads everything again, which the one before was not given.
    <LiveProvider address={addressOfEvents(route)} key={session}>
      <Header
        trail={trail(route)}
        onSettings={() => setDialog('settings')}
        onHelp={() => setDialog('help')}
      />
      <ConnectionBar />
      <Boundary key={nameOf(route)} fallback={<LoadAgain />}>
        <Suspense fallback={<main id="main" aria-busy="true" />}>
          <Page route={route} />
        </Suspense>
      </Boundary>
      <Toasts project={'project' in route ? route.project : null} />
      <Boundary key={dialog} fallback={<LoadAgainDialog onClose={() => setDialog(null)} />}>
        <Suspense>
          {dialog === 'settings' && (
            <SettingsDialog onClose={() => setDialog(null)} onLoggedOut={loggedOut} />
          )}
          {dialog === 'help' && <HelpDialog onClose={() => setDialog(null)} />}
        </Suspense>
      </Boundary>
      {isLoginWanted && <Login onDone={loggedIn} />}
    </LiveProvider>
  );
}

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case 'projects':
      return <ProjectsPage />;
    case 'project':
      return <ProjectPage project={route.project} />;
    case 'build':
      return <BuildPage project={route.project} commit={route.commit} wanted={route.wanted} />;
    case 'unknown':
      return <NotFoundPage />;
  }
}

/** Each project and each build begins anew, also after one that failed. */
function nameOf(route: Route): string {
  return Object.values({ ...route, wanted: undefined }).join(' ');
}

function addressOfEvents(route: Route): string {
  return route.page === 'build' ? eventsAddress(route.project, route.commit) : eventsAddress();
}

function trail(route: Route): { text: string; to?: string }[] {
  switch (route.page) {
    case 'projects':
    case 'unknown':
      return [];
    case 'project':
      return [{ text: route.project }];
    case 'build':
      return [{ text: route.project, to: `/${route.project}/` }, { text: shortHash(route.commit) }];
  }
}
