import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { importsQuery, isAtWork } from '../../api/imports.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import card from '../../styles/card.module.css';
import { CurrentImport } from './current-import.tsx';
import { FormerImports } from './former-imports.tsx';
import { HowToGetExport } from './how-to-get-export.tsx';
import { UploadForm } from './upload-form.tsx';

/** Takes in the history that Spotify handed out, and shows what became of it. */
export function ImportPage() {
  const queryClient = useQueryClient();
  const imports = useQuery(importsQuery);
  // What was finished while the page was open stays in sight until it is left.
  const [followed, setFollowed] = useState<readonly number[]>([]);
  const follow = (id: number): void => {
    setFollowed((ids) => (ids.includes(id) ? ids : [...ids, id]));
  };
  const uploads = imports.data?.items ?? [];
  const isCurrent = (id: number, needsListener: boolean): boolean => needsListener || followed.includes(id);
  const current = uploads.filter((upload) =>
    isCurrent(upload.id, isAtWork(upload) || upload.state === 'analysed'),
  );
  const former = uploads.filter((upload) => !current.includes(upload));
  return (
    <>
      <PageHeading title="Import" />
      <div className={card.stack}>
        {current.map((upload) => (
          <CurrentImport key={upload.id} upload={upload} onExecute={follow} />
        ))}
        <UploadForm
          onUploaded={async (id) => {
            follow(id);
            await queryClient.invalidateQueries({ queryKey: ['imports', 'list'] });
          }}
        />
        {imports.isPending && <Skeleton height="24rem" />}
        {imports.error !== null && imports.data === undefined && <ErrorNotice error={imports.error} />}
        {former.length > 0 && <FormerImports uploads={former} />}
        {imports.data !== undefined && <HowToGetExport isOpen={imports.data.total === 0} />}
      </div>
    </>
  );
}
