-- Loses which messages were missed, and where the publishers' counts were.
DROP TABLE gaps;
DROP TABLE sequences;
