-- What is claimed in a recording, and who found which code in which line. Revisions are only ever added.

create table claim (
    id text primary key,
    recording_id text not null references recording (id),
    version_id text not null,          -- a transcript, a translation, or an appearance that quotes
    spans text not null,               -- JSON: [position, start, end, words]
    language text not null,
    said_by text,                      -- the label of the voice
    start_ms integer,
    end_ms integer,
    suggested_by text not null check (suggested_by in ('rules', 'model', 'person')),
    unique (version_id, spans, suggested_by)
) strict;
create index claim_recording on claim (recording_id);

create table claim_revision (
    claim_id text not null references claim (id),
    number integer not null,
    status text not null,
    modality text not null,
    knowledge text not null,
    certainty text not null,
    sentence text not null,
    said text not null,                -- JSON: act, actor, affected, place, time, quantity, told_by; negations
    themes text not null,              -- JSON list of codes
    rules text not null,               -- JSON list: which rules fired, and what they saw
    made_by text not null check (made_by <> ''),
    by_person integer not null check (by_person in (0, 1)),
    because text not null,
    at text not null,
    digest text not null,              -- named by the custody event
    custody_seq integer not null references custody (seq),
    primary key (claim_id, number),
    check (by_person = 0 or because <> ''),
    check (by_person = 1 or status in ('extracted', 'rejected'))  -- machines suggest, people judge
) strict;

create table coding (
    id text primary key,
    recording_id text not null references recording (id),
    version_id text not null,          -- as in claim
    position integer not null,         -- -1: all lines were read
    code text not null,
    present integer not null check (present in (0, 1)),
    coder text not null check (coder <> ''),
    at text not null,
    because text not null,
    digest text not null,              -- named by the custody event
    custody_seq integer not null references custody (seq)
) strict;
create index coding_version on coding (version_id);
create index claim_version on claim (version_id);

create trigger claim_stays before update on claim begin
    select raise(abort, 'a revision is added, no claim is changed'); end;
create trigger claim_keeps before delete on claim begin
    select raise(abort, 'claims are never removed'); end;
create trigger claim_revision_stays before update on claim_revision begin
    select raise(abort, 'a later revision is added, none is changed'); end;
create trigger claim_revision_keeps before delete on claim_revision begin
    select raise(abort, 'revisions are never removed'); end;
create trigger coding_stays before update on coding begin
    select raise(abort, 'a later coding is added, none is changed'); end;
create trigger coding_keeps before delete on coding begin
    select raise(abort, 'codings are never removed'); end;
