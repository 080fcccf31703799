-- The catalog: everything known. Any SQLite tool can read it.
-- Tables follow the five layers; rows of received and derived things are never changed or deleted,
-- which the triggers at the end enforce for every program that opens this file.

create table custody (
    seq integer primary key,
    line text not null,           -- canonical JSON; its "prev" is the SHA-256 of the line before
    sha256 text not null unique   -- of the line
) strict;

create table batch (              -- one call of `add`
    id text primary key,
    started_at text not null,
    ended_at text,
    given text not null,          -- JSON list of the paths as typed
    custody_seq integer references custody (seq)
) strict;

-- layer 1: bytes

create table source (
    id text primary key,
    name text not null unique,
    kind text not null,
    collector text,
    origin_group text
) strict;

create table artefact (
    sha256 text primary key,
    size_bytes integer not null,
    kind text not null,           -- media, image, text, structured
    role text not null,
    custody_seq integer not null references custody (seq)
) strict;

create table receipt (            -- every time bytes were handed to us, under which name (sealed)
    sha256 text not null references artefact (sha256),
    path text not null,
    batch_id text not null references batch (id),
    modified_at text,
    primary key (sha256, path)
) strict;

create table appearance (
    id text primary key,
    digest text not null unique,  -- of what makes it this appearance; the same one is not taken twice
    kind text not null,
    source_id text not null references source (id),
    first_capture text references appearance (id), -- the same post, captured earlier with other content
    external_id text,
    url text,
    title text,
    published_earliest text,
    published_latest text,
    published_basis text not null,
    published_words text not null default '',
    edited_at text,
    caption text not null default '',
    caption_state text not null,
    forwarded_state text not null,
    forwarded_from text,
    availability text not null,
    capture text not null,
    text_sha256 text references artefact (sha256), -- the export, page or info file that it came in
    batch_id text not null references batch (id),
    custody_seq integer not null references custody (seq)
) strict;
create index appearance_post on appearance (source_id, external_id);

create table attachment (
    appearance_id text not null references appearance (id),
    position integer not null,
    sha256 text references artefact (sha256),
    role text not null,
    state text not null,
    reason text not null default '',
    primary key (appearance_id, position)
) strict;
create index attachment_artefact on attachment (sha256);

-- layer 2: sound

create table recording (
    id text primary key,
    basis text not null,
    title text not null default '',
    kind text not null,
    completeness text not null,
    sides text not null,
    natural_key text not null unique, -- what keeps it from being made twice
    custody_seq integer not null references custody (seq)
) strict;

create table side (
    id text primary key,
    recording_id text not null references recording (id),
    label text not null,
    audibility text not null,
    stated_by text references appearance (id),
    words text not null default '',
    unique (recording_id, label)
) strict;

create table rendition (
    recording_id text not null references recording (id),
    sha256 text not null references artefact (sha256),
    relation text not null,
    method text not null,
    score real,
    time_map text not null default '[]',
    primary key (recording_id, sha256)
) strict;
create index rendition_artefact on rendition (sha256);

create table heard (              -- what decoding a file once gave; the whole of it is a derived blob
    sha256 text primary key references artefact (sha256),
    duration_ms integer not null,
    channels integer not null,
    speech_ms integer,            -- null: speech activity was not measured
    blob text not null,
    custody_seq integer not null references custody (seq)
) strict;

create table recorded_date (      -- bounds, each with its basis; none is ever removed
    recording_id text not null references recording (id),
    earliest text,
    latest text,
    basis text not null,
    note text not null default '',
    custody_seq integer not null references custody (seq),
    primary key (recording_id, basis, custody_seq)
) strict;

-- layer 3: words

create table transcript (
    id text primary key,
    recording_id text not null references recording (id),
    origin text not null,
    language text not null,
    format text not null,
    maker text not null,
    status text not null,
    rank integer not null,
    because text not null,
    artefact text references artefact (sha256),
    digest text not null unique,
    custody_seq integer not null references custody (seq)
) strict;
create index transcript_recording on transcript (recording_id);

create table utterance (
    id text primary key,
    transcript_id text not null references transcript (id),
    position integer not null,
    voice text,
    start_ms integer,
    end_ms integer,
    timing text not null,
    text text not null,
    language text not null,
    score real,
    no_speech text not null default '',
    words text not null default '[]',  -- JSON: [text, start_ms, end_ms, score]
    unique (transcript_id, position)
) strict;

