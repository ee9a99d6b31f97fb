import { Link, useLocation } from 'wouter';
import { Message } from '../components/Message';
import { useTitle } from '../hooks/useTitle';
import { nearestRoute } from '../lib/route';

/** Nothing has this address; perhaps something else was meant. */
export function NotFoundPage() {
  useTitle('Not found');
  const [location] = useLocation();
  const { project, hash } = nearestRoute(location);
  return (
    <main id="main" tabIndex={-1}>
      <Message
        title="There is no such page"
        actions={
          <>
            {project && hash && (
              <Link className="button" href={`/${project}/?q=${hash}`}>
                Look for {hash} in {project}
              </Link>
            )}
            {project && <Link href={`/${project}/`}>All builds of {project}</Link>}
            <Link href="/">All projects</Link>
          </>
        }
      >
        <p>
          Nothing here has the address <code>{location}</code>.
          {project && ' A build has the address of its project and the whole hash of its commit.'}
        </p>
      </Message>
    </main>
  );
}
