import './styles/tokens.css';
import './styles/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './api/query-client.ts';
import { sessionQuery } from './api/session.ts';
import { router } from './router.tsx';
import { registerServiceWorker } from './service-worker.ts';

const queryClient = createQueryClient(() => {
  const { pathname, searchStr } = router.state.location;
  if (!pathname.startsWith('/spotify/analytics')) return;
  void router.navigate({ to: '/spotify/', search: { returnTo: pathname + searchStr }, replace: true });
});

// Asked while the page's script is still on its way: everything in the dashboard waits for it.
if (router.history.location.pathname.includes('/spotify/analytics'))
  void queryClient.prefetchQuery(sessionQuery);

const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no element #root');
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
registerServiceWorker();
