-- The statistics of the whole instance as the public page shows them, computed by a job.
create table global_statistics (
  name        text primary key check (name in ('summary', 'daily', 'hourly', 'top')),
  value       jsonb not null,
  computed_at timestamptz not null
);
