-- Who speaks when: one version for each recording and maker; labels and times, no measure of any voice.

create table voices_version (
    id text primary key,
    recording_id text not null references recording (id),
    method text not null,              -- by_channel, clustered, nothing
    voices integer not null,
    overlap_measured integer not null, -- 0: two voices at once could not be told
    maker text not null,               -- program, models and settings
    because text not null,             -- JSON list of sentences
    digest text not null unique,
    custody_seq integer not null references custody (seq)
) strict;
create index voices_version_recording on voices_version (recording_id);

create table voice (
    id text primary key,
    version_id text not null references voices_version (id),
    recording_id text not null references recording (id),
    label text not null,
    unique (version_id, label)
) strict;

create table voice_turn (
    version_id text not null references voices_version (id),
    position integer not null,
    voice_id text not null references voice (id),
    start_ms integer not null,
    end_ms integer not null,
    channel integer,
    score real,
    primary key (version_id, position)
) strict;

create table voices_span (            -- overlaps, sides that are not heard, pauses; never words
    version_id text not null references voices_version (id),
    position integer not null,
    kind text not null,
    start_ms integer not null,
    end_ms integer not null,
    channel integer,
    maker text not null,
    detail text not null default '',
    primary key (version_id, position)
) strict;

create trigger voices_version_stays before update on voices_version begin
    select raise(abort, 'a later version is added, none is changed'); end;
create trigger voices_version_keeps before delete on voices_version begin
    select raise(abort, 'versions of who speaks are never removed'); end;
create trigger voice_stays before update on voice begin
    select raise(abort, 'a later version is added, none is changed'); end;
create trigger voice_keeps before delete on voice begin
    select raise(abort, 'voices are never removed'); end;
create trigger voice_turn_stays before update on voice_turn begin
    select raise(abort, 'a later version is added, none is changed'); end;
create trigger voice_turn_keeps before delete on voice_turn begin
    select raise(abort, 'turns are never removed'); end;
create trigger voices_span_stays before update on voices_span begin
    select raise(abort, 'a later version is added, none is changed'); end;
create trigger voices_span_keeps before delete on voices_span begin
    select raise(abort, 'spans are never removed'); end;
