-- Loses what was set aside.
DROP TABLE quarantine;
