-- Copies by sound. What a machine found stays; what follows from it (which recordings are one) is worked
-- out from all findings and decisions together, and made again when there are new ones.

create table copy_link (
    asked text not null references artefact (sha256),
    there text not null references artefact (sha256),
    pieces text not null,        -- JSON: [start_ms, end_ms, there_start_ms, rate, share, agreeing_ms]
    score real not null,
    chance_per_million real not null,
    maker text not null,
    custody_seq integer not null references custody (seq),
    primary key (asked, there, maker)
) strict;
create index copy_link_there on copy_link (there);

create trigger copy_link_stays before update on copy_link begin
    select raise(abort, 'what was found is never changed'); end;
create trigger copy_link_keeps before delete on copy_link begin
    select raise(abort, 'what was found is never removed'); end;

create table same_sound (         -- worked out: whose sound a recording carries
    recording_id text primary key references recording (id),
    canonical text not null references recording (id)
) strict;
create index same_sound_canonical on same_sound (canonical);

create table carriage (           -- worked out: which file carries which recording, and where
    recording_id text not null references recording (id),
    sha256 text not null references artefact (sha256),
    relation text not null,
    made_by text not null,
    pieces text not null,
    score real,
    reason text not null,
    primary key (recording_id, sha256)
) strict;
create index carriage_artefact on carriage (sha256);

create table shared_passage (     -- worked out: alike, and not one
    recording_id text not null references recording (id),
    other_id text not null references recording (id),
    verdict text not null,
    reason text not null,
    asked text not null,
    there text not null,
    maker text not null,
    primary key (recording_id, other_id)
) strict;
