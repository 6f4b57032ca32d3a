-- As the switch that is previewed: null concerns all diseases.
alter table status.preview add column disease text;
