-- A file that waits remembers what the person corrected in it so far, and how many passwords were tried on it.
alter table waiting_file add column corrections jsonb not null default '[]';
alter table waiting_file add column tries smallint not null default 0;
