-- Nothing of an envelope is dropped: headers have a column; what no column holds, or what a column holds in
-- another spelling (a timestamp of 1361166918.0), stands in rest as the JSON members that were said; not_said names
-- the members that were absent where a column holds a value all the same, as a JSON array.
ALTER TABLE messages ADD COLUMN headers text;
ALTER TABLE messages ADD COLUMN rest text;
ALTER TABLE messages ADD COLUMN not_said text;
