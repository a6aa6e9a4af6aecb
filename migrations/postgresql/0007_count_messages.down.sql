-- The counts can be made again from the messages.
DROP TABLE counters;
