-- Who and what is spoken of. A mention keeps its words; whom it means is a link of its own. Reading again, by
-- newer rules or another gazetteer, adds a reading; the last one of a version of words is the one that holds.

create table mention_reading (
    id integer primary key,
    recording_id text not null references recording (id),
    version_id text not null,            -- a transcript or a translation
    maker text not null,                 -- rules and their version, digest of the desk's gazetteer
    custody_seq integer not null references custody (seq)
) strict;
create index mention_reading_version on mention_reading (version_id);
create index mention_reading_recording on mention_reading (recording_id);

create table mention (                   -- words at a place; the same ones keep their name in every reading
    id text primary key,
    recording_id text not null references recording (id),
    version_id text not null,
    position integer not null,
    start integer not null,
    "end" integer not null,
    surface text not null,
    kind text not null,
    unique (version_id, position, start, "end", kind)
) strict;

create table mention_found (             -- what a reading says of a mention
    reading_id integer not null references mention_reading (id),
    mention_id text not null references mention (id),
    key text not null,
    detail text not null default '[]',   -- JSON: [name, value]
    rule text not null,
    reason text not null,
    certainty text not null check (certainty in ('certain', 'probable', 'possible')),
    primary key (reading_id, mention_id)
) strict;
create index mention_found_key on mention_found (key);

create table entity (
    id text primary key,
    kind text not null,
    key text not null,
    name text not null,
    detail text not null default '[]',
    custody_seq integer not null references custody (seq),
    unique (kind, key)
) strict;

create table resolution (                -- a mention means an entity, says a rule or a person
    id integer primary key,
    mention_id text not null references mention (id),
    entity_id text not null references entity (id),
    certainty text not null check (certainty in ('certain', 'probable', 'possible')),
    made_by text not null check (made_by <> ''),
    by_person integer not null default 0,
    reason text not null check (reason <> ''),
    at text not null,
    custody_seq integer not null references custody (seq)
) strict;
create index resolution_mention on resolution (mention_id);
create index resolution_entity on resolution (entity_id);

create table entity_link (               -- two entities are the same, or are not, says a person
    id text primary key,
    entity_id text not null references entity (id),
    other_id text not null references entity (id),
    same integer not null check (same in (0, 1)),
    made_by text not null check (made_by <> ''),
    reason text not null check (reason <> ''),
    at text not null,
    digest text not null,                -- named by the custody event
    custody_seq integer not null references custody (seq),
    check (entity_id <> other_id)
) strict;

create trigger mention_reading_stays before update on mention_reading begin
    select raise(abort, 'a later reading is added, none is changed'); end;
create trigger mention_reading_keeps before delete on mention_reading begin
    select raise(abort, 'readings are never removed'); end;
create trigger mention_stays before update on mention begin
    select raise(abort, 'mentions are never changed'); end;
create trigger mention_keeps before delete on mention begin
    select raise(abort, 'mentions are never removed'); end;
create trigger mention_found_stays before update on mention_found begin
    select raise(abort, 'a later reading is added, none is changed'); end;
create trigger mention_found_keeps before delete on mention_found begin
    select raise(abort, 'readings are never removed'); end;
create trigger entity_stays before update on entity begin
    select raise(abort, 'entities are never changed'); end;
create trigger entity_keeps before delete on entity begin
    select raise(abort, 'entities are never removed'); end;
create trigger resolution_stays before update on resolution begin
    select raise(abort, 'a later link is added, none is changed'); end;
create trigger resolution_keeps before delete on resolution begin
    select raise(abort, 'links are never removed'); end;
create trigger entity_link_stays before update on entity_link begin
    select raise(abort, 'a later link is added, none is changed'); end;
create trigger entity_link_keeps before delete on entity_link begin
    select raise(abort, 'links are never removed'); end;
