-- Letters by which an authority asks after people 协查函, with a deadline, and what was answered.
create table enquiries.letter (
  id              uuid primary key,
  number          text not null check (length(number) between 1 and 200),
  sender          text not null check (length(sender) between 1 and 200),
  received_at     timestamptz not null,       -- world time
  due_at          timestamptz not null,       -- world time
  question        text not null check (length(question) between 1 and 4000),
  by_name         text not null,
  recorded_at     timestamptz not null,       -- world time
  state           text not null check (state in ('open', 'answered', 'withdrawn')),
  ended_at        timestamptz,
  ended_by        text,
  answer          text check (length(answer) between 1 and 4000),
  answer_document text check (length(answer_document) between 1 and 200),
  why             text check (length(why) between 1 and 500),
  unique (sender, number),
  check ((state = 'open') = (ended_at is null)),
  check ((state = 'answered') = (answer is not null))
);
create index letter_page on enquiries.letter (received_at desc, id desc);
grant update on enquiries.letter to ${app};

-- Whom a letter asks after, as it stands there. Numbers are sealed; what they mean was asked once.
create table enquiries.asked (
  letter_id uuid not null references enquiries.letter,
  line      int not null check (line > 0),
  name      text check (length(name) <= 100),
  document  bytea,                            -- sealed
  phone     bytea,                            -- sealed
  hint      text check (length(hint) between 1 and 500),
  match     text not null check (match in ('found', 'other_name', 'several', 'nobody', 'unusable')),
  person_id uuid,
  outcome   text not null default 'pending'
    check (outcome in ('pending', 'here', 'left', 'not_known', 'handed_on')),
  note      text check (length(note) between 1 and 500),
  by_name   text,
  at        timestamptz,
  primary key (letter_id, line),
  check ((outcome = 'pending') = (at is null)),
  check (outcome not in ('here', 'left') or person_id is not null)
);
create index asked_by_person on enquiries.asked (person_id) where person_id is not null;
grant update on enquiries.asked to ${app};
