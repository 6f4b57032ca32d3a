-- A round of sampling ends for everybody at once: who is missing is chased before it ends.
insert into duties.ladder_step (ladder, step, at_time, after, told) values
  ('round', 1, null, '-4 hours', 'holder'),
  ('round', 2, null, '-2 hours', 'lead'),
  ('round', 3, null, '-30 minutes', 'above'),
  ('round', 4, null, '0', 'calls');
