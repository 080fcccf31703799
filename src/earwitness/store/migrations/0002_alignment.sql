-- Aligning: where the lines of a transcript stand in the sound, and whether they belong there.
-- Times found for a text without times become a version of that transcript (table transcript); what was
-- found about each line stands here. Nothing is ever changed: aligning again adds rows.

create table alignment (
    id text primary key,
    transcript_id text not null references transcript (id), -- whose lines were looked for
    version_id text references transcript (id),   -- the version with the times found; null: none was made
    sha256 text not null references artefact (sha256), -- the sound in which they were looked for
    fit text not null check (fit in ('fits', 'doubtful', 'does_not_belong')),
    reason text not null,
    maker text not null,
    blob text not null,                           -- words, and speech that no line claims
    custody_seq integer not null references custody (seq)
) strict;
create index alignment_transcript on alignment (transcript_id);

create table alignment_line (
    alignment_id text not null references alignment (id),
    position integer not null,                    -- of the utterance in its transcript
    fit text not null check (fit in ('fits', 'doubtful', 'does_not_belong')),
    reason text not null,
    score real,
    start_ms integer,
    end_ms integer,
    primary key (alignment_id, position)
) strict;

create trigger alignment_stays before update on alignment begin
    select raise(abort, 'aligning again adds a row, none is changed'); end;
create trigger alignment_keeps before delete on alignment begin
    select raise(abort, 'alignments are never removed'); end;
create trigger alignment_line_stays before update on alignment_line begin
    select raise(abort, 'aligning again adds a row, none is changed'); end;
create trigger alignment_line_keeps before delete on alignment_line begin
    select raise(abort, 'alignments are never removed'); end;
