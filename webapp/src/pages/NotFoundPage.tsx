import { Link } from 'wouter';
import { useTitle } from '../hooks/useTitle';

export function NotFoundPage() {
  useTitle('Not found');
  return (
    <main id="main" tabIndex={-1}>
      <h1>There is no such page</h1>
      <p>
        <Link href="/">All projects</Link>
      </p>
    </main>
  );
}
