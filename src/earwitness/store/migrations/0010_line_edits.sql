-- What a person types over a line, kept with every pause: the newest text of a line is what stands in the editor. It is
-- no version yet; `line_edits_kept` says up to which row the edits of a version became one.

create table line_edit (
    seq integer primary key,
    transcript_id text not null references transcript (id),
    position integer not null,
    revision integer not null check (revision > 0),
    text text not null,
    made_by text not null check (trim(made_by) <> ''),
    at text not null,
    unique (transcript_id, position, revision)
) strict;

create table line_edits_kept (
    transcript_id text not null references transcript (id),
    up_to integer not null references line_edit (seq),
    version text not null references transcript (id),
    primary key (transcript_id, up_to)
) strict;

create trigger line_edit_stays before update on line_edit begin
    select raise(abort, 'a later edit is added, none is changed'); end;
create trigger line_edit_keeps before delete on line_edit begin
    select raise(abort, 'what was typed is never removed'); end;
create trigger line_edits_kept_stays before update on line_edits_kept begin
    select raise(abort, 'a version is never changed'); end;
create trigger line_edits_kept_keeps before delete on line_edits_kept begin
    select raise(abort, 'a version is never removed'); end;
