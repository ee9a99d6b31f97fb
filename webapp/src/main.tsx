import './styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { startSettings } from './hooks/useSettings';

startSettings();
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
  // A browser's first word in the reader's language takes 20 ms: here it is said while the first answers are on their way.
  setTimeout(() => (0).toLocaleString());
}