create table hold (               -- an engine's words that are probably invented: kept, not shown as words
    utterance_id text primary key references utterance (id),
    rule text not null,
    reason text not null,
    maker text not null,
    custody_seq integer not null references custody (seq)
) strict;

create table translation (
    id text primary key,
    recording_id text not null references recording (id),
    transcript_id text references transcript (id),
    language text not null,
    origin text not null,
    maker text not null,
    status text not null,
    rank integer not null,
    because text not null,
    artefact text references artefact (sha256),
    digest text not null unique,
    custody_seq integer not null references custody (seq)
) strict;
create index translation_recording on translation (recording_id);

create table translation_line (
    translation_id text not null references translation (id),
    position integer not null,
    text text not null,
    first integer,
    last integer,
    start_ms integer,
    end_ms integer,
    voice text,
    primary key (translation_id, position)
) strict;

-- layer 4: statements

create table assertion (
    id text primary key,
    appearance_id text not null references appearance (id),
    recording_id text references recording (id),
    kind text not null,
    state text not null,
    words text not null,
    hedge text not null default '',
    start integer,
    "end" integer
) strict;
create index assertion_recording on assertion (recording_id);

create table quotation (
    id text primary key,
    appearance_id text not null references appearance (id),
    recording_id text references recording (id),
    position integer not null,
    text text not null,
    role text not null,
    speaker text,
    verb text,
    attribution text not null,
    hedge text not null default '',
    addressee text,
    antecedent text,
    start integer,
    "end" integer
) strict;

-- what was not taken, and why

create table refusal (
    id integer primary key,
    batch_id text references batch (id),
    path text not null,
    kind text not null,
    what text not null,
    line integer,
    do text not null default ''
) strict;

-- the work: what is done, what is leased to whom, how often it was tried

create table work (
    key text primary key,
    subject text not null,
    stage text not null,
    version text not null,
    settings text not null,
    inputs text not null,
    state text not null default 'todo' check (state in ('todo', 'leased', 'done', 'set_aside')),
    attempts integer not null default 0,
    orphaned integer not null default 0, -- how often the program that held it was killed
    worker text,
    lease_until real,
    reason_kind text not null default '',
    reason text not null default '',
    blob text,
    blob_sha256 text,
    finished_at text,
    custody_seq integer references custody (seq)
) strict;
create index work_todo on work (stage) where state = 'todo';
create index work_leased on work (lease_until) where state = 'leased';
create index work_subject on work (subject, stage);

create trigger custody_stays before update on custody begin
    select raise(abort, 'custody events are never changed'); end;
create trigger custody_keeps before delete on custody begin
    select raise(abort, 'custody events are never removed'); end;
create trigger artefact_stays before update on artefact begin
    select raise(abort, 'artefacts are never changed'); end;
create trigger artefact_keeps before delete on artefact begin
    select raise(abort, 'artefacts are never removed'); end;
create trigger appearance_stays before update on appearance begin
    select raise(abort, 'appearances are never changed'); end;
create trigger appearance_keeps before delete on appearance begin
    select raise(abort, 'appearances are never removed'); end;
create trigger transcript_stays before update on transcript begin
    select raise(abort, 'a later version is added, none is changed'); end;
create trigger transcript_keeps before delete on transcript begin
    select raise(abort, 'transcripts are never removed'); end;
create trigger utterance_stays before update on utterance begin
    select raise(abort, 'a later version is added, none is changed'); end;
create trigger utterance_keeps before delete on utterance begin
    select raise(abort, 'utterances are never removed'); end;
create trigger translation_stays before update on translation begin
    select raise(abort, 'a later version is added, none is changed'); end;
create trigger translation_keeps before delete on translation begin
    select raise(abort, 'translations are never removed'); end;
-- always true 5: nothing is said by a side that was not heard
create trigger unheard_side_is_silent before insert on utterance
when exists (
    select 1 from side s join transcript t on t.recording_id = s.recording_id
    where t.id = new.transcript_id and s.label = new.voice
      and s.audibility in ('inaudible', 'removed_by_publisher', 'never_recorded'))
    and new.text <> ''
begin select raise(abort, 'words given to a side that was not heard'); end;
