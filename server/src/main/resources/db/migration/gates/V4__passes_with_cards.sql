-- Few passes show a trip card 行程卡 that says where there is risk: who looks for them among all that
-- arrive reads those alone. The words are as the server writes a fact's data.
create index pass_with_card on gates.pass (at, id)
  where data like '%"tripCard":"starred"%' or data like '%"tripCard":"risk"%';
