-- What persons (and the program's own checks) say about items, signed: checks, moves, verdicts, attribution,
-- date bounds, approvals, plans, consent, efforts. One table, since all of it is kept in one way: a later
-- record lies on top, none is changed or removed. The body is canonical JSON, its type is named by the kind.

create table signed (
    id text primary key,
    kind text not null check (kind <> ''),
    subject text not null check (subject <> ''),
    body text not null,
    made_by text not null check (trim(made_by) <> ''),
    at text not null,
    reason text not null check (trim(reason) <> ''),
    revision text not null default '',
    digest text not null,                       -- named by the custody event
    custody_seq integer not null references custody (seq)
) strict;
create index signed_subject on signed (subject, kind);
create index signed_kind on signed (kind);

create trigger signed_stays before update on signed begin
    select raise(abort, 'a later record is added, none is changed'); end;
create trigger signed_keeps before delete on signed begin
    select raise(abort, 'signed records are never removed'); end;
