-- Raised in the transaction of every change that must be noticed by all instances at once: what
-- they remember of accounts, sessions and devices holds only while these numbers stand.
create table security.revision (
  only_row boolean primary key default true check (only_row),
  accounts bigint not null default 0,
  devices  bigint not null default 0
);
insert into security.revision default values;
grant update on security.revision to ${app};

create table security.account (
  id                   uuid primary key,
  username             text not null,
  username_key         text not null unique check (username_key = lower(username)),
  display_name         text not null,
  roles                text[] not null check (cardinality(roles) > 0),
  everywhere           boolean not null,
  units                uuid[] not null default '{}',   -- topmost units of the scope
  valid_until          date,                           -- last day, outside organisations
  disabled             boolean not null default false,
  demo                 boolean not null default false, -- known password: dead outside the demo
  language             text not null default 'zh-CN' check (language in ('zh-CN', 'en')),
  password_hash        text not null,                  -- Argon2id
  must_change_password boolean not null,
  pin_salt             bytea,
  pin_iterations       int,
  pin_hash             bytea,                          -- PBKDF2-SHA256
  made_at              timestamptz not null,
  last_sign_in         timestamptz,
  version              int not null default 0,
  check (not (everywhere and cardinality(units) > 0)),
  check (num_nulls(pin_salt, pin_iterations, pin_hash) in (0, 3))
);
grant update on security.account to ${app};

create table security.session (
  token_hash bytea primary key,                        -- SHA-256 of the cookie
  account    uuid not null references security.account,
  started_at timestamptz not null,
  seen_at    timestamptz not null
);
create index session_by_account on security.session (account);
grant update, delete on security.session to ${app};

-- Failed sign-ins by account name or address (digests only: people type passwords as names).
create table security.failure (
  key          bytea primary key,
  failures     int not null,
  since        timestamptz not null,
  locked_until timestamptz
);
grant update, delete on security.failure to ${app};

create table security.device (
  id              uuid primary key,
  name            text not null,
  place           uuid not null,
  lane            text,
  state           text not null check (state in ('awaiting', 'active', 'revoked')),
  code_digest     bytea unique,                        -- keyed digest of the one-time code
  code_expires    timestamptz,
  enrolled_at     timestamptz,
  last_seen       timestamptz,
  unsynced        int check (unsynced >= 0),
  oldest_unsynced timestamptz,
  app_version     text,
  revoked_reason  text,
  made_at         timestamptz not null
);
create index device_by_place on security.device (place);
grant update on security.device to ${app};

-- Kept after revocation, so that a phone that turns up again is told to wipe itself, and so that
-- what it signed can still be verified.
create table security.device_token (
  token_hash bytea primary key,                        -- SHA-256
  device     uuid not null references security.device,
  public_key bytea not null,                           -- ES256, X.509 form
  made_at    timestamptz not null,
  revoked_at timestamptz
);
create index device_token_by_device on security.device_token (device);
grant update on security.device_token to ${app};
