-- What persons decide about the dependence of sources: who speaks in two calls, where a speaker has it
-- from, who collected a recording, whether an article quotes it. A later decision lies on top; none is changed.

create table source_decision (
    id text primary key,
    kind text not null,
    subject text not null,                      -- a recording, an appearance or a source
    other text not null default '',             -- a second recording, where the kind needs one
    value text not null default '',
    origin_group text not null default '',
    made_by text not null check (made_by <> ''),
    at text not null,
    reason text not null check (reason <> ''),
    digest text not null,                       -- named by the custody event
    custody_seq integer not null references custody (seq)
) strict;

create trigger source_decision_stays before update on source_decision begin
    select raise(abort, 'a later decision is added, none is changed'); end;
create trigger source_decision_keeps before delete on source_decision begin
    select raise(abort, 'decisions are never removed'); end;
