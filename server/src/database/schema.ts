import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { ImportStatistics, ImportVerdict } from '@analytics/contract/import';

type DuplicateVerdict = Extract<ImportVerdict, `${string}-duplicate`>;

type CreatedAt = ColumnType<Date, never, never>;

/** The tables as queries see them; `migrations/` is what they really are. */
export interface Schema {
  users: {
    id: GeneratedAlways<number>;
    username: string | null;
    password_hash: string | null;
    display_name: string;
    is_host: Generated<boolean>;
    timezone: Generated<string>;
    counting_rule: Generated<'30-seconds' | 'half-track' | 'finished'>;
    week_start: Generated<'monday' | 'sunday'>;
    history_version: Generated<number>;
    created_at: CreatedAt;
  };
  exclusions: {
    user_id: number;
    id: GeneratedAlways<number>;
    track_id: number | null;
    artist_id: number | null;
    playlist_id: number | null;
    created_at: CreatedAt;
  };
  pending_recounts: { id: GeneratedAlways<number>; user_id: number };
  pending_settings: {
    user_id: number;
    timezone: string | null;
    counting_rule: '30-seconds' | 'half-track' | 'finished' | null;
    week_start: 'monday' | 'sunday' | null;
    version: Generated<number>;
  };
  personal_access_tokens: {
    id: GeneratedAlways<number>;
    user_id: number;
    token_hash: Buffer;
    name: string;
    access: 'read' | 'full';
    created_at: CreatedAt;
    last_used_at: Generated<Date | null>;
  };
  invitations: {
    id: GeneratedAlways<number>;
    token_hash: Buffer;
    note: string | null;
    created_at: CreatedAt;
    expires_at: Date;
  };
  sessions: { token_hash: Buffer; user_id: number; created_at: CreatedAt; expires_at: Date };
  sign_in_failures: {
    key: string;
    failures: number;
    allowed: Generated<boolean>;
    blocked_until: Date;
    expires_at: Date;
  };
  spotify_sign_ins: {
    state_hash: Buffer;
    browser_hash: Buffer;
    code_verifier: string;
    user_id: number | null;
    return_to: string | null;
    invitation_hash: Buffer | null;
    created_at: CreatedAt;
  };
  spotify_connections: {
    user_id: number;
    spotify_user_id: string;
    profile_id: string | null;
    display_name: string | null;
    state: Generated<'connected' | 'needs-reconnection'>;
    scope: string;
    sealed_refresh_token: Buffer;
    sealed_access_token: Buffer;
    access_token_expires_at: Date;
    refreshing_since: Date | null;
    retry_refresh_at: Date | null;
    consented_at: Date;
    consent_ends_at: Date;
  };
  settings: { name: string; value: JSONColumnType<object> | null; sealed_value: Buffer | null };
  monitors: {
    user_id: number;
    enabled: Generated<boolean>;
    mode: Generated<'history' | 'realtime' | 'hybrid'>;
    next_poll_at: Date | null;
    polling_since: Date | null;
    worker: string | null;
    last_poll_at: Date | null;
    last_error: string | null;
  };
  watches: {
    user_id: number;
    lease: Generated<number>;
    worker: string | null;
    saved_at: Generated<Date>;
    looking_since: Date | null;
    looked_at: Date | null;
    next_look_at: Date | null;
    quiet_since: Date | null;
    track_id: number | null;
    progress_ms: Generated<number>;
    is_playing: Generated<boolean>;
    is_gone: Generated<boolean>;
    heard_ms: Generated<number>;
    heard_until: Date | null;
    play_id: number | null;
  };
  workers: {
    name: string;
    version: string;
    jobs_per_minute: number;
    metrics: JSONColumnType<object[]>;
    reported_at: Generated<Date>;
  };
  spotify_cool_downs: { family: string; until: Date; reason: 'rate-limit' | 'quota' };
  spotify_budget: {
    single: Generated<true>;
    capacity: number;
    tokens: number;
    refilled_at: Date;
    window_started_at: Date;
    sent: number;
    sent_before: number;
    was_short: boolean;
    limit_seen: number | null;
    limited_at: Date | null;
    wanted: number;
    asked: number;
    paced_at: Date;
    pace_due_at: Date;
  };
  coverage_spans: {
    user_id: number;
    kind: 'polled' | 'watched';
    starts_at: Date;
    ends_at: Date;
    last_played_at: Date | null;
  };
  artists: {
    id: GeneratedAlways<number>;
    spotify_id: string | null;
    name: string;
    image_url: string | null;
  };
  albums: {
    id: GeneratedAlways<number>;
    spotify_id: string | null;
    name: string;
    artist_id: number | null;
    image_url: string | null;
  };
  recordings: { id: GeneratedAlways<number> };
  tracks: {
    id: GeneratedAlways<number>;
    recording_id: number;
    spotify_id: string | null;
    local_uri: string | null;
    name: string;
    album_id: number | null;
    duration_ms: number | null;
    isrc: string | null;
    explicit: boolean | null;
    enriched_at: Date | null;
  };
  track_artists: { track_id: number; position: number; artist_id: number };
  platforms: { id: GeneratedAlways<number>; name: string };
  plays: {
    user_id: number;
    id: GeneratedAlways<number>;
    track_id: number;
    played_at: Date;
    precision_ms: Generated<number>;
    ordinal: Generated<number>;
    ms_played: number;
    ms_played_is_estimate: Generated<boolean>;
    counted: boolean;
    deleted_at: Date | null;
    source: 'recently-played' | 'currently-playing' | 'import';
    import_id: number | null;
    export_played_at: Date | null;
    polled_played_at: Date | null;
    polled_track_id: number | null;
    polled_ms_played: number | null;
    platform_id: number | null;
    country: string | null;
    shuffle: boolean | null;
    skipped: boolean | null;
    offline: boolean | null;
    reason_start: string | null;
    reason_end: string | null;
  };
  imports: {
    user_id: number;
    id: GeneratedAlways<number>;
    state: Generated<
      'uploaded' | 'analysing' | 'analysed' | 'importing' | 'imported' | 'failed' | 'cancelled' | 'undone'
    >;
    created_at: CreatedAt;
    file_names: string[];
    stage: string | null;
    done: Generated<number>;
    total: Generated<number>;
    statistics: JSONColumnType<ImportStatistics> | null;
    matched_version: number | null;
    error: string | null;
    faults: Generated<number>;
  };
  import_tracks: {
    user_id: number;
    import_id: number;
    number: number;
    is_track: boolean;
    spotify_id: string | null;
    local_uri: string | null;
    track_name: string | null;
    artist_name: string | null;
    album_name: string | null;
    track_id: number | null;
  };
  import_rows: {
    user_id: number;
    import_id: number;
    position: number;
    file: number;
    row: number;
    verdict: ImportVerdict | null;
    reason: string | null;
    track: number | null;
    played_at: Date | null;
    precision_ms: number;
    ms_played: number | null;
    ms_played_is_estimate: boolean;
    platform: string | null;
    country: string | null;
    shuffle: boolean | null;
    skipped: boolean | null;
    offline: boolean | null;
    reason_start: string | null;
    reason_end: string | null;
  };
  import_matches: {
    user_id: number;
    import_id: number;
    position: number;
    verdict: DuplicateVerdict;
    play_id: number;
    enriches: boolean;
  };
  play_enrichments: {
    user_id: number;
    id: GeneratedAlways<number>;
    import_id: number;
    play_id: number;
    track_id: number;
    played_at: Date;
    precision_ms: number;
    ms_played: number;
    ms_played_is_estimate: boolean;
    export_played_at: Date | null;
    platform_id: number | null;
    country: string | null;
    shuffle: boolean | null;
    skipped: boolean | null;
    offline: boolean | null;
    reason_start: string | null;
    reason_end: string | null;
  };
  recording_joins: { user_id: number; import_id: number | null; track_id: number; other_track_id: number };
  recording_decisions: {
    id: GeneratedAlways<number>;
    kind: 'join' | 'split';
    decided_by: number | null;
    by_host: boolean;
    decided_at: CreatedAt;
  };
  playlists: {
    id: GeneratedAlways<number>;
    spotify_id: string;
    name: string | null;
    owner_name: string | null;
    image_url: string | null;
    snapshot_id: string | null;
    contents: Generated<'unknown' | 'available' | 'not-available' | 'gone'>;
    last_scanned_at: Date | null;
    next_scan_at: Generated<Date>;
    scanning_since: Date | null;
    last_error: string | null;
    read_by: number | null;
    episode_count: Generated<number>;
    missing_count: Generated<number>;
  };
  playlist_monitors: { user_id: number; playlist_id: number; added_at: Generated<Date> };
  playlist_tracks: {
    playlist_id: number;
    position: number;
    track_id: number;
    status: 'playable' | 'unplayable' | 'local';
    added_at: Date | null;
  };
  playlist_scans: {
    playlist_id: number;
    snapshot_id: string;
    rows_read: Generated<number>;
    rows_total: Generated<number>;
    episode_count: Generated<number>;
    missing_count: Generated<number>;
  };
  playlist_scan_tracks: Schema['playlist_tracks'];
  playlist_changes: {
    playlist_id: number;
    id: GeneratedAlways<number>;
    kind: 'added' | 'removed';
    track_id: number;
    added_at: Date | null;
    noticed_at: Generated<Date>;
  };
  unknown_tracks: { track_id: number; ask_again_at: Date };
  enrichment: {
    single: Generated<true>;
    single_calls_for: string | null;
    refused_at: Date | null;
    last_run_at: Date | null;
    last_error: string | null;
  };
  enrichment_days: { day: string; tracks: number };
  recording_decision_pairs: {
    decision_id: number;
    track_id: number;
    other_track_id: number;
    joined: boolean;
  };
  recording_keys: { track_id: number; key: string | null };
  recording_checks: { id: GeneratedAlways<number>; track_id: number };
  hour_totals: { user_id: number; hour: string; plays: number; ms: number };
  weekday_hour_totals: { user_id: number; weekday: number; hour: number; plays: number; ms: number };
  calendar_totals: {
    user_id: number;
    unit: 'day' | 'week' | 'month';
    date: string;
    plays: number;
    ms: number;
    tracks: number | null;
    artists: number | null;
    top_ten_share: number | null;
    shannon: number | null;
  };
  artist_totals: {
    user_id: number;
    artist_id: number;
    plays: number;
    ms: number;
    first_played_at: Date;
    last_played_at: Date;
  };
  album_totals: {
    user_id: number;
    album_id: number;
    plays: number;
    ms: number;
    first_played_at: Date;
    last_played_at: Date;
  };
  catalogue_versions: { part: GeneratedAlways<number>; version: Generated<number> };
  global_statistics: { name: string; value: JSONColumnType<object>; computed_at: Date };
  recording_totals: {
    user_id: number;
    recording_id: number;
    plays: number;
    ms: number;
    first_played_at: Date;
    last_played_at: Date;
  };
}
